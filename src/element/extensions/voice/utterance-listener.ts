import { delay } from '../../../core/delay.js';
import { abortedError, toAvatarError } from '../../../core/errors.js';
import { TypedEvents } from '../../../core/typed-events.js';
import type { Ears } from './detector/ears.js';
import { loadNeuralDetector } from './detector/load-neural-detector.js';
import { HeardSpeech } from './heard-speech.js';
import { recordingType, StreamRecording, type SoundRecording } from './sound-recording.js';
import { SoundTap } from './sound-tap.js';
import type { UtteranceEvents } from './utterance.js';

export type { Utterance, UtteranceEvents } from './utterance.js';

export interface ListenerOptions {
  /** For how long it has to be silent until an utterance has ended, in milliseconds. Default 600. */
  hangoverMs?: number | undefined;
  /**
   * How much of what came before the first voiced frame is recorded, in milliseconds. Default 400: what a soft first sound
   * and the start of the recorder take. A shorter {@link hangoverMs} has the end wait until this is over.
   */
  prerollMs?: number | undefined;
  /** The longest utterance, in seconds; what is said beyond it is another one. Default 60. */
  longestSeconds?: number | undefined;
}

/** For how long the neural detector is waited for, in milliseconds. */
const PATIENCE_MS = 3000;

/** Hears in an open microphone when the visitor speaks, and records what is said. */
export class UtteranceListener {
  /** For how long it has to be silent until an utterance has ended, in milliseconds. May change at any time. */
  hangoverMs: number;
  readonly #stream: MediaStream;
  readonly #prerollMs: number;
  readonly #longestMs: number;
  readonly #events = new TypedEvents<UtteranceEvents>((error) => reportError(error));
  #detector: 'loudness' | 'neural' = 'loudness';
  #running: { aborter: AbortController; started: Promise<void> } | undefined;

  /** @param stream Of a microphone; whoever opened it closes it. */
  constructor(stream: MediaStream, { hangoverMs = 600, prerollMs = 400, longestSeconds = 60 }: ListenerOptions = {}) {
    this.#stream = stream;
    this.hangoverMs = hangoverMs;
    this.#prerollMs = prerollMs;
    this.#longestMs = longestSeconds * 1000;
  }

  get events(): Pick<TypedEvents<UtteranceEvents>, 'on' | 'once' | 'off'> {
    return this.#events;
  }

  /** How speech is told from other sound: by its loudness where the better detector has not been loaded yet. */
  get detector(): 'loudness' | 'neural' {
    return this.#detector;
  }

  /**
   * Resolves once the neural detector listens, or after 3 seconds without it: until it is there, also before this resolves, speech
   * is told by its loudness. A call while it starts or listens gives the same promise.
   * @throws {AvatarError} `UNSUPPORTED_BROWSER`; `AUTOPLAY_BLOCKED`: the browser waits for a click; `ABORTED`: it was stopped.
   */
  start(): Promise<void> {
    if (this.#running) return this.#running.started;
    const aborter = new AbortController();
    const started = this.#listen(aborter.signal).catch((error: unknown) => {
      aborter.abort();
      if (this.#running?.aborter === aborter) this.#running = undefined;
      throw toAvatarError(error, 'UNSUPPORTED_BROWSER', 'The microphone cannot be listened to.');
    });
    this.#running = { aborter, started };
    return started;
  }

  /** Lets go of what it holds; what is being said is dropped, without an event. Idempotent. */
  stop(): void {
    this.#running?.aborter.abort(abortedError());
    this.#running = undefined;
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const tap = new SoundTap(this.#stream);
    signal.addEventListener('abort', () => tap.close());
    const type = recordingType();
    const speech = new HeardSpeech({
      events: this.#events,
      record: type === undefined ? undefined : recorderOf(tap.delayed(this.#prerollMs), type),
      prerollMs: this.#prerollMs,
      longestMs: this.#longestMs,
      hangoverMs: () => this.hangoverMs,
      signal,
    });
    const ears = await tap.listen({ onFrame: (frame) => speech.push(frame), withSamples: type === undefined }, signal);
    await Promise.race([this.#useNeuralDetector(ears, signal), delay(PATIENCE_MS, { signal })]);
  }

  async #useNeuralDetector(ears: Ears, signal: AbortSignal): Promise<void> {
    ears.useNeuralDetector(await loadNeuralDetector(signal));
    this.#detector = 'neural';
  }
}

const recorderOf = (stream: MediaStream, type: string) => (): SoundRecording => new StreamRecording(stream, type);
