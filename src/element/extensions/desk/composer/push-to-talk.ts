/** A press that is shorter is a click, in milliseconds. */
const HOLD_MS = 400;

export interface Talker {
  readonly isListening: boolean;
  start(): void;
  stop(): void;
}

/** A button that is held to talk; a click on it begins to listen, and another one ends it, for those who cannot hold it. */
export class PushToTalk {
  readonly #talker: Talker;
  readonly #now: () => number;
  #press: { at: number; wasListening: boolean } | undefined;

  /** @param now Milliseconds on a clock that only goes forward. */
  constructor(talker: Talker, now: () => number = () => performance.now()) {
    this.#talker = talker;
    this.#now = now;
  }

  get isHeld(): boolean {
    return this.#press !== undefined;
  }

  press(): void {
    if (this.#press) return;
    this.#press = { at: this.#now(), wasListening: this.#talker.isListening };
    if (!this.#press.wasListening) this.#talker.start();
  }

  release(): void {
    const press = this.#press;
    this.#press = undefined;
    if (!press) return;
    if (press.wasListening || this.#now() - press.at >= HOLD_MS) this.#talker.stop();
  }

  /** A click that no press came before: assistive technology makes such. */
  toggle(): void {
    if (this.#talker.isListening) this.#talker.stop();
    else this.#talker.start();
  }
}
