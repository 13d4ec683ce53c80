import { serveParent } from '../child/serve-parent.js';
import { decodeMp3 } from './decode-mp3.js';
import { Flite } from './flite.js';
import { speak } from './speak.js';
import type { VoiceMethods } from './voice-methods.js';

let flite: Promise<Flite> | undefined;

serveParent<VoiceMethods>({
  synthesize: async ({ text, options }) => speak(await (flite ??= Flite.load()), text, options),
  decode: ({ mp3 }) => decodeMp3(mp3),
});
