import { isRecord } from '../../../core/json-reader.js';
import { complaintOf } from '../../complaint.js';
import type { Reply } from '../../speech/hooks.js';
import { AnswerIndex, type Entry } from './answer-index.js';
import { readAnswers, type SpokenAnswer } from './answers-file.js';
import { sectionsOf, type MarkdownDocument, type Section } from './markdown.js';

export type { MarkdownDocument } from './markdown.js';

/** What an avatar answers from. */
export interface DocumentReplyOptions {
  /**
   * A Markdown file of questions with answers that are written to be said: `## When do you open?`, below it a list of other wordings
   * of the question, and then the answer.
   */
  answers?: string | Pick<MarkdownDocument, 'text' | 'url'> | undefined;
  /** Markdown documents where no answer fits: the section that is about the question is named, and nothing of it is said. */
  documents?: readonly MarkdownDocument[] | undefined;
  /**
   * How sure an answer has to be to be said, from 0 to 1: mostly the share of the question's words that it is about, where rare ones
   * count more. Below it, the documents are looked at. Default 0.4.
   */
  minConfidence?: number | undefined;
  /** Said where nothing is about the question. Default: that the avatar does not know. */
  unknown?: string | undefined;
  /**
   * What is said of the section that is about the question. `link` is the section's heading, as a link where the document has a URL.
   * Default: “I do not know that, but … is about it.”
   */
  near?: ((section: { link: string; heading: string; document: string }) => string) | undefined;
}

const ENOUGH = 0.4;

/** A section has to be about so much of the question to be named. */
const ENOUGH_TO_NAME = 0.4;

/** Where an answer is about less than this, a section is preferred that is about all of the question. */
const HALF = 0.6;
const ALL = 0.9;

const UNKNOWN = 'I am sorry, I do not know that.';

/**
 * Answers visitors from files, by full-text search and with no model: what was written to be said, or where to read about it. English
 * is what its search knows of stop words and endings; other languages are found by their words as they are.
 *
 * @throws {AvatarError} `INVALID_CONFIGURATION`: there is neither an answer nor a document, or a file is not as it should be.
 */
export function createDocumentReply(options: DocumentReplyOptions): Reply {
  const { answers, sections, minConfidence, unknown, near } = checkOptions(options);
  return (message) => {
    const [answer, section] = [answers.find(message), sections.find(message)];
    const isBeaten = answer && section && answer.coverage < HALF && section.coverage >= ALL;
    if (answer && answer.confidence >= minConfidence && !isBeaten) return answer.value.answer;
    if (section && section.coverage >= ENOUGH_TO_NAME) return near(toldOf(section.value));
    return unknown;
  };
}

type Near = NonNullable<DocumentReplyOptions['near']>;

interface CheckedOptions {
  minConfidence: number;
  unknown: string;
  near: Near;
  answers: AnswerIndex<SpokenAnswer>;
  sections: AnswerIndex<Section>;
}

function checkOptions(options: DocumentReplyOptions): CheckedOptions {
  const complain = complaintOf('createDocumentReply');
  const { documents = [], minConfidence = ENOUGH, unknown = UNKNOWN, near = sayWhere } = options;
  const file = typeof options.answers === 'string' ? { text: options.answers } : options.answers;
  if (!file && documents.length === 0) complain('answers', 'a Markdown file, or documents should be given');
  if (file && typeof file.text !== 'string') complain('answers', 'the text of a Markdown file, or { text, url }');
  if (!Array.isArray(documents) || !documents.every((one) => isRecord(one) && typeof one['text'] === 'string'))
    complain('documents', 'a list of { text, title, url }');
  if (typeof minConfidence !== 'number' || !(minConfidence >= 0 && minConfidence <= 1))
    complain('minConfidence', 'a number from 0 to 1');
  if (typeof unknown !== 'string') complain('unknown', 'a text');
  if (typeof near !== 'function') complain('near', 'a function');
  return {
    answers: new AnswerIndex((file ? readAnswers(file.text, file.url) : []).map(entryOfAnswer)),
    sections: new AnswerIndex(documents.flatMap(sectionsOf).map(entryOfSection)),
    ...{ minConfidence, unknown, near },
  };
}

function entryOfAnswer(value: SpokenAnswer): Entry<SpokenAnswer> {
  return { titles: value.wordings, text: value.answer.replace(/\]\([^)]*\)/g, ']'), value };
}

function entryOfSection(value: Section): Entry<Section> {
  return { titles: [value.heading], text: `${value.document} ${value.text.replace(/\]\([^)]*\)/g, ']')}`, value };
}

function toldOf({ heading, document, url }: Section): Parameters<Near>[0] {
  return { heading, document, link: url === undefined ? heading : `[${heading}](${url})` };
}

function sayWhere({ link, heading, document }: Parameters<Near>[0]): string {
  const where = heading === document ? `“${link}”` : `the section “${link}” of “${document}”`;
  return `I do not know that, but ${where} is about it.`;
}
