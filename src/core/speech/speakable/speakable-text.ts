import { HiddenSpans } from './hidden-spans.js';
import type { TextLink } from '../text-link.js';
import { MarkdownReader } from './markdown-reader.js';
import { TextLinks } from './text-links.js';

/** How a text that a model has written is made one to say. */
export interface SpeakableOptions {
  /** What becomes of blocks of code: left out, or said as they are. Default `skip`. Code within a line is always said. */
  code?: 'skip' | 'say' | undefined;
}

/** Whether a text is made speakable, and how. */
export type SpeakableInput = boolean | SpeakableOptions;

/**
 * Makes what a model writes speakable while it comes: without Markdown, HTML, emoji, citations, addresses (of which the host
 * is said), and without what the model thinks. Plain text stays as it is. A sentence is given as soon as it is whole and
 * nothing in it is open; how the text is cut into tokens makes no difference to the whole.
 *
 * Time is linear in the text, and no more than a few thousand characters are held.
 */
export class SpeakableText {
  readonly #hidden: HiddenSpans;
  readonly #markdown: MarkdownReader;
  readonly #onWritten: (text: string) => void;

  /**
   * @param onWritten Told of what the model wrote for the visitor, with its Markdown.
   * @param onLink Told of each link, at the latest before the last of the text is given.
   */
  constructor(
    { code = 'skip' }: SpeakableOptions = {},
    onWritten: (text: string) => void = () => undefined,
    onLink: (link: TextLink) => void = () => undefined,
  ) {
    this.#markdown = new MarkdownReader(code === 'say', new TextLinks(onLink));
    this.#hidden = new HiddenSpans(() => this.#markdown.forget());
    this.#onWritten = onWritten;
  }

  /** Adds what has come; gives what can be said by now. */
  push(text: string): string {
    return this.#read(this.#hidden.push(text));
  }

  /** Nothing more comes; gives the rest. */
  end(): string {
    return this.#read(this.#hidden.end()) + this.#markdown.end();
  }

  #read(written: string): string {
    if (written === '') return '';
    this.#onWritten(written);
    return this.#markdown.push(written);
  }
}

/** Undefined where the text stays as it is. */
export function speakableFilter(input: SpeakableInput): SpeakableText | undefined {
  return input === false ? undefined : new SpeakableText(input === true ? {} : input);
}

/** A whole text, made speakable. */
export function toSpeakable(text: string, options?: SpeakableOptions): string {
  const reader = new SpeakableText(options);
  return reader.push(text) + reader.end();
}
