import { delay as realDelay, type Delay } from '../../../core/delay.js';
import { recall, remember } from '../../launcher/launcher-memory.js';
import type { AvatarHost } from '../extension.js';

/** Visitors have found their way around the page by then. */
const AFTER_LOAD_MS = 3000;
/** How often it is looked for a dialog of the page's, while there is something to show. */
const LOOK_MS = 1000;
/** So much of the page has been scrolled through. */
const SCROLLED = 0.5;

/** What the page asks attention for. The avatar does not talk into it. */
const PAGE_DIALOG = 'dialog[open], [aria-modal="true"]';

/**
 * Invites to talk, once in a tab of the browser: by a line beside the bubble, and by expanding it after a while, where the page asks
 * for it. Neither over a dialog of the page, nor once the visitor has used the bubble.
 */
export class Invitation {
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  readonly #delay: Delay;
  readonly #onExpand: () => void;
  #isMade = false;
  #isShown = false;

  /** @param onExpand Expands it, without taking the focus. */
  constructor(host: AvatarHost, onExpand: () => void, signal: AbortSignal, delay: Delay = realDelay) {
    this.#host = host;
    this.#signal = signal;
    this.#delay = delay;
    this.#onExpand = onExpand;
  }

  /** Whether the line is to be shown now. */
  get isShown(): boolean {
    return this.#isShown && !this.#host.expanded;
  }

  /** After each update of the element. */
  update(): void {
    const { teaser, expandAfter } = this.#host;
    if (this.#isMade || (teaser === null && expandAfter === null)) return;
    this.#isMade = true;
    if (this.#wasMade) return;
    this.#make().catch(() => undefined); // The element is gone.
  }

  /** The visitor has read it, or does not want to. */
  dismiss(): void {
    this.#isShown = false;
    this.#remember();
    this.#host.requestUpdate();
  }

  async #make(): Promise<void> {
    await this.#occasion();
    if (this.#host.teaser !== null) void this.#show().catch(() => undefined);
    const { expandAfter } = this.#host;
    if (expandAfter === null) return;
    await this.#wait(expandAfter * 1000);
    await this.#untilFree();
    if (this.#wasMade) return;
    this.#remember();
    this.#onExpand();
  }

  async #show(): Promise<void> {
    await this.#untilFree();
    this.#isShown = true;
    this.#host.requestUpdate();
    while (!this.#wasMade) {
      await this.#wait(LOOK_MS);
      const isInTheWay = this.#isPageBusy;
      if (isInTheWay !== this.#isShown) continue;
      this.#isShown = !isInTheWay;
      this.#host.requestUpdate();
    }
    this.#isShown = false;
  }

  /** When the page wants it: a while after it was loaded, once it was read, or when the visitor is about to leave. */
  async #occasion(): Promise<void> {
    const { inviteOn, ownerDocument } = this.#host;
    if (inviteOn === 'load') return this.#wait(AFTER_LOAD_MS);
    const root = ownerDocument.documentElement;
    const isDue = (event: Event): boolean =>
      inviteOn === 'scroll'
        ? root.scrollTop >= (root.scrollHeight - root.clientHeight) * SCROLLED
        : (event as MouseEvent).relatedTarget === null && (event as MouseEvent).clientY <= 0;
    await new Promise<void>((resolve) => {
      const onEvent = (event: Event): void => {
        if (isDue(event)) resolve();
      };
      const type = inviteOn === 'scroll' ? 'scroll' : 'mouseout';
      ownerDocument.addEventListener(type, onEvent, { signal: this.#signal, passive: true });
    });
  }

  async #untilFree(): Promise<void> {
    while (this.#isPageBusy) await this.#wait(LOOK_MS);
  }

  get #isPageBusy(): boolean {
    const page = this.#host.ownerDocument;
    const isShown = (dialog: Element): boolean => dialog.getClientRects().length > 0;
    return page.hidden || !!page.fullscreenElement || [...page.querySelectorAll(PAGE_DIALOG)].some(isShown);
  }

  #wait(ms: number): Promise<void> {
    return this.#delay(ms, { signal: this.#signal });
  }

  get #wasMade(): boolean {
    const isUsed = this.#host.expanded || this.#host.state !== 'idle';
    return isUsed || recall(this.#key) !== null;
  }

  #remember(): void {
    remember(this.#key, 'made');
  }

  get #key(): string {
    const { id, sessionEndpoint } = this.#host;
    return `${id || sessionEndpoint} invitation`;
  }
}
