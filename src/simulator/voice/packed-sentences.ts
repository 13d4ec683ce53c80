const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Cuts a text into pieces of at most `maxLength` characters: whole sentences where they fit, else at the last clause
 * border or white space that does. A single longer word is cut where it must be.
 */
export function packedSentences(text: string, maxLength: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of sentences.segment(text)) {
    for (const part of cutToFit(segment, maxLength)) {
      if (piece.length + part.length > maxLength) {
        pieces.push(piece);
        piece = '';
      }
      piece += part;
    }
  }
  pieces.push(piece);
  return pieces.map((each) => each.trim()).filter((each) => each !== '');
}

function* cutToFit(sentence: string, maxLength: number): Generator<string> {
  let rest = sentence;
  while (rest.length > maxLength) {
    const window = rest.slice(0, maxLength);
    const border = endOfLast(/[,;:]\s/gu, window) ?? endOfLast(/\s/gu, window) ?? maxLength;
    yield rest.slice(0, border);
    rest = rest.slice(border);
  }
  yield rest;
}

function endOfLast(pattern: RegExp, text: string): number | undefined {
  const last = [...text.matchAll(pattern)].at(-1);
  return last && last.index + last[0].length;
}
