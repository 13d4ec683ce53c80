import { beat } from '../../core/beat.js';
import type { Delay } from '../../core/delay.js';
import { NoiseFloor } from './noise-floor.js';

/**
 * What the simulator and the live service send as silence stays well below; the softest beginning above. Linear, 0 to 1.
 * Speech that has begun may be softer.
 */
const ONSET_LEVEL = 0.008;
const RELEASE_LEVEL = 0.003;

/**
 * How long a silence has to be, in milliseconds, to be the end and no pause between sentences (synthetic voices rest for up to
 * half a second, slow ones for three quarters): of a turn that has had its time, of speech of which nothing is known, and of a
 * turn of which more is to come.
 */
const PAUSE_MS = 700;
const PAUSE_OF_UNKNOWN_MS = 900;
const PAUSE_WITHIN_TURN_MS = 1500;

/** And of a turn that is likely to end just there, as its text and the pace of the voice tell. */
const PAUSE_AT_END_MS = 250;

/** What was not listened to for longer than this is not known to have been silent, in milliseconds. */
const LONGEST_READING_MS = 250;

/** Where a level is told only now and then, the next one is told within this, in milliseconds. */
const STOPPED_AFTER_MS = 150;

const PAUSES_MS: Readonly<Record<Outlook, number>> = {
  pause: PAUSE_WITHIN_TURN_MS,
  either: PAUSE_MS,
  end: PAUSE_AT_END_MS,
};

/** A silence that is shorter is part of a word, or lies between two readings, in milliseconds. */
const SHORTEST_PAUSE_MS = 180;

/** After an interrupt a silence this long tells, in milliseconds. */
const PAUSE_AFTER_INTERRUPT_MS = 100;

/**
 * What was asked for after an interrupt is heard no sooner than this, in milliseconds; what is heard before is still the
 * end of what was interrupted, on its way through the network and the jitter buffer.
 */
const SOONEST_REPLY_MS = 250;

/**
 * How often it is listened, in milliseconds: while a beginning, or the silence after an interrupt, is to be told soon; while
 * speech goes on; while nothing is heard or expected. Each reading costs some 0.2 ms.
 */
const POLL_MS = 50;
const PAUSE_POLL_MS = 25;
const SPEECH_POLL_MS = 100;
const IDLE_POLL_MS = 200;

/** What a pause may be: one within a turn, or the turn's end. */
export type Outlook = 'pause' | 'either' | 'end';

export interface SpeechDetectorOptions {
  /** The loudness now, 0 to 1; undefined where nothing new is known, which for a while is silence. */
  readLevel: () => number | undefined;
  /** @param at When it was first heard. */
  onStart: (at: number) => void;
  /** @param at When it was last heard. */
  onEnd: (at: number) => void;
  /** It goes on after a pause of so many milliseconds that was not its end. */
  onPause?: ((ms: number) => void) | undefined;
  /** Whether something that is to be heard was taken by the service. */
  isExpecting?: () => boolean;
  /** What a pause of the turn that is heard is likely to be; undefined where nothing is known of it. */
  outlook?: () => Outlook | undefined;
  /** Whether short pauses tell something. */
  isPauseTelling?: () => boolean;
  /** Called with each reading. */
  onReading?: () => void;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
  delay?: Delay | undefined;
}

/** Hears the avatar start and stop to speak, for nothing on the wire tells. */
export class SpeechDetector {
  readonly #options: SpeechDetectorOptions;
  #running: AbortController | undefined;
  /** A loud reading, which may be a click: the next one makes it speech. */
  #suspectedAt: number | undefined;
  #isSpeaking = false;
  #heardLastAt = 0;
  #readLastAt = -Infinity;
  #silentMs = 0;
  /** When a level was told last. */
  #toldAt = Infinity;
  readonly #floor = new NoiseFloor();
  /** Set from an interrupt until the silence after it: from when on what is heard is something new. */
  #newFrom: number | undefined;

  constructor(options: SpeechDetectorOptions) {
    this.#options = options;
  }

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** When speech was last heard; undefined while there is none. */
  get heardAt(): number | undefined {
    return this.#isSpeaking ? this.#heardLastAt : undefined;
  }

  /** Whether what was interrupted goes on: there was no silence since. */
  get isHeardOn(): boolean {
    return this.#isSpeaking && this.#newFrom !== undefined;
  }

  /** For how long nothing was heard while speech goes on, in milliseconds. */
  get silentMs(): number {
    return this.#silentMs;
  }

  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    void this.#poll(this.#running.signal);
  }

  /** Ends what is being heard and listens no more. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#suspectedAt = undefined;
    this.#end();
  }

  /** The service has silenced the avatar: the next short silence is the end of what is heard. */
  interrupted(): void {
    if (this.#isSpeaking) this.#newFrom ??= Infinity;
  }

  /** Something was asked to be said: after an interrupt it may follow so soon that no silence is heard between. */
  expectSpeech(): void {
    if (this.#newFrom === Infinity) this.#newFrom = this.#options.now() + SOONEST_REPLY_MS;
  }

  /** Takes one reading. */
  listen(): void {
    const now = this.#options.now();
    const level = this.#options.readLevel();
    if (level !== undefined) this.#floor.add(level, (this.#toldAt = now));
    else if (now - this.#toldAt >= STOPPED_AFTER_MS) this.#floor.stopped(now);
    const isHeard = level !== undefined && this.#isSpeech(level, now);
    // A page that was busy may have missed some of what was said.
    const readMs = Math.min(now - this.#readLastAt, LONGEST_READING_MS);
    this.#readLastAt = now;
    if (!isHeard) this.#silentMs += readMs;
    if (isHeard ? this.#isSomethingNew(now) : this.#isOver()) this.#end();
    if (!isHeard) return;
    const pauseMs = this.#silentMs === 0 ? 0 : this.#silentMs + readMs;
    this.#silentMs = 0;
    this.#heardLastAt = now;
    if (this.#isSpeaking) {
      if (pauseMs >= SHORTEST_PAUSE_MS) this.#options.onPause?.(pauseMs);
      return;
    }
    this.#isSpeaking = true;
    this.#options.onStart(this.#suspectedAt ?? now);
    this.#suspectedAt = undefined;
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const { delay = beat, isExpecting, onReading } = this.#options;
    for (;;) {
      this.listen();
      onReading?.();
      try {
        await delay(this.#pollMs(isExpecting?.() ?? true), { signal });
      } catch {
        return; // It was stopped.
      }
    }
  }

  #pollMs(isExpecting: boolean): number {
    if (this.#newFrom !== undefined || this.#suspectedAt !== undefined) return POLL_MS;
    if (this.#isSpeaking) {
      const isPause = this.#silentMs > 0;
      if (this.#options.isPauseTelling?.()) return isPause ? PAUSE_POLL_MS : POLL_MS;
      return isPause ? POLL_MS : SPEECH_POLL_MS;
    }
    return isExpecting ? POLL_MS : IDLE_POLL_MS;
  }

  #isSpeech(level: number, now: number): boolean {
    const release = this.#floor.above(RELEASE_LEVEL, now);
    if (this.#isSpeaking) return level >= release;
    if (this.#suspectedAt === undefined) {
      if (level >= this.#floor.above(ONSET_LEVEL, now)) this.#suspectedAt = now;
      return false;
    }
    if (level >= release) return true;
    this.#suspectedAt = undefined;
    return false;
  }

  #isSomethingNew(now: number): boolean {
    return this.#newFrom !== undefined && now >= this.#newFrom;
  }

  #isOver(): boolean {
    return this.#silentMs >= this.#pauseMs();
  }

  #pauseMs(): number {
    if (this.#newFrom !== undefined) return PAUSE_AFTER_INTERRUPT_MS;
    const outlook = this.#options.outlook?.();
    return outlook === undefined ? PAUSE_OF_UNKNOWN_MS : PAUSES_MS[outlook];
  }

  #end(): void {
    if (!this.#isSpeaking) return;
    this.#isSpeaking = false;
    this.#newFrom = undefined;
    this.#options.onEnd(this.#heardLastAt);
  }
}
