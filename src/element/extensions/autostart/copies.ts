import { delay } from '../../../core/delay.js';
import type { AvatarHost } from '../extension.js';
import { watchSeen, type IsSeen } from './seen-page.js';

/** Sliders show a copy in passing, before they put the original in its place: it has to stay longer, in milliseconds. */
const STAYS_MS = 1000;

interface Started {
  readonly host: AvatarHost;
  /** A copy takes its place: it may start again. */
  readonly onReplaced: () => void;
}

/** What was started last of all elements with an id, in each tree. */
const latest = new WeakMap<Node, Map<string, Started>>();

/**
 * Whose turn it is among an element and its copies: sliders that go round copy their slides, ids and all. Of all elements with an
 * id, one has a session; another one opens its own where it alone is seen, once the first one's is over.
 */
export class Copies {
  readonly #host: AvatarHost;
  readonly #check: () => void;
  #seen: AbortController | undefined;
  #hasStayed = false;
  #watched: { host: AvatarHost; isSeen: IsSeen } | undefined;

  /** @param check Called when it may be another one's turn. */
  constructor(host: AvatarHost, check: () => void) {
    this.#host = host;
    this.#check = check;
  }

  /** To be asked while the element is seen. */
  isTurn(): boolean {
    if (!this.#hasCopies) return true;
    this.#seen ??= this.#stay();
    if (!this.#hasStayed) return false;
    const started = this.#started.get(this.#host.id);
    if (!started?.host.isConnected || started.host === this.#host) return true;
    // What the visitor has ended stays so, whichever of them is looked at.
    if (!['connecting', 'live', 'reconnecting'].includes(started.host.state)) return false;
    if (this.#isSeen(started.host, this.#seen.signal) === false) this.#replace(started);
    return false;
  }

  /** The element, which is seen, is started. */
  take(onReplaced: () => void): void {
    this.leave();
    if (this.#host.id) this.#started.set(this.#host.id, { host: this.#host, onReplaced });
  }

  /** The element is not seen any more, or waits no more. */
  leave(): void {
    this.#seen?.abort();
    this.#seen = this.#watched = undefined;
    this.#hasStayed = false;
  }

  #replace({ host, onReplaced }: Started): void {
    this.#started.delete(host.id);
    onReplaced();
    // Until its session is over, nobody opens another.
    this.#hasStayed = false;
    void host.end().then(() => {
      this.#hasStayed = true;
      this.#check();
    });
  }

  #stay(): AbortController {
    const seen = new AbortController();
    delay(STAYS_MS, { signal: seen.signal }).then(
      () => {
        this.#hasStayed = true;
        this.#check();
      },
      () => undefined, // It was shown in passing.
    );
    return seen;
  }

  #isSeen(host: AvatarHost, signal: AbortSignal): boolean | undefined {
    if (this.#watched?.host !== host) this.#watched = { host, isSeen: watchSeen(host, this.#check, signal) };
    return this.#watched.isSeen(host.loading);
  }

  get #started(): Map<string, Started> {
    const tree = this.#host.getRootNode();
    const started = latest.get(tree) ?? new Map<string, Started>();
    latest.set(tree, started);
    return started;
  }

  get #hasCopies(): boolean {
    const { id, localName } = this.#host;
    const tree = this.#host.getRootNode() as Document | ShadowRoot;
    return id !== '' && tree.querySelectorAll(`${localName}[id="${CSS.escape(id)}"]`).length > 1;
  }
}
