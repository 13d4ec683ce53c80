/** A clause that is shorter than this, in characters, waits for the rest of its sentence: it would sound chopped. */
const SHORTEST_CLAUSE = 40;

const CLAUSE_END = /[,;:–—](?=\s)/g;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

export interface SayableText {
  /** What can be said now, in order. */
  pieces: string[];
  /** What has to wait for more text: the beginning of a clause or of a word. */
  rest: string;
}

/**
 * Cuts a text that is still growing at the ends of its sentences and of long clauses, so that the first of it can be
 * said before the last of it is known. Of a text that is complete nothing is left to wait.
 */
export function takeSayable(text: string, isComplete: boolean): SayableText {
  const whole = [...sentences.segment(text)].map(({ segment }) => segment);
  const growing = isComplete ? '' : (whole.pop() ?? '');
  const cut = endOfClauses(growing);
  const pieces = [...whole, growing.slice(0, cut)].filter(isSayable).map((piece) => piece.trim());
  return { pieces, rest: growing.slice(cut) };
}

/** Where the last whole clause of a growing sentence ends; 0 where there is none to speak of. */
function endOfClauses(sentence: string): number {
  const end = ([...sentence.matchAll(CLAUSE_END)].at(-1)?.index ?? -1) + 1;
  return end >= SHORTEST_CLAUSE ? end : 0;
}

function isSayable(text: string): boolean {
  return /[\p{Letter}\p{Number}]/u.test(text);
}
