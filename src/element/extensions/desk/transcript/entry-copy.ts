import { html, type TemplateResult } from 'lit';

import type { TranscriptEntry } from '../../../conversation/transcript.js';
import type { AvatarHost } from '../../extension.js';
import { langOf } from '../../text-of.js';
import { copyText } from './copy-text.js';
import { copyIcon, doneIcon } from './transcript-icons.js';

/** Where the arrows lead from one button, among all of them. */
const STEP: Partial<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * Copies one thing that was said.
 *
 * @csspart copy-button - Copies it; beside each entry of the transcript.
 */
export class EntryCopy {
  readonly #host: AvatarHost;
  /** By the time that an entry keeps while its text grows. */
  #copied: Date | undefined;

  constructor(host: AvatarHost) {
    this.#host = host;
  }

  /** Of a long conversation the newest is the only stop for Tab; from there the arrows lead to those before it. */
  button(entry: TranscriptEntry): TemplateResult {
    const { localizer, transcriptLog } = this.#host;
    const isCopied = this.#copied === entry.at;
    const key = isCopied ? 'copied' : 'copy';
    return html`<button
      type="button"
      class="copy-entry"
      part="button copy-button"
      lang=${langOf(localizer, key)}
      aria-label=${localizer.term(key)}
      title=${localizer.term(key)}
      tabindex=${entry === transcriptLog.entries.at(-1) ? '0' : '-1'}
      @keydown=${onKey}
      @click=${(event: Event) => void this.#copy(entry, event.currentTarget)}
    >
      ${isCopied ? doneIcon : copyIcon}
    </button>`;
  }

  async #copy({ text, at }: TranscriptEntry, button: EventTarget | null): Promise<void> {
    const shown = button instanceof Element ? button.parentElement?.querySelector('[dir]') : undefined;
    if (await copyText(text, shown ?? undefined)) this.#copied = at;
    this.#host.requestUpdate();
  }
}

function onKey(event: KeyboardEvent): void {
  const step = STEP[event.key];
  const { currentTarget: here } = event;
  if (step === undefined || !(here instanceof Element)) return;
  event.preventDefault();
  const all = [...(here.closest('.transcript')?.querySelectorAll<HTMLElement>('.copy-entry') ?? [])];
  all[all.findIndex((button) => button === here) + step]?.focus();
}
