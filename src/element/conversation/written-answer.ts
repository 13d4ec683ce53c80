import { withoutExtras, type ReplyExtra } from '../../core/speech/reply-pieces.js';
import type { TextLink } from '../../core/speech/text-link.js';
import type { AnswerActions } from './actions/answer-actions.js';
import { until } from './answer-stream.js';
import type { ConversationHost } from './conversation-host.js';
import { locatedLinks } from './located-links.js';
import { suggest } from './suggestions.js';
import type { Transcript, TranscriptEntry } from './transcript.js';

/** An answer in writing: it enters the transcript as it comes. */
export class WrittenAnswer {
  readonly #transcript: Transcript;
  readonly #actions: AnswerActions;
  readonly #links: TextLink[] = [];
  #entry: TranscriptEntry | undefined;
  #text = '';

  constructor(transcript: Transcript, actions: AnswerActions) {
    this.#transcript = transcript;
    this.#actions = actions;
  }

  get text(): string {
    return this.#text;
  }

  add(piece: string, turnId?: string): void {
    this.#text += piece;
    const text = this.#text.trimEnd();
    if (text === '') return;
    if (!this.#entry) {
      const entry: TranscriptEntry = { role: 'avatar', text: '', at: new Date(), ...(turnId ? { turnId } : {}) };
      this.#transcript.add(entry);
      this.#entry = entry;
    }
    const links = locatedLinks(text, this.#links);
    this.#entry = this.#transcript.update(this.#entry, { text, ...(links.length > 0 ? { links } : {}) });
    // What is read counts as heard.
    this.#actions.heard(this.#text.length);
  }

  /** Before the piece that its words are in. */
  addLink({ text, url }: { text: string; url: string }): void {
    this.#links.push({ text, url, after: this.#text.length });
  }

  /** The visitor has said something else. */
  cut(): void {
    if (this.#entry) this.#entry = this.#transcript.update(this.#entry, { isInterrupted: true });
  }
}

/** Writes the page's own answer. What is a stream is made plain text, as what is spoken. */
export async function writeAnswer(
  host: ConversationHost,
  answer: string | AsyncIterable<string | ReplyExtra>,
  { signal, actions, onPiece }: { signal: AbortSignal; actions: AnswerActions; onPiece: () => void },
): Promise<void> {
  const { SpeakableText } = await import('../../core/speech/speakable/speakable-text.js');
  const written = new WrittenAnswer(host.transcriptLog, actions);
  const plain = new SpeakableText({}, undefined, (link) => written.addLink(link));
  const write = (piece: string): void => {
    if (piece === '') return;
    onPiece();
    written.add(piece);
  };
  const pieces: AsyncIterable<string | ReplyExtra> = typeof answer === 'string' ? one(answer) : answer;
  const words = withoutExtras(pieces, (extra) => {
    if ('suggestions' in extra) suggest(host, extra.suggestions);
    else actions.add({ action: extra.action, args: extra.args ?? {} }, written.text);
  });
  try {
    for await (const piece of until(signal, words as AsyncIterable<string>, () => undefined)) write(plain.push(piece));
    write(plain.end());
    actions.end(written.text !== '');
  } catch (error) {
    if (signal.aborted) written.cut();
    throw error;
  }
}

async function* one(text: string): AsyncGenerator<string, void> {
  yield await Promise.resolve(text);
}
