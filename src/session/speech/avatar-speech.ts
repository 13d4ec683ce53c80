import { AvatarError } from '../../core/errors.js';
import type { CallOptions, SessionControl } from '../../core/session-control.js';
import { assertMp3, measureDuration } from './audio-file.js';
import { SayQueue } from './say-queue.js';
import { SpeechDetector } from './speech-detector.js';
import type { WhepConnection } from '../whep/whep-connection.js';

export interface AvatarSpeechOptions {
  onStart: () => void;
  onEnd: () => void;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
}

/** A session that speaks and is heard. */
export interface Speaker {
  control: SessionControl;
  whep: WhepConnection;
}

/** What is said, in order, and what of it is heard. */
export class AvatarSpeech {
  readonly #queue = new SayQueue();
  readonly #detector: SpeechDetector;
  #speaker: Speaker | undefined;

  constructor(options: AvatarSpeechOptions) {
    this.#detector = new SpeechDetector({ ...options, readLevel: () => this.#speaker?.whep.audioLevel() });
  }

  get isSpeaking(): boolean {
    return this.#detector.isSpeaking;
  }

  start(speaker: Speaker): void {
    this.#speaker = speaker;
    this.#detector.start();
  }

  /** Drops what was not sent yet. */
  stop(): void {
    this.#queue.interrupt();
    this.#detector.stop();
    this.#speaker = undefined;
  }

  sayText({ control }: Speaker, text: string, turnId: string, isFinal: boolean, options: CallOptions): Promise<void> {
    return this.#say(options, (callOptions) => {
      if (typeof text !== 'string' || text.trim() === '') {
        throw new AvatarError('INVALID_INPUT', 'There is nothing to say: the text is empty.');
      }
      return control.sayText({ text, turnId, isFinal }, callOptions);
    });
  }

  /** @param duration In seconds; measured where it is missing. */
  sayAudio(
    { control }: Speaker,
    audio: Blob,
    turnId: string,
    duration: number | undefined,
    options: CallOptions,
  ): Promise<void> {
    return this.#say(options, async (callOptions) => {
      await assertMp3(audio);
      const durationSeconds = duration ?? (await measureDuration(audio));
      if (!(durationSeconds > 0)) {
        throw new AvatarError('INVALID_INPUT', 'sayAudio() needs the length of the audio in seconds, more than 0.');
      }
      await control.sayAudio({ audio, turnId, durationSeconds }, callOptions);
    });
  }

  async interrupt({ control }: Speaker, options: CallOptions): Promise<void> {
    this.#queue.interrupt();
    await control.interrupt(options);
    this.#detector.interrupted();
  }

  #say(options: CallOptions, send: (options: { signal: AbortSignal }) => Promise<void>): Promise<void> {
    return this.#queue.add((callOptions) => {
      this.#detector.expectSpeech();
      return send(callOptions);
    }, options.signal);
  }
}
