import { anySignal } from '../../../core/abort-signals.js';
import { isFloating } from '../../launcher/floating.js';
import { savesData } from '../../session/save-data.js';
import type { AvatarHost, Extension } from '../extension.js';
import { Copies } from './copies.js';
import { watchSeen, type IsSeen } from './seen-page.js';
import { watchPreview } from './turbo-preview.js';

export function create(host: AvatarHost, signal: AbortSignal): Extension {
  return new Autostart(host, signal);
}

/**
 * Starts an avatar once somebody may see it, and with `loading="lazy"` once it is scrolled into view: a session costs money, also
 * in a page that is prerendered or a preview, in a tab in the background, and in a slider's copy. It starts once each time that it
 * comes to the page: an avatar that the visitor has ended is not started again.
 */
class Autostart implements Extension {
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  readonly #copies: Copies;
  #waiting = new AbortController();
  #isPreview: () => boolean = () => true;
  #isSeen: IsSeen = () => undefined;

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
    this.#copies = new Copies(host, () => this.updated());
    signal.addEventListener('abort', () => this.#copies.leave(), { once: true });
    this.#wait();
  }

  updated(): void {
    if (this.#waiting.signal.aborted || this.#signal.aborted || !this.#host.isConnected) return;
    if (!this.#isWanted()) this.#copies.leave();
    else if (this.#copies.isTurn()) this.#start();
  }

  #wait(): void {
    this.#waiting = new AbortController();
    const until = anySignal(this.#waiting.signal, this.#signal);
    const check = (): void => this.updated();
    this.#isPreview = watchPreview(this.#host.ownerDocument, check, until);
    this.#isSeen = watchSeen(this.#host, check, until);
  }

  #isWanted(): boolean {
    const { loading, placement, expanded, mode } = this.#host;
    if (mode === 'text' || savesData() || this.#isPreview() || !this.#isSeen(loading)) return false;
    // Nobody talks from a bubble that was never opened.
    return !isFloating(placement) || expanded;
  }

  #start(): void {
    this.#waiting.abort();
    this.#copies.take(() => this.#wait());
    void this.#host.start();
  }
}
