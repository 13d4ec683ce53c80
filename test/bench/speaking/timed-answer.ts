import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than it takes to see that a sentence is whole, in milliseconds; a model that calls a tool takes as long. */
const PAUSE_MS = 700;

/** A model that writes one sentence and then says nothing for a while, and the request by which the sentence is said. */
export class TimedAnswer {
  #lastTokenAt = 0;
  #requestedAt = 0;

  async *tokensOf(sentence: string): AsyncGenerator<string> {
    const tokens = sentence.split(/(?<=\s)/);
    for (const token of tokens) {
      this.#lastTokenAt = performance.now();
      yield token;
    }
    await sleep(PAUSE_MS);
  }

  onRequest(url: string): void {
    if (url.endsWith('/say-text')) this.#requestedAt ||= performance.now();
  }

  /** Milliseconds from the last token to the request. */
  async time(ask: () => Promise<void>): Promise<number> {
    this.#requestedAt = 0;
    await ask();
    return this.#requestedAt - this.#lastTokenAt;
  }
}
