import type { SpeechClip } from '../mouth.js';
import type { SynthesizeOptions } from './voice.js';

/** What the voice's process answers. */
export type VoiceMethods = Readonly<{
  synthesize: { params: { text: string; options: SynthesizeOptions }; result: SpeechClip };
  decode: { params: { mp3: Uint8Array }; result: SpeechClip };
}>;
