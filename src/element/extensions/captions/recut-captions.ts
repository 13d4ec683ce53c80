import { speechLengthOf } from '../../../core/speech/speech-length.js';
import { splitCaptions, type CaptionText } from './caption-texts.js';

/** A caption and when it is heard, in milliseconds on the clock of its timeline. */
export interface TimedCaption extends CaptionText {
  startMs: number;
  endMs: number;
}

export interface PlannedCaption extends TimedCaption {
  /** Nothing can be heard before it is known. */
  readonly knownMs: number;
  /** How much there is to say, in letters, before it and in it: measured once, for a time is asked for ten times a second. */
  readonly lettersBefore: number;
  letters: number;
}

/** So many captions at the end of a text may be cut otherwise once it has grown. */
const MOST_RECUT = 3;

/**
 * The captions of a text that has grown: those that were cut before stay, but for the end of it, which may go on. A caption that
 * has begun may grow, and is still the same one.
 * @param begun How many have begun.
 */
export function recutCaptions(
  captions: readonly PlannedCaption[],
  begun: number,
  { from, to: text, nowMs }: { from: string; to: string; nowMs: number },
): PlannedCaption[] {
  const kept = captions.slice(0, text.startsWith(from) ? Math.max(begun, firstOpen(captions)) : begun);
  const last = kept.at(-1);
  if (last && kept.length === begun && (!last.endsSentence || last.to === from.length)) regrow(last, text);
  const start = last?.to ?? 0;
  for (const caption of splitCaptions(text.slice(start))) {
    const before = kept.at(-1);
    const cut = shifted(caption, start);
    const lettersBefore = before ? before.lettersBefore + before.letters : 0;
    kept.push({ ...cut, startMs: nowMs, endMs: nowMs, knownMs: nowMs, lettersBefore, letters: lettersOf(text, cut) });
  }
  return kept;
}

/** The first that may become another one: where the last sentence begins, or late in a long one. */
function firstOpen(captions: readonly PlannedCaption[]): number {
  let first = Math.max(0, captions.length - 1);
  while (first > captions.length - MOST_RECUT && first > 0 && !captions[first - 1]?.endsSentence) first--;
  return first;
}

/** A caption that began before its sentence was there to its end. */
function regrow(caption: PlannedCaption, text: string): void {
  const [first] = splitCaptions(text.slice(caption.from));
  const grown = first && shifted(first, caption.from);
  if (grown && grown.to > caption.to) Object.assign(caption, grown, { letters: lettersOf(text, grown) });
}

/** With the space after it, which a voice takes for a letter too. */
function lettersOf(text: string, { from, to }: CaptionText): number {
  const piece = text.slice(from, to);
  return speechLengthOf(piece) + piece.length - piece.trimEnd().length;
}

function shifted(caption: CaptionText, by: number): CaptionText {
  return { ...caption, from: caption.from + by, to: caption.to + by };
}
