import type { ReactiveController } from 'lit';

export interface FocusHost {
  readonly shadowRoot: ShadowRoot | null;
}

/** Keeps the focus in the element when what had it is replaced: a start button goes as soon as it was pressed. */
export class FocusController implements ReactiveController {
  readonly #host: FocusHost;
  #focused: Element | null = null;

  constructor(host: FocusHost) {
    this.#host = host;
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const focused = this.#focused;
    this.#focused = null;
    const stage = this.#host.shadowRoot?.querySelector<HTMLElement>('.stage');
    if (!focused || (focused.isConnected && focused !== stage)) return;
    // The next button, where there is one that takes nothing away; else the stage, from which Tab goes on, until there is one.
    (stage?.querySelector<HTMLElement>('button:not(.launcher *)') ?? stage)?.focus();
  }
}
