import type { ReactiveController } from 'lit';

export interface FocusHost extends ParentNode {
  readonly shadowRoot: ShadowRoot | null;
}

/** Keeps the focus in the element when what had it is replaced: a start button goes as soon as it was pressed. */
export class FocusController implements ReactiveController {
  readonly #host: FocusHost;
  #focused: Element | null = null;
  #isByKeyboard = false;

  constructor(host: FocusHost) {
    this.#host = host;
  }

  hostUpdate(): void {
    // The page's own, in a slot, goes with the slot.
    this.#focused = this.#host.shadowRoot?.activeElement ?? this.#host.querySelector(':focus');
    this.#isByKeyboard = this.#focused?.matches(':focus-visible') ?? false;
  }

  hostUpdated(): void {
    const focused = this.#focused;
    this.#focused = null;
    const stage = this.#host.shadowRoot?.querySelector<HTMLElement>('.stage');
    if (!stage || !focused || (focused !== stage && focused.getClientRects().length > 0)) return;
    // A click on the picture has put it there.
    if (focused === stage && !this.#isByKeyboard) return;
    // From the stage, Tab goes on.
    stage.focus();
    // What takes nothing away and starts nothing by itself; a field would bring up the keyboard of a visitor who has touched.
    const next = `button:not(.launcher *, .desk *${this.#isByKeyboard ? '' : ', .controls *'})`;
    stage.querySelector<HTMLElement>(this.#isByKeyboard ? `${next}, textarea` : next)?.focus();
  }
}
