import type { TextFilter } from '../../core/speech/incoming-text.js';
import type { TextLink } from '../../core/speech/text-link.js';
import { SpeakableText, type SpeakableInput } from '../../core/speech/speakable/speakable-text.js';
import type { HookWatch } from '../ask-hook.js';
import { textTooLong } from '../request-problem.js';

interface StreamFilterOptions {
  /** Longest text, in UTF-16 units. */
  textLength: number;
  onWritten: ((piece: string) => void) | undefined;
  onLink: ((link: TextLink) => void) | undefined;
  watch: HookWatch | undefined;
}

/** Makes a text that streams in speakable, and counts it. What it gives throws `RequestProblem` 413 where that is too long. */
export function streamFilter(
  speakable: SpeakableInput,
  { textLength, onWritten, onLink, watch }: StreamFilterOptions,
): TextFilter {
  let length = 0;
  const filter =
    speakable === false ? undefined : new SpeakableText(speakable === true ? {} : speakable, onWritten, onLink);
  return {
    push: (piece) => {
      length += piece.length;
      if (length > textLength) throw textTooLong(textLength);
      // One that gives nothing, again and again, gets nowhere either.
      if (piece !== '') watch?.renew();
      if (filter) return filter.push(piece);
      onWritten?.(piece);
      return piece;
    },
    end: () => {
      watch?.stop();
      return filter?.end() ?? '';
    },
  };
}
