import { isWav } from '../../core/speech/wav.js';
import { serveParent } from '../child/serve-parent.js';
import type { SpeechClip } from '../mouth.js';
import { decodeMp3 } from './decode-mp3.js';
import { decodeWav } from './decode-wav.js';
import { encodeMp3 } from './encode-mp3.js';
import { Flite } from './flite.js';
import { speak } from './speak.js';
import type { VoiceMethods } from './voice-methods.js';

let flite: Promise<Flite> | undefined;

const say = async ({ text, options }: VoiceMethods['synthesize']['params']): Promise<SpeechClip> =>
  speak(await (flite ??= Flite.load()), text, options);

serveParent<VoiceMethods>({
  synthesize: say,
  record: async (params) => encodeMp3((await say(params)).pcm),
  decode: ({ file }) => (isWav(file) ? Promise.resolve(decodeWav(file)) : decodeMp3(file)),
});
