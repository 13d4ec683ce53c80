import { html, nothing, type TemplateResult } from 'lit';

import type { AvatarHost } from '../../extension.js';
import { isOpen } from '../../../avatar-state.js';
import { shortcutsHelpOf } from '../../shortcuts/shortcuts-help.js';
import { langOf, textOf } from '../../text-of.js';
import { copyIcon, deleteIcon, doneIcon, keysIcon, moreIcon, saveIcon } from './transcript-icons.js';
import type { FileFormat } from './transcript-files.js';

const FORMATS: readonly FileFormat[] = ['txt', 'vtt', 'json'];

export interface MenuActs {
  copy: () => Promise<boolean>;
  save: (format: FileFormat) => void;
  forget: () => void;
}

/**
 * What can be done with the whole conversation.
 *
 * @csspart transcript-menu - What can be done with the conversation, once it is opened.
 * @csspart transcript-menu-button - Opens and closes it.
 */
export class TranscriptMenu {
  readonly #host: AvatarHost;
  readonly #acts: MenuActs;
  #isOpen = false;
  #isCopied = false;

  constructor(host: AvatarHost, acts: MenuActs) {
    this.#host = host;
    this.#acts = acts;
  }

  render(): TemplateResult {
    const { localizer } = this.#host;
    return html`<div class="talk-tools" @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      <button
        type="button"
        class="quiet"
        part="button transcript-menu-button"
        aria-expanded=${this.#isOpen ? 'true' : 'false'}
        aria-controls="talk-menu"
        lang=${langOf(localizer, 'moreActions')}
        aria-label=${localizer.term('moreActions')}
        title=${localizer.term('moreActions')}
        @click=${() => this.#set(!this.#isOpen)}
      >
        ${moreIcon}
      </button>
      <div id="talk-menu" part="transcript-menu" class="talk-menu" ?hidden=${!this.#isOpen}>
        ${this.#isOpen ? this.#items() : nothing}
      </div>
    </div>`;
  }

  #items(): TemplateResult {
    const { localizer } = this.#host;
    return html`<button type="button" class="item" @click=${() => void this.#copy()}>
        ${this.#isCopied ? doneIcon : copyIcon}
        <span role="status">${textOf(localizer, this.#isCopied ? 'copied' : 'copy')}</span>
      </button>
      <div class="item" role="group" aria-labelledby="talk-save">
        ${saveIcon}<span id="talk-save">${textOf(localizer, 'downloadTranscript')}</span>
        <span class="formats"
          >${FORMATS.map(
            (format) =>
              html`<button type="button" class="format" lang="en" dir="ltr" @click=${() => this.#acts.save(format)}>
                .${format}
              </button>`,
          )}</span
        >
      </div>
      ${this.#keysItem()}
      <button type="button" class="item" @click=${this.#forget}>${deleteIcon}${textOf(localizer, 'forget')}</button>`;
  }

  /** Keys work with the controls, while a session is open. */
  #keysItem(): TemplateResult | typeof nothing {
    const { controls, state, localizer } = this.#host;
    if (!controls || !isOpen(state)) return nothing;
    return html`<button type="button" class="item" @click=${this.#showKeys}>
      ${keysIcon}${textOf(localizer, 'shortcuts')}
    </button>`;
  }

  async #copy(): Promise<void> {
    this.#isCopied = await this.#acts.copy();
    // Where it was refused, the text is selected: the visitor has to see it.
    if (this.#isCopied) this.#host.requestUpdate();
    else this.#set(false);
  }

  readonly #showKeys = (event: Event): void => {
    const tools = event.currentTarget instanceof Element ? event.currentTarget.closest('.talk-tools') : null;
    // The focus comes back to what stays.
    tools?.querySelector('button')?.focus();
    this.#set(false);
    shortcutsHelpOf(this.#host).open();
  };

  readonly #forget = (): void => {
    this.#set(false);
    this.#acts.forget();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    // The panel that floats is minimised by it otherwise.
    event.preventDefault();
    event.stopPropagation();
    this.#set(false);
    if (event.currentTarget instanceof Element) event.currentTarget.querySelector('button')?.focus();
  };

  readonly #onFocusOut = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    const isWithin =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    // Safari gives no focus to a button that is clicked.
    if (!isWithin && relatedTarget !== null) this.#set(false);
  };

  #set(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#isCopied = false;
    this.#host.requestUpdate();
  }
}
