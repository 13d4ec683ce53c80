import { notLoaded } from '../../core/not-loaded.js';
import type { toSpeakable } from './audio-file.js';

interface AudioFile {
  toSpeakable: typeof toSpeakable;
}

/** Most pages only say texts. */
export async function loadAudioFile(): Promise<AudioFile> {
  try {
    return await import('./audio-file.js');
  } catch (cause) {
    throw notLoaded('The code for recordings', cause);
  }
}
