import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarHost } from '../extension.js';
import { textOf, type TextKey } from '../text-of.js';

/** What keys do, in the order of the list. */
export type Shortcut = readonly [key: string, does: TextKey];

const helps = new WeakMap<AvatarHost, ShortcutsHelp>();

/** The one of an element: its key opens it, and the menu of the conversation. */
export function shortcutsHelpOf(host: AvatarHost): ShortcutsHelp {
  const help = helps.get(host) ?? new ShortcutsHelp(host);
  helps.set(host, help);
  return help;
}

/**
 * The list of keys.
 *
 * @csspart shortcuts - The list of keys, over the picture.
 */
export class ShortcutsHelp {
  readonly #host: AvatarHost;
  #isOpen = false;
  /** It is opened, and does not have the focus yet. */
  #isNew = false;
  #opener: HTMLElement | undefined;

  constructor(host: AvatarHost) {
    this.#host = host;
  }

  open(): void {
    const focused = this.#host.shadowRoot?.activeElement;
    this.#opener = focused instanceof HTMLElement ? focused : undefined;
    this.#isNew = true;
    this.#set(true);
  }

  close(): void {
    // While there is something that has it: what keeps the focus in the element has nothing to do then.
    this.#opener?.focus();
    this.#set(false);
  }

  toggle(): void {
    if (this.#isOpen) this.close();
    else this.open();
  }

  /** A page whose session is over has nothing to press keys for. */
  reset(): void {
    this.#isOpen = false;
  }

  render(shortcuts: readonly Shortcut[]): TemplateResult | typeof nothing {
    if (!this.#isOpen) return nothing;
    const { localizer } = this.#host;
    return html`<div class="shortcuts-room">
      <div
        class="shortcuts"
        part="shortcuts"
        role="dialog"
        aria-labelledby="shortcuts-title"
        tabindex="-1"
        @keydown=${this.#onKey}
      >
        <p class="title" id="shortcuts-title">${textOf(localizer, 'shortcuts')}</p>
        <dl>
          ${shortcuts.map(
            ([key, does]) =>
              html`<div>
                <dt><kbd lang="en" dir="ltr">${key}</kbd></dt>
                <dd>${textOf(localizer, does)}</dd>
              </div>`,
          )}
        </dl>
        <button type="button" part="button" @click=${() => this.close()}>${textOf(localizer, 'dismiss')}</button>
      </div>
    </div>`;
  }

  /** After each update of the element. */
  updated(): void {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#host.shadowRoot?.querySelector<HTMLElement>('.shortcuts')?.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The panel that floats is minimised by it otherwise.
    event.preventDefault();
    event.stopPropagation();
    this.close();
  };

  #set(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#host.requestUpdate();
  }
}
