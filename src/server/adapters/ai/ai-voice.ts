import { abortedError, AvatarError } from '../../../core/errors.js';
import { measureMp3 } from '../../../core/speech/mp3-duration.js';
import { complaintOf } from '../../complaint.js';
import type { SayContext, TextToSpeech } from '../../speech/hooks.js';
import { createMemoryCache, SpeechCache, type SpeechCacheStore } from './speech-cache.js';
import { vendorFailure } from '../vendor-failure.js';
import { isWav } from '../../../core/speech/wav.js';

/** What a speech model is asked with: options of the AI SDK's `generateSpeech`. */
export interface AiVoiceCall {
  text: string;
  voice?: string;
  language?: string;
  abortSignal: AbortSignal;
}

export interface AiVoiceOptions {
  /**
   * Makes the speech: `(call) => experimental_generateSpeech({ model, outputFormat: 'mp3', maxRetries: 0, ...call })`. An MP3 of 44.1
   * kHz is taken as it is; a WAV file (plain samples) of any sample rate is made one.
   */
  speak: (call: AiVoiceCall) => Promise<{ readonly audio: { readonly uint8Array: Uint8Array } }>;
  /** The vendor's voice, or which one of its it is for the voice that a session was opened with. Default: the model's own. */
  voice?: string | ((voiceId: string | undefined) => string | undefined) | undefined;
  /** The language of the texts, such as `de`, for vendors that want to know it. Default: of answers, that of the visitor. */
  language?: string | undefined;
  /**
   * Keeps what was spoken, so that a text costs once for each voice: what has `get` and `set`, such as a Map or a Keyv, which may have
   * a time to live of its own; false keeps nothing. Default: 32 MB in this process, those that were used last.
   */
  cache?: SpeechCacheStore | false | undefined;
}

const SAMPLE_RATE = 44_100;

/**
 * The backend's hook `textToSpeech` by any speech model of the AI SDK: OpenAI, ElevenLabs, Deepgram, Azure and others.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function createAiVoice(options: AiVoiceOptions): TextToSpeech {
  const { speak, voice, language: fixed } = checkOptions(options);
  const cache = options.cache === false ? undefined : new SpeechCache(options.cache ?? createMemoryCache());
  const voiceOf = typeof voice === 'function' ? voice : () => voice;

  return async (text, voiceId, { signal, language: spoken }: Pick<SayContext, 'signal' | 'language'>) => {
    const chosen = voiceOf(voiceId);
    const language = fixed ?? spoken;
    const key = await SpeechCache.keyOf([text, chosen ?? null, language ?? null]);
    const kept = await cache?.get(key);
    if (kept) return kept;
    const call: AiVoiceCall = {
      text,
      ...(chosen === undefined ? {} : { voice: chosen }),
      ...(language === undefined ? {} : { language }),
      abortSignal: signal,
    };
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      // A copy: its memory may be shared, or part of a larger piece.
      bytes = new Uint8Array((await speak(call)).audio.uint8Array);
    } catch (error) {
      // Vendors' clients have errors of their own for what was aborted.
      if (signal.aborted) throw abortedError(signal.reason);
      throw vendorFailure('The voice', error);
    }
    const mp3 = await asMp3(bytes);
    await cache?.set(key, mp3);
    return mp3;
  };
}

/** @throws {AvatarError} `INVALID_CONFIGURATION`: that is no speech. The SDK calls all that it does not know an MP3. */
async function asMp3(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (isWav(bytes)) return (await import('./wav-to-mp3.js')).wavToMp3(bytes);
  const length = measureMp3(bytes);
  if (!length) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      `The voice gave ${bytes.length} bytes that are neither an MP3 nor a WAV file.`,
    );
  }
  if (length.sampleRate !== SAMPLE_RATE) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      `The voice gave an MP3 of ${length.sampleRate} Hz, and the avatar takes 44100 Hz. Ask for outputFormat: 'wav'.`,
    );
  }
  return bytes;
}

function checkOptions(options: AiVoiceOptions): Pick<AiVoiceOptions, 'speak' | 'voice' | 'language'> {
  const complain = complaintOf('createAiVoice');
  const { speak, voice, language, cache } = options;
  if (typeof speak !== 'function') complain('speak', 'a function: (call) => generateSpeech({ model, ...call })');
  if (voice !== undefined && typeof voice !== 'string' && typeof voice !== 'function')
    complain('voice', 'the name of a voice, or a function that gives it');
  if (language !== undefined && typeof language !== 'string') complain('language', 'a language, such as de');
  const isCache = !cache || (typeof cache.get === 'function' && typeof cache.set === 'function');
  if (!isCache) complain('cache', 'false, or what has get and set');
  return { speak, voice, language };
}
