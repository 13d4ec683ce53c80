import type { SpeechClip } from '../mouth.js';

export interface SynthesizeOptions {
  /** Any text; the same id always gives the same voice, different ids give different ones. Default: the first voice. */
  voiceId?: string;
  /** Multiplier of the speed of speech, 0.25 to 4. Default 1. */
  speed?: number;
}

/** Turns text, MP3 and WAV files into clips that the avatar can say. */
export interface Voice {
  /** Starts what the first text would otherwise wait for. Idempotent, never fails: the first call tells. */
  prepare(): void;
  /** @throws {ChildCrashedError} The voice's process died before it answered; the next call starts a new one. */
  synthesize(text: string, options?: SynthesizeOptions): Promise<SpeechClip>;
  /**
   * Decodes an MP3 or WAV file; the mouth follows its loudness.
   * @throws {UndecodableAudioError} (by `name`) The bytes are neither.
   */
  decode(file: Uint8Array): Promise<SpeechClip>;
  readonly crashes: number;
  /** The process id of the voice's process, where one runs. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}
