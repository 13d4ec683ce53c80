import type { AvatarHost } from '../extension.js';

/** Counts what the avatar has said since its panel was minimised. */
export class Unread {
  readonly #host: AvatarHost;
  #seen: number;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#seen = this.#said;
    host.transcriptLog.onChange(() => host.requestUpdate(), { signal });
  }

  get count(): number {
    if (this.#host.expanded) this.#seen = this.#said;
    return Math.max(0, this.#said - this.#seen);
  }

  get #said(): number {
    return this.#host.transcriptLog.entries.filter(({ role }) => role === 'avatar').length;
  }
}
