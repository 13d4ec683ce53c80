import type { TranscriptEntry } from '../../../conversation/transcript.js';

export type FileFormat = 'txt' | 'vtt' | 'json';

const TYPES: Record<FileFormat, string> = { txt: 'text/plain', vtt: 'text/vtt', json: 'application/json' };

/** A cue lasts until the next begins, and no longer than this, in milliseconds. */
const LONGEST_CUE_MS = 10_000;

type SpeakerOf = (entry: TranscriptEntry) => string;

/** Has the browser save a conversation as a file. */
export function saveTranscript(entries: readonly TranscriptEntry[], format: FileFormat, speakerOf: SpeakerOf): void {
  const content = transcriptFile(entries, format, speakerOf);
  const url = URL.createObjectURL(new Blob([content], { type: `${TYPES[format]};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `conversation.${format}`;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), LONGEST_CUE_MS);
}

export function transcriptFile(entries: readonly TranscriptEntry[], format: FileFormat, speakerOf: SpeakerOf): string {
  if (format === 'json') return `${JSON.stringify(entries, undefined, 2)}\n`;
  if (format === 'vtt') return webVtt(entries, speakerOf);
  return entries.map((entry) => `${speakerOf(entry)}: ${entry.text}\n`).join('\n');
}

/** Its times begin with the first entry. */
function webVtt(entries: readonly TranscriptEntry[], speakerOf: SpeakerOf): string {
  const first = entries[0]?.at.getTime() ?? 0;
  const cues = entries.map((entry, index) => {
    const start = Math.max(0, entry.at.getTime() - first);
    const next = (entries[index + 1]?.at.getTime() ?? Infinity) - first;
    const end = next > start ? Math.min(next, start + LONGEST_CUE_MS) : start + LONGEST_CUE_MS;
    // An empty line would end the cue.
    const text = escaped(entry.text)
      .replace(/\s*\n\s*/g, '\n')
      .trim();
    return `${timeOf(start)} --> ${timeOf(end)}\n<v ${escaped(speakerOf(entry)).replace(/\s+/g, ' ')}>${text}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function timeOf(ms: number): string {
  const pad = (value: number, digits = 2): string => String(Math.floor(value)).padStart(digits, '0');
  return `${pad(ms / 3_600_000)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1000) % 60)}.${pad(ms % 1000, 3)}`;
}
