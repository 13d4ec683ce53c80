import { AvatarError, abortedError } from '../../core/errors.js';
import type { CallOptions, SessionControl } from '../../core/session-control.js';
import { IncomingText } from '../../core/speech/incoming-text.js';
import { measureClip } from '../../core/speech/measure-clip.js';
import { speakableFilter, type SpeakableInput } from '../../core/speech/speakable/speakable-text.js';
import { SayQueue } from '../../core/speech/say-queue.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import { newTurnId } from '../../core/speech/turn-id.js';

export interface SayOptions extends CallOptions {
  /** Default: a new one. */
  turnId?: string | undefined;
  /**
   * Whether Markdown, HTML and emoji are made plain text, and what a model thinks is left out. Default true for what streams
   * in, false for a text.
   */
  speakable?: SpeakableInput | undefined;
}

export interface SayAudioOptions extends Omit<SayOptions, 'speakable'> {
  /** Default: measured. */
  durationSeconds?: number | undefined;
}

/** Makes one session speak, in the order of the calls, one request at a time. */
export class SessionVoice {
  readonly #control: Pick<SessionControl, 'sayText' | 'sayAudio' | 'interrupt'>;
  readonly #allowWav: boolean;
  readonly #queue = new SayQueue();

  constructor(
    control: Pick<SessionControl, 'sayText' | 'sayAudio' | 'interrupt'>,
    { allowWav }: { allowWav: boolean },
  ) {
    this.#control = control;
    this.#allowWav = allowWav;
  }

  /**
   * Says a text, or tokens as they come, sentence by sentence. Resolves to the turn's id when the service has taken all of
   * it, long before it is said.
   * @throws {AvatarError} `INVALID_INPUT`: there is nothing to say. `ABORTED`: it was interrupted. And those of every request.
   */
  say(
    input: SpeechInput,
    { turnId = newTurnId(), signal: caller, speakable = typeof input !== 'string' }: SayOptions = {},
  ): Promise<string> {
    const signal = this.#queue.signal(caller);
    const text = new IncomingText(input, signal, { filter: speakableFilter(speakable) });
    return this.#queue.add(async () => {
      for (let chunk = await text.next(); chunk; chunk = await text.next()) {
        if (signal.aborted) throw abortedError(signal.reason);
        await this.#control.sayText({ ...chunk, turnId }, { signal });
      }
      await text.whole();
      return turnId;
    }, signal);
  }

  /**
   * Says an MP3 file, or with the option `allowWav` a WAV file. Resolves to the turn's id when the service has taken it.
   * @throws {AvatarError} `INVALID_INPUT`: its length is neither given nor to be found. `ABORTED`. And those of every request.
   */
  sayAudio(
    audio: Blob,
    { turnId = newTurnId(), durationSeconds, signal: caller }: SayAudioOptions = {},
  ): Promise<string> {
    return this.#queue.add(async ({ signal }) => {
      const measured = measureClip(new Uint8Array(await audio.arrayBuffer()), { allowWav: this.#allowWav });
      const seconds = durationSeconds ?? measured?.durationSeconds;
      if (seconds === undefined) throw new AvatarError('INVALID_INPUT', lengthUnknown(this.#allowWav));
      // What it is, its bytes tell better than whoever made the Blob.
      const typed = measured && measured.type !== audio.type ? audio.slice(0, audio.size, measured.type) : audio;
      await this.#control.sayAudio({ audio: typed, turnId, durationSeconds: seconds }, { signal });
      return turnId;
    }, caller);
  }

  /** Stops the speech under way, and drops what waits: its calls reject with `ABORTED`. */
  interrupt(options: CallOptions = {}): Promise<void> {
    return this.#queue.interrupt(() => this.#control.interrupt(options));
  }

  /** Drops what waits, without a word to the service. */
  drop(): void {
    void this.#queue.interrupt();
  }
}

function lengthUnknown(allowWav: boolean): string {
  const kinds = allowWav ? 'an MP3 or a WAV file' : 'an MP3 file';
  return `The audio is not ${kinds} whose length can be found. Give its duration.`;
}
