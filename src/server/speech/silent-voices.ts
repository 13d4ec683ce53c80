/** After a voice of the service has answered 503, it is not asked again for so long, in milliseconds. */
const SILENT_FOR_MS = 60_000;

/** More voices than this are not remembered: each costs one call more. */
const MOST_VOICES = 1000;

/** The service's voices that do not speak at the moment, each by itself: one that fails says nothing about the others. */
export class SilentVoices {
  readonly #now: () => number;
  /** Until when, in milliseconds since 1970; the newest come last. */
  readonly #until = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  has(voice: string): boolean {
    return this.#now() < (this.#until.get(voice) ?? 0);
  }

  add(voice: string): void {
    this.#until.delete(voice);
    this.#until.set(voice, this.#now() + SILENT_FOR_MS);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST_VOICES && oldest !== undefined) this.#until.delete(oldest);
  }
}
