import { AvatarSpeech } from '../../../src/session/speech/avatar-speech.js';
import type { Speaker } from '../../../src/session/speech/handover.js';
import type { Flite } from '../../../src/simulator/voice/flite.js';
import { speak } from '../../../src/simulator/voice/speak.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { rms } from '../../support/sound.js';

/** From a call until what it asks for is heard, in milliseconds. */
const LATENCY_MS = 350;
const PACKET_MS = 20;
const SAMPLES_PER_MS = 48;
/** What is softer is silence, as the ear of the benchmark has it. */
const AUDIBLE = 0.004;
const STEP_MS = 10;
/** What is not over by then is never over. */
const LONGEST_MS = 180_000;

export interface Conditions {
  texts: readonly string[];
  speed: number;
  /** Constant noise below everything, linear. */
  floor?: number;
  /** Whether packets stop while there is silence. */
  isDtx?: boolean;
  /** How long the main thread does not listen, in milliseconds, once the second turn is heard. */
  blockedMs?: number;
}

/** How far from the truth the session was, in milliseconds; Infinity where it never told. */
export interface Errors {
  started: number[];
  finished: number[];
}

interface Played {
  levels: number[];
  beginsAt: number;
  soundsFrom: number;
  soundsUntil: number;
}

/** A service that says turn after turn, of which is known when each is heard. */
class Performance {
  readonly played: Played[] = [];
  readonly #flite: Flite;
  readonly #speed: number;

  constructor(flite: Flite, speed: number) {
    this.#flite = flite;
    this.#speed = speed;
  }

  say(text: string, now: number): void {
    const levels = levelsOf(speak(this.#flite, text, { speed: this.#speed }).pcm);
    const last = this.played.at(-1);
    const beginsAt = Math.max(now + LATENCY_MS, last ? last.beginsAt + last.levels.length * PACKET_MS : 0);
    const audible = levels.map((level, i) => (level >= AUDIBLE ? i : -1)).filter((i) => i >= 0);
    this.played.push({
      levels,
      beginsAt,
      soundsFrom: beginsAt + (audible[0] ?? 0) * PACKET_MS,
      soundsUntil: beginsAt + ((audible.at(-1) ?? 0) + 1) * PACKET_MS,
    });
  }

  levelAt(now: number): number {
    for (const { levels, beginsAt } of this.played) {
      const level = levels[Math.floor((now - beginsAt) / PACKET_MS)];
      if (level !== undefined) return level;
    }
    return 0;
  }
}

/** Says queued turns to a session that can only listen, and compares what it tells with what was heard. */
export async function perform(flite: Flite, conditions: Conditions): Promise<Errors> {
  const { texts, speed, floor = 0, isDtx = false, blockedMs = 0 } = conditions;
  const clock = new ManualClock();
  const performance = new Performance(flite, speed);
  let waiting = '';
  const level = (): number | undefined => {
    const clean = performance.levelAt(clock.now());
    return isDtx && clean < AUDIBLE ? undefined : Math.hypot(clean, floor);
  };
  const speaker: Speaker = {
    control: {
      sayText: ({ text, isFinal }) => {
        waiting += text;
        if (isFinal) {
          performance.say(waiting, clock.now());
          waiting = '';
        }
        return Promise.resolve();
      },
      sayAudio: () => Promise.resolve(),
      interrupt: () => Promise.resolve(),
    },
    whep: { audioLevel: level, getStats: () => Promise.reject(new Error('No statistics.')), stream: {} as MediaStream },
  };
  const speech = new AvatarSpeech({
    onStart: ignore,
    onEnd: ignore,
    voiceSpeed: speed,
    now: clock.now,
    delay: clock.delay,
  });
  speech.start(speaker);
  await clock.advance(500);

  const told = texts.map(() => ({ started: Infinity, finished: Infinity }));
  let open = texts.length;
  for (const [i, text] of texts.entries()) {
    const turn = speech.speak(text);
    const times = told[i];
    if (!times) continue;
    void turn.started.then(
      () => (times.started = clock.now()),
      () => undefined,
    );
    void turn.finished.then(({ outcome }) => {
      if (outcome === 'ended') times.finished = clock.now();
      open -= 1;
    });
    await settled();
  }
  let isBlocked = blockedMs > 0;
  while (open > 0 && clock.now() < LONGEST_MS) {
    const second = performance.played[1];
    if (isBlocked && second && clock.now() > second.beginsAt - blockedMs / 2) {
      isBlocked = false;
      await clock.advance(blockedMs);
    } else await clock.advance(STEP_MS);
  }
  speech.stop();
  const truth = performance.played;
  return {
    started: told.map(({ started }, i) => started - (truth[i]?.soundsFrom ?? 0)),
    finished: told.map(({ finished }, i) => finished - (truth[i]?.soundsUntil ?? 0)),
  };
}

function levelsOf(pcm: Int16Array): number[] {
  const size = PACKET_MS * SAMPLES_PER_MS;
  return Array.from({ length: Math.ceil(pcm.length / size) }, (_, i) => {
    const packet = pcm.subarray(i * size, (i + 1) * size);
    return rms(packet) / 32_768;
  });
}

function ignore(): void {
  // Nobody listens.
}
