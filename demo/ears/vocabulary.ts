import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { languageModelOf } from './language-model.js';

/** What a recogniser has to know of questions. */
export interface Vocabulary {
  /** How each word is pronounced, a line each. */
  dictionary: string;
  /** In ARPA's format. */
  languageModel: string;
  /** How a question is written whose words were heard. */
  written: (heard: string) => string;
}

/** A name of something new, which no dictionary has: how it is pronounced. */
const PRONUNCIATIONS = new URL('pronunciations.txt', import.meta.url);

/** @param model The folder with the dictionary of a language. @param questions As they are written. */
export async function readVocabulary(model: string, questions: readonly string[]): Promise<Vocabulary> {
  const lines = (
    await Promise.all([readFile(join(model, 'cmudict-en-us.dict'), 'utf8'), readFile(PRONUNCIATIONS, 'utf8')])
  ).flatMap((file) => file.trim().split('\n'));
  const known = new Set(lines.map(wordOf));
  const sentences = questions.map((question) => wordsOf(question).filter((word) => known.has(word)));
  const used = new Set(sentences.flat());
  const spellings = new Map(questions.map((question, i) => [sentences[i]?.join(' ') ?? '', question]));
  return {
    dictionary: `${lines.filter((line) => used.has(wordOf(line))).join('\n')}\n`,
    languageModel: languageModelOf(sentences.filter(({ length }) => length > 0)),
    written: (heard) => spellings.get(heard) ?? capitalised(heard),
  };
}

/** Of a line of a dictionary: other ways to say a word have a number. */
function wordOf(line: string): string {
  return line.slice(0, line.search(/[( ]/));
}

function wordsOf(question: string): string[] {
  return (
    question
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? []
  );
}

function capitalised(heard: string): string {
  const text = heard.replace(/\bi\b/g, 'I');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
