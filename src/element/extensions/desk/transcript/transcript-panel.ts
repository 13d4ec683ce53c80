import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

import type { TranscriptEntry } from '../../../conversation/transcript.js';
import type { AvatarHost, Extension } from '../../extension.js';
import { disclosureOf, nameOf, textOf } from '../../text-of.js';
import { Announcer } from './announcer.js';
import { copyText } from './copy-text.js';
import { EntryCopy } from './entry-copy.js';
import { FeedbackPart } from './feedback-part.js';
import { linkedText } from './linked-text.js';
import type { FileFormat } from './transcript-files.js';
import { TranscriptMenu } from './transcript-menu.js';

/** So near to the end counts as the end, in CSS pixels. */
const END_PX = 24;

/**
 * Shows what was said; follows the newest, unless the visitor has gone back.
 *
 * @csspart transcript - What was said.
 * @csspart transcript-opening - What it begins with: that one talks to an AI.
 * @csspart transcript-entry - One thing that was said; it also has the part visitor or avatar.
 * @csspart transcript-link - A link in it.
 * @csspart visitor - What the visitor said.
 * @csspart avatar - What the avatar said.
 */
export class TranscriptPanel implements Extension {
  readonly #host: AvatarHost;
  readonly #menu: TranscriptMenu;
  readonly #announcer: Announcer;
  readonly #feedback: FeedbackPart;
  readonly #entryCopy: EntryCopy;
  #isAtEnd = true;
  /** Where it has scrolled to by itself, in CSS pixels. */
  #followedTo = 0;
  #panel: Element | undefined;
  /** Missing in the pages that test runners make. */
  readonly #size = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#follow());

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    signal.addEventListener('abort', () => this.#size?.disconnect(), { once: true });
    this.#menu = new TranscriptMenu(host, {
      copy: () => this.#copy(),
      save: (format) => void this.#save(format),
      forget: () => void host.forget(),
    });
    this.#feedback = new FeedbackPart(host);
    this.#entryCopy = new EntryCopy(host);
    this.#announcer = new Announcer(host.transcriptLog.entries, () => host.requestUpdate(), signal);
    host.transcriptLog.onChange(() => this.#onEntries(), { signal });
  }

  render(): TemplateResult {
    const { localizer, transcriptLog, linkHosts } = this.#host;
    const speakers = { visitor: textOf(localizer, 'you'), avatar: nameOf(this.#host) ?? textOf(localizer, 'avatar') };
    // What is told of it is in a region of its own: an entry that grows would not be read here.
    return html`${transcriptLog.entries.length > 0 ? this.#menu.render() : nothing}
      <div
        class="transcript"
        part="transcript"
        role="log"
        aria-live="off"
        aria-label=${localizer.term('conversation')}
        tabindex=${transcriptLog.entries.length > 0 ? '0' : '-1'}
        @scroll=${this.#onScroll}
      >
        ${openingView(disclosureOf(this.#host))}
        ${transcriptLog.entries.map((entry) => [
          entryView(entry, speakers[entry.role], linkHosts, this.#entryCopy.button(entry)),
          this.#feedback.thumbs(entry),
        ])}
        ${this.#feedback.rating()}
      </div>
      <div class="unseen" aria-live="polite" aria-relevant="additions">
        ${repeat(
          this.#announcer.pieces,
          ({ id }) => id,
          ({ text }) => html`<p>${text}</p>`,
        )}
      </div>`;
  }

  updated(): void {
    const panel = this.#host.shadowRoot?.querySelector('[part~="transcript"]') ?? undefined;
    if (panel && panel !== this.#panel) this.#size?.observe(panel);
    this.#panel = panel;
    this.#follow();
  }

  #onEntries(): void {
    this.#announcer.read(this.#host.transcriptLog.entries, this.#speakerOf);
    this.#host.requestUpdate();
  }

  readonly #speakerOf = ({ role }: TranscriptEntry): string => {
    const { localizer } = this.#host;
    return role === 'visitor' ? localizer.term('you') : (nameOf(this.#host) ?? localizer.term('avatar'));
  };

  async #copy(): Promise<boolean> {
    const text = this.#host.transcriptLog.entries.map((entry) => `${this.#speakerOf(entry)}: ${entry.text}`);
    return copyText(text.join('\n\n'), this.#panel);
  }

  async #save(format: FileFormat): Promise<void> {
    try {
      const { saveTranscript } = await import('./transcript-files.js');
      saveTranscript(this.#host.transcriptLog.entries, format, this.#speakerOf);
    } catch (error) {
      this.#host.createLogger().warn('The conversation could not be saved', error);
    }
  }

  #follow(): void {
    const panel = this.#panel;
    if (!panel || !this.#isAtEnd) return;
    // The visitor has gone back in this frame, and the event is still to come.
    if (panel.scrollTop < this.#followedTo && !isAtEnd(panel)) return;
    panel.scrollTop = panel.scrollHeight;
    this.#followedTo = panel.scrollTop;
  }

  readonly #onScroll = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof Element)) return;
    this.#isAtEnd = isAtEnd(currentTarget);
  };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight <= END_PX;
}

/** What every conversation begins with. */
const openingView = (disclosure: string | undefined): TemplateResult | typeof nothing =>
  disclosure === undefined ? nothing : html`<p class="opening" part="transcript-opening" dir="auto">${disclosure}</p>`;

const entryView = (
  { role, text, links = [], isInterrupted }: TranscriptEntry,
  speaker: unknown,
  hosts: string | null,
  copyButton: TemplateResult,
): TemplateResult =>
  // Where a bubble stands says who speaks to those who see.
  html`<p class="entry ${role}" part=${role === 'visitor' ? 'transcript-entry visitor' : 'transcript-entry avatar'}>
    <span class="unseen">${speaker}: </span
    ><span dir="auto">${linkedText(isInterrupted ? cutOff(text) : text, links, hosts)}</span>${copyButton}
  </p>`;

function cutOff(text: string): string {
  return `${text.replace(/[\s.…]+$/, '')}…`;
}
