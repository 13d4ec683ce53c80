import { abortedError } from '../../../core/errors.js';
import { complaintOf } from '../../complaint.js';
import type { Transcribe } from '../../speech/hooks.js';
import { vendorFailure } from '../vendor-failure.js';

/** What a transcription model is asked with: options of the AI SDK's `transcribe`. */
export interface AiTranscriberCall {
  audio: Uint8Array;
  abortSignal: AbortSignal;
}

export interface AiTranscriberOptions {
  /** Listens: `(call) => experimental_transcribe({ model, maxRetries: 0, ...call })`. */
  transcribe: (call: AiTranscriberCall) => Promise<{ readonly text: string }>;
}

/** What a client says that heard nothing: silence is no failure. */
const HEARD_NOTHING = 'NoTranscriptGenerated';

/**
 * The backend's hook `transcribe` by any transcription model of the AI SDK.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createAiTranscriber({ transcribe }: AiTranscriberOptions): Transcribe {
  if (typeof transcribe !== 'function')
    complaintOf('createAiTranscriber')('transcribe', 'a function: (call) => transcribe({ model, ...call })');
  return async (audio, { signal }) => {
    try {
      const bytes = new Uint8Array(await audio.arrayBuffer());
      const { text } = await transcribe({ audio: bytes, abortSignal: signal });
      return text;
    } catch (error) {
      if (signal.aborted) throw abortedError(signal.reason);
      if (error instanceof Error && error.name.includes(HEARD_NOTHING)) return '';
      throw vendorFailure('The transcription', error);
    }
  };
}
