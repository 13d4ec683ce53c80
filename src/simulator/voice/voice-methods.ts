import type { SpeechClip } from '../mouth.js';
import type { SynthesizeOptions } from './voice.js';

/** What the voice's process answers. */
export type VoiceMethods = Readonly<{
  synthesize: { params: { text: string; options: SynthesizeOptions }; result: SpeechClip };
  /** As `synthesize`, as an MP3 file. */
  record: { params: { text: string; options: SynthesizeOptions }; result: Uint8Array<ArrayBuffer> };
  decode: { params: { file: Uint8Array }; result: SpeechClip };
}>;
