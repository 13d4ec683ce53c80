import type { VoiceMethods } from './voice-methods.js';
import { SupervisedChild } from '../child/supervised-child.js';
import { createQueue } from './queue.js';

/** A voice that speaks English on this machine, for a backend in development whose service does not speak by itself. */
export interface LocalVoice {
  /**
   * Says a text: an MP3 file of 44.1 kHz, as the backend's option of this name is to give one. The same `voiceId` always gives the
   * same voice; default: the first one.
   *
   * @throws {MissingPackageError} (by `name`) An optional package that it needs is not installed.
   * @throws The signal's reason, where it has aborted before this text's turn.
   */
  readonly textToSpeech: (text: string, voiceId?: string, options?: { signal?: AbortSignal }) => Promise<Uint8Array>;
  /** Ends its process, and what it still owed rejects. Idempotent. */
  close(): Promise<void>;
}

/**
 * Makes a voice with the packages that the simulator speaks with, in a process of its own, which starts with the first text. One text
 * is said after the other.
 */
export function createLocalVoice(): LocalVoice {
  const child = new SupervisedChild<VoiceMethods>({
    name: 'voice',
    module: new URL('./voice-process', import.meta.url),
  });
  const inTurn = createQueue();
  return {
    textToSpeech: (text, voiceId, { signal } = {}) =>
      inTurn(() => {
        signal?.throwIfAborted();
        return child.call('record', { text, options: voiceId === undefined ? {} : { voiceId } });
      }),
    close: () => child.close(),
  };
}
