/** What the simulator and the live service send as silence stays well below; the softest speech above. Linear, 0 to 1. */
const SPEECH_LEVEL = 0.008;

/** Pauses within speech are shorter, in milliseconds. */
const PAUSE_MS = 700;

/** After an interrupt a silence this long tells, in milliseconds. */
const PAUSE_AFTER_INTERRUPT_MS = 100;

/**
 * What was asked for after an interrupt is heard no sooner than this, in milliseconds; what is heard before is still the
 * end of what was interrupted, on its way through the network and the jitter buffer.
 */
const SOONEST_REPLY_MS = 250;

const POLL_MS = 50;

export interface SpeechDetectorOptions {
  /** The loudness now, 0 to 1; undefined counts as silence. */
  readLevel: () => number | undefined;
  onStart: () => void;
  onEnd: () => void;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
}

/**
 * Hears the avatar start and stop to speak, for nothing on the wire tells.
 *
 * Loudness comes with each audio packet (the `ssrc-audio-level` RTP extension), muted or not.
 */
export class SpeechDetector {
  readonly #options: SpeechDetectorOptions;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isSpeaking = false;
  #lastHeardAt = 0;
  /** Set from an interrupt until the silence after it: from when on what is heard is something new. */
  #newFrom: number | undefined;

  constructor(options: SpeechDetectorOptions) {
    this.#options = options;
  }

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.listen(), POLL_MS);
  }

  /** Ends what is being heard and listens no more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
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
    const isHeard = (this.#options.readLevel() ?? 0) >= SPEECH_LEVEL;
    if (isHeard ? this.#isSomethingNew(now) : this.#isOver(now)) this.#end();
    if (!isHeard) return;
    this.#lastHeardAt = now;
    if (this.#isSpeaking) return;
    this.#isSpeaking = true;
    this.#options.onStart();
  }

  #isSomethingNew(now: number): boolean {
    return this.#newFrom !== undefined && now >= this.#newFrom;
  }

  #isOver(now: number): boolean {
    return now - this.#lastHeardAt >= (this.#newFrom === undefined ? PAUSE_MS : PAUSE_AFTER_INTERRUPT_MS);
  }

  #end(): void {
    if (!this.#isSpeaking) return;
    this.#isSpeaking = false;
    this.#newFrom = undefined;
    this.#options.onEnd();
  }
}
