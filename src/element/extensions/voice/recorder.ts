import { abortedError, AvatarError, toAvatarError } from '../../../core/errors.js';
import { TypedEvents } from '../../../core/typed-events.js';
import { SoundLevel } from './sound-level.js';
import { recordingType, StreamRecording, type SoundRecording } from './sound-recording.js';
import { SoundTap } from './sound-tap.js';
import type { Utterance, UtteranceEvents } from './utterance.js';
import { WavRecording } from './wav-recording.js';

export type RecorderEvents = Pick<UtteranceEvents, 'level' | 'error'> & {
  /** It is as long as it may be, and records no more: {@link Recorder.stop} gives it. */
  full: [];
};

export interface RecorderOptions {
  /** The longest recording, in seconds. Default 60. */
  longestSeconds?: number | undefined;
}

/** Records what the visitor says from {@link start} to {@link stop}: for a button that is held. */
export class Recorder {
  readonly #stream: MediaStream;
  readonly #longestMs: number;
  readonly #events = new TypedEvents<RecorderEvents>((error) => reportError(error));
  #running: { recording: SoundRecording; aborter: AbortController } | undefined;

  /** @param stream Of a microphone; whoever opened it closes it. */
  constructor(stream: MediaStream, { longestSeconds = 60 }: RecorderOptions = {}) {
    this.#stream = stream;
    this.#longestMs = longestSeconds * 1000;
  }

  get events(): Pick<TypedEvents<RecorderEvents>, 'on' | 'once' | 'off'> {
    return this.#events;
  }

  /**
   * Records from now on. The meter may come later, or not at all where the browser does not let the page listen.
   * @throws {AvatarError} `INVALID_STATE`: it records already; `UNSUPPORTED_BROWSER`; `AUTOPLAY_BLOCKED`, where it has no recorder.
   */
  async start(): Promise<void> {
    if (this.#running) throw new AvatarError('INVALID_STATE', 'It is recording already.');
    const type = recordingType();
    const aborter = new AbortController();
    const { signal } = aborter;
    // Straight from the microphone, which needs no sound output to be running.
    const wav = type === undefined ? new WavRecording() : undefined;
    const recording = wav ?? new StreamRecording(this.#stream, type ?? '');
    this.#running = { recording, aborter };
    const timer = setTimeout(() => {
      void recording.stop().catch(() => undefined); // For who asks for it.
      this.#events.emit('full');
    }, this.#longestMs);
    signal.addEventListener('abort', () => clearTimeout(timer));
    const listening = this.#listen(wav, signal);
    if (wav) await listening.catch((error: unknown) => this.#fail(error));
    else listening.catch(() => undefined); // Without a meter, then.
  }

  /**
   * What was recorded since {@link start}.
   * @throws {AvatarError} `INVALID_STATE`: it does not record; `MEDIA_STALLED`: the browser stopped it.
   */
  async stop(): Promise<Utterance> {
    const endedAt = performance.now();
    const recording = this.#end();
    if (!recording) throw new AvatarError('INVALID_STATE', 'It is not recording.');
    return { ...(await recording.stop()), speechSeconds: undefined, endedAt };
  }

  /** Stops, and keeps nothing. Idempotent. */
  discard(): void {
    this.#end()?.discard();
  }

  #end(): SoundRecording | undefined {
    const running = this.#running;
    this.#running = undefined;
    running?.aborter.abort(abortedError());
    return running?.recording;
  }

  async #listen(wav: WavRecording | undefined, signal: AbortSignal): Promise<void> {
    const tap = new SoundTap(this.#stream);
    signal.addEventListener('abort', () => tap.close());
    const level = new SoundLevel((value) => this.#events.emit('level', value));
    await tap.listen(
      {
        withSamples: wav !== undefined,
        onFrame: ({ loudness, samples }) => {
          if (samples) wav?.push(samples);
          level.push(loudness);
        },
      },
      signal,
    );
  }

  #fail(error: unknown): never {
    this.discard();
    throw toAvatarError(error, 'UNSUPPORTED_BROWSER', 'The microphone cannot be recorded.');
  }
}
