import type { TextLink } from '../../core/speech/text-link.js';
import type { TranscriptLink } from './transcript.js';

/** Where in a text the words of its links are; of a text that was cut off, those that are left. */
export function locatedLinks(text: string, links: readonly TextLink[]): TranscriptLink[] {
  const located: TranscriptLink[] = [];
  let from = 0;
  for (const { text: words, url, after } of [...links].sort((one, other) => one.after - other.after)) {
    const start = text.indexOf(words, Math.max(from, after));
    if (start === -1) continue;
    located.push({ text: words, url, start });
    from = start + words.length;
  }
  return located;
}
