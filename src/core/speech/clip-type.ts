/** What recordings may be that are handed to the service. */
export type ClipType = 'audio/mpeg' | 'audio/wav';

export const MP3: ClipType = 'audio/mpeg';
export const WAV: ClipType = 'audio/wav';

/** What a recording is called in the form that it is sent in. */
export function fileNameOf({ type }: { readonly type: string }): string {
  return type === WAV ? 'speech.wav' : 'speech.mp3';
}
