import { SupervisedChild } from '../child/supervised-child.js';
import type { SpeechClip } from '../mouth.js';
import { createQueue } from './queue.js';
import type { VoiceMethods } from './voice-methods.js';
import type { SynthesizeOptions, Voice } from './voice.js';

/**
 * A voice that speaks and decodes in a process of its own, which starts with the first call.
 *
 * Packages that are not installed make the calls reject with a `MissingPackageError` (by `name`).
 */
export function createVoice(): Voice {
  const child = new SupervisedChild<VoiceMethods>({
    name: 'voice',
    module: new URL('./voice-process', import.meta.url),
  });
  const inTurn = createQueue();
  const speak = (text: string, options: SynthesizeOptions): Promise<SpeechClip> =>
    inTurn(() => child.call('synthesize', { text, options }));
  return {
    prepare: () => {
      if (child.pid === undefined) speak('', {}).catch(() => undefined);
    },
    synthesize: (text, options = {}) => speak(text, options),
    decode: (file) => inTurn(() => child.call('decode', { file })),
    get crashes() {
      return child.crashes;
    },
    get pid() {
      return child.pid;
    },
    close: () => child.close(),
  };
}
