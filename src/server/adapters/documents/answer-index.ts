import MiniSearch from 'minisearch';

import { stemOf, stemsOf, wordsOf } from './question-words.js';

/** Something that can be found. */
export interface Entry<Value> {
  /** How it is asked for: a wording each, or a heading. They count most. */
  titles: readonly string[];
  /** What else it says. */
  text: string;
  value: Value;
}

export interface Found<Value> {
  value: Value;
  /** How much of what was asked it is about, from 0 to 1: words that are rare count most. */
  coverage: number;
  /** How sure it is, from 0 to 1: that, and how much the question is like one of the titles. */
  confidence: number;
}

/** Of a long message so many words are looked for. */
const MOST_WORDS = 40;

/** So many are looked at more closely. */
const CANDIDATES = 8;

/** How much the likeness to a title counts beside the coverage, which is the rest. */
const OF_LIKENESS = 0.25;

/** How much a word counts that is found in the text alone, and one that is found by its beginning or a similar one alone. */
const IN_TEXT = 0.6;
const SIMILAR = 0.6;

/** Finds what a question is most likely about. */
export class AnswerIndex<Value> {
  readonly #entries: readonly Entry<Value>[];
  readonly #search: MiniSearch;
  /** The stems of each entry's titles, title by title, with the words that say little. */
  readonly #titles: readonly Set<string>[][];
  /** In how many entries a stem is. */
  readonly #frequencies = new Map<string, number>();

  constructor(entries: readonly Entry<Value>[]) {
    this.#entries = entries;
    this.#search = new MiniSearch({
      fields: ['titles', 'text'],
      // They are stems already.
      tokenize: (text) => text.split(' '),
      processTerm: (term) => term,
      searchOptions: {
        boost: { titles: 3 },
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        prefix: (term) => term.length > 3,
        weights: { fuzzy: 0.3, prefix: 0.4 },
        // Many wordings, or a long text, are no reason to be further down.
        bm25: { k: 1.2, b: 0.3, d: 0.5 },
      },
    });
    this.#search.addAll(
      entries.map(({ titles, text }, id) => ({
        id,
        titles: titles.flatMap(stemsOf).join(' '),
        text: stemsOf(text).join(' '),
      })),
    );
    this.#titles = entries.map(({ titles }) => titles.map((title) => new Set(wordsOf(title).map(stemOf))));
    for (const { titles, text } of entries) {
      const stems = new Set([...titles.flatMap(stemsOf), ...stemsOf(text)]);
      for (const stem of stems) this.#frequencies.set(stem, (this.#frequencies.get(stem) ?? 0) + 1);
    }
  }

  /** The entry that a question is about; undefined where it shares no word with any. */
  find(question: string): Found<Value> | undefined {
    const asked = [...new Set(stemsOf(question))].slice(0, MOST_WORDS);
    const all = new Set(wordsOf(question).map(stemOf));
    const results = this.#search.search(asked.join(' ')).slice(0, CANDIDATES);
    let best: (Found<Value> & { rank: number }) | undefined;
    for (const { id, score, match } of results) {
      const entry = this.#entries[id as number];
      if (!entry) continue;
      const coverage = this.#coverageOf(asked, match);
      // Among those with the same words, the one that has a wording like the question.
      const likeness = Math.max(...(this.#titles[id as number] ?? []).map((title) => this.#likeness(all, title)));
      const rank = score * (0.5 + coverage) * (0.5 + likeness);
      const confidence = (1 - OF_LIKENESS) * coverage + OF_LIKENESS * likeness;
      if (!best || rank > best.rank) best = { value: entry.value, coverage, confidence, rank };
    }
    return best;
  }

  /** @param match Which stems were found, by the stems of the index, and in which fields. */
  #coverageOf(asked: readonly string[], match: Record<string, string[]>): number {
    let found = 0;
    let whole = 0;
    for (const stem of asked) {
      const weight = this.#weightOf(stem);
      whole += weight;
      const fields = match[stem];
      if (fields) found += weight * (fields.includes('titles') ? 1 : IN_TEXT);
      else if (Object.keys(match).some((other) => isSimilar(stem, other))) found += weight * SIMILAR * IN_TEXT;
    }
    return whole === 0 ? 0 : found / whole;
  }

  #likeness(question: ReadonlySet<string>, title: ReadonlySet<string>): number {
    let common = 0;
    let either = 0;
    for (const stem of new Set([...question, ...title])) {
      const weight = this.#weightOf(stem);
      either += weight;
      if (question.has(stem) && title.has(stem)) common += weight;
    }
    return either === 0 ? 0 : common / either;
  }

  /** Rare words say more; those that are nowhere count as one that is found once. */
  #weightOf(stem: string): number {
    const frequency = this.#frequencies.get(stem);
    return Math.log(1 + this.#entries.length / (frequency ?? 1));
  }
}

function isSimilar(stem: string, other: string): boolean {
  const length = Math.min(stem.length, other.length);
  return length >= 4 && stem.slice(0, length - 1) === other.slice(0, length - 1);
}
