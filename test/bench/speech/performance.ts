import { AvatarSpeech } from '../../../src/session/speech/avatar-speech.js';
import type { SpeechTurn } from '../../../src/session/speech/speech-turn.js';
import type { Speaker } from '../../../src/session/speech/handover.js';
import type { Flite } from '../../../src/simulator/voice/flite.js';
import { speak } from '../../../src/simulator/voice/speak.js';
import { ManualClock, settled } from '../../support/manual-clock.js';
import { audibleIn, captionStarts, AUDIBLE_LEVEL, levelsOf, PACKET_MS } from './caption-starts.js';
import { ShownCaptions } from './shown-captions.js';

/** From a call until what it asks for is heard, in milliseconds. */
const LATENCY_MS = 350;
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
  /** Of all captions of all turns. */
  captions: number[];
}

interface Played {
  levels: number[];
  beginsAt: number;
  soundsFrom: number;
  soundsUntil: number;
  /** When each of its captions is heard to begin. */
  captionsFrom: number[];
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
    const audible = audibleIn(levels);
    this.played.push({
      levels,
      beginsAt,
      soundsFrom: beginsAt + audible.fromMs,
      soundsUntil: beginsAt + audible.untilMs,
      captionsFrom: captionStarts(this.#flite, text, this.#speed, levels).map((ms) => beginsAt + ms),
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
    return isDtx && clean < AUDIBLE_LEVEL ? undefined : Math.hypot(clean, floor);
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
  const captions = new ShownCaptions(speed, clock);
  const speech: AvatarSpeech = new AvatarSpeech({
    ...captions.listeners,
    voiceSpeed: speed,
    now: clock.now,
    delay: clock.delay,
  });
  speech.start(speaker);
  await clock.advance(500);

  const told = texts.map(() => ({ started: Infinity, finished: Infinity }));
  const turns: SpeechTurn[] = [];
  let open = texts.length;
  for (const [i, text] of texts.entries()) {
    const turn = speech.speak(text);
    turns.push(turn);
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
  const block = { from: Infinity, until: Infinity };
  while (open > 0 && clock.now() < LONGEST_MS) {
    const second = performance.played[1];
    if (isBlocked && second && clock.now() > second.beginsAt - blockedMs / 2) {
      isBlocked = false;
      block.from = clock.now();
      block.until = block.from + blockedMs;
      await clock.advance(blockedMs);
    } else await clock.advance(STEP_MS);
  }
  // The last caption may still be shown.
  await clock.advance(STEP_MS);
  speech.stop();
  captions.stop();
  // While the main thread is blocked nobody can be told anything.
  const tellable = (at = 0): number => (at >= block.from && at < block.until ? block.until : at);
  const truth = performance.played;
  return {
    started: told.map(({ started }, i) => started - tellable(truth[i]?.soundsFrom)),
    finished: told.map(({ finished }, i) => finished - tellable(truth[i]?.soundsUntil)),
    captions: turns.flatMap(({ id, text }, i) =>
      captions.shownAt(id, text).map((at, k) => at - tellable(truth[i]?.captionsFrom[k])),
    ),
  };
}
