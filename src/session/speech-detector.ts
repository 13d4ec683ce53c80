/** What the simulator and the live service send as silence stays well below; the softest speech above. Linear, 0 to 1. */
const SPEECH_LEVEL = 0.008;

/** Pauses within speech are shorter, in milliseconds. */
const PAUSE_MS = 700;

/** After an interrupt no more speech is coming, so a short silence tells, in milliseconds. */
const PAUSE_AFTER_INTERRUPT_MS = 150;

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
  #pauseMs = PAUSE_MS;

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

  /** Takes the next short silence for the end, as after an interrupt. */
  expectSilence(): void {
    this.#pauseMs = PAUSE_AFTER_INTERRUPT_MS;
  }

  /** Something new was asked to be said: pauses are pauses again. */
  expectSpeech(): void {
    this.#pauseMs = PAUSE_MS;
  }

  /** Takes one reading. */
  listen(): void {
    const now = this.#options.now();
    if ((this.#options.readLevel() ?? 0) >= SPEECH_LEVEL) {
      this.#lastHeardAt = now;
      if (this.#isSpeaking) return;
      this.#isSpeaking = true;
      this.#options.onStart();
    } else if (this.#isSpeaking && now - this.#lastHeardAt >= this.#pauseMs) {
      this.#end();
    }
  }

  #end(): void {
    if (!this.#isSpeaking) return;
    this.#isSpeaking = false;
    this.#options.onEnd();
  }
}
