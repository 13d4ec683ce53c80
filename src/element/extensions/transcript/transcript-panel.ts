import { html, type TemplateResult } from 'lit';

import type { TranscriptEntry, TranscriptLink } from '../../conversation/transcript.js';
import type { AvatarHost, Extension } from '../extension.js';
import { textOf } from '../text-of.js';

export { styles } from './transcript-panel.styles.js';
export { texts } from '../text-of.js';

/** So near to the end counts as the end, in CSS pixels. */
const END_PX = 24;

export function create(host: AvatarHost, signal: AbortSignal): Extension {
  return new TranscriptPanel(host, signal);
}

/** Shows what was said; follows the newest, unless the visitor has gone back. */
class TranscriptPanel implements Extension {
  readonly #host: AvatarHost;
  #isAtEnd = true;
  #panel: Element | undefined;
  /** Missing in the pages that test runners make. */
  readonly #size = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => this.#follow());

  constructor(host: AvatarHost, signal: AbortSignal) {
    this.#host = host;
    signal.addEventListener('abort', () => this.#size?.disconnect(), { once: true });
    host.transcriptLog.onChange(() => host.requestUpdate(), { signal });
  }

  render(): TemplateResult {
    const { localizer, label, transcriptLog } = this.#host;
    const speakers = { visitor: textOf(localizer, 'you'), avatar: label ?? textOf(localizer, 'avatar') };
    return html`<div
      class="transcript"
      part="transcript"
      role="log"
      aria-label=${localizer.term('conversation')}
      aria-relevant="additions"
      tabindex=${transcriptLog.entries.length > 0 ? '0' : '-1'}
      @scroll=${this.#onScroll}
    >
      ${transcriptLog.entries.map((entry) => entryView(entry, speakers[entry.role]))}
    </div>`;
  }

  updated(): void {
    const panel = this.#host.shadowRoot?.querySelector('[part~="transcript"]') ?? undefined;
    if (panel && panel !== this.#panel) this.#size?.observe(panel);
    this.#panel = panel;
    this.#follow();
  }

  #follow(): void {
    if (this.#panel && this.#isAtEnd) this.#panel.scrollTop = this.#panel.scrollHeight;
  }

  readonly #onScroll = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof Element)) return;
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight <= END_PX;
  };
}

const entryView = ({ role, text, links = [], isInterrupted }: TranscriptEntry, speaker: unknown): TemplateResult =>
  // Where a bubble stands says who speaks to those who see.
  html`<p class="entry ${role}" part=${role === 'visitor' ? 'transcript-entry visitor' : 'transcript-entry avatar'}>
    <span class="unseen">${speaker}: </span
    ><span dir="auto">${linkedText(isInterrupted ? cutOff(text) : text, links)}</span>
  </p>`;

/** What a model wrote is never markup: its words and its addresses are put in as such. */
function linkedText(text: string, links: readonly TranscriptLink[]): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let from = 0;
  for (const { text: words, url, start } of links) {
    parts.push(
      text.slice(from, start),
      html`<a part="transcript-link" href=${url} target="_blank" rel="noopener noreferrer">${words}</a>`,
    );
    from = start + words.length;
  }
  return [...parts, text.slice(from)];
}

function cutOff(text: string): string {
  return `${text.replace(/[\s.…]+$/, '')}…`;
}
