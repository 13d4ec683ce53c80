/** What is taken from each sequence that was seen, for those that were not. */
const DISCOUNT = 0.5;

const START = '<s>';
const END = '</s>';

/**
 * How likely words follow each other in sentences, as a trigram model in ARPA's format: what is like one of the sentences, or made
 * of parts of them, is understood best. Absolute discounting, interpolated with the shorter sequences.
 */
export function languageModelOf(sentences: readonly (readonly string[])[]): string {
  const counts = [1, 2, 3].map((length) => countSequences(sentences, length));
  const [words = new Map<string, number>(), pairs = new Map<string, number>(), triples = new Map<string, number>()] =
    counts;
  // Nothing is followed by a beginning.
  words.set(START, 0);
  const total = [...words.values()].reduce((sum, count) => sum + count, 0);
  const afterOne = continuationsOf(pairs);
  const afterTwo = continuationsOf(triples);

  const ofWord = (word: string): number => (words.get(word) ?? 0) / total;
  const interpolated = (sequence: string, count: number, after: Continuations, shorter: number): number => {
    const { total: all, kinds } = after.get(historyOf(sequence)) ?? { total: 1, kinds: 1 };
    return (count - DISCOUNT) / all + ((DISCOUNT * kinds) / all) * shorter;
  };
  const ofPair = (pair: string): number =>
    interpolated(pair, pairs.get(pair) ?? 0, afterOne, ofWord(pair.slice(pair.lastIndexOf(' ') + 1)));
  const ofTriple = (triple: string): number =>
    interpolated(triple, triples.get(triple) ?? 0, afterTwo, ofPair(triple.slice(triple.indexOf(' ') + 1)));
  const backOff = (after: Continuations, history: string): number => {
    const { total: all, kinds } = after.get(history) ?? { total: 1, kinds: 1 / DISCOUNT };
    return (DISCOUNT * kinds) / all;
  };

  const lines = [
    '\\data\\',
    ...counts.map(({ size }, i) => `ngram ${i + 1}=${size}`),
    '\n\\1-grams:',
    ...[...words.keys()].map((word) => `${logOf(ofWord(word))} ${word} ${logOf(backOff(afterOne, word))}`),
    '\n\\2-grams:',
    ...[...pairs.keys()].map((pair) => `${logOf(ofPair(pair))} ${pair} ${logOf(backOff(afterTwo, pair))}`),
    '\n\\3-grams:',
    ...[...triples.keys()].map((triple) => `${logOf(ofTriple(triple))} ${triple}`),
    '\n\\end\\',
  ];
  return `${lines.join('\n')}\n`;
}

/** By what comes before: how often something follows, and how many different words do. */
type Continuations = Map<string, { total: number; kinds: number }>;

function countSequences(sentences: readonly (readonly string[])[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    const words = [START, ...sentence, END];
    for (let at = 0; at + length <= words.length; at++) {
      const sequence = words.slice(at, at + length).join(' ');
      counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
    }
  }
  return counts;
}

function continuationsOf(counts: ReadonlyMap<string, number>): Continuations {
  const after: Continuations = new Map();
  for (const [sequence, count] of counts) {
    const { total, kinds } = after.get(historyOf(sequence)) ?? { total: 0, kinds: 0 };
    after.set(historyOf(sequence), { total: total + count, kinds: kinds + 1 });
  }
  return after;
}

function historyOf(sequence: string): string {
  return sequence.slice(0, sequence.lastIndexOf(' '));
}

function logOf(probability: number): string {
  return Math.log10(Math.max(probability, 1e-9)).toFixed(4);
}
