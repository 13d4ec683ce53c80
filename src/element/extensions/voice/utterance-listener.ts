import { delay } from '../../../core/delay.js';
import { abortedError, toAvatarError } from '../../../core/errors.js';
import { TypedEvents } from '../../../core/typed-events.js';
import { EndPointer, type SpeechChange } from './detector/end-pointer.js';
import { FRAME_MS } from './detector/detector.js';
import type { HeardFrame } from './detector/frame-analyst.js';
import { SoundLevel } from './sound-level.js';
import { recordingType, StreamRecording, type SoundRecording } from './sound-recording.js';
import { SoundTap } from './sound-tap.js';
import type { UtteranceEvents } from './utterance.js';
import { WavRecording } from './wav-recording.js';

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

/** What comes after the last sound is recorded for so long, in milliseconds: words end softly. */
const TAIL_MS = 120;

/** Hears in an open microphone when the visitor speaks, and records what is said. */
export class UtteranceListener {
  /** For how long it has to be silent until an utterance has ended, in milliseconds. May change at any time. */
  hangoverMs: number;
  readonly #stream: MediaStream;
  readonly #prerollMs: number;
  readonly #longestMs: number;
  readonly #events = new TypedEvents<UtteranceEvents>((error) => reportError(error));
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

  /**
   * Resolves once it listens. A call while it starts or listens gives the same promise.
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
    await tap.listen({ onFrame: (frame) => speech.push(frame), withSamples: type === undefined }, signal);
  }
}

const recorderOf = (stream: MediaStream, type: string) => (): SoundRecording => new StreamRecording(stream, type);

interface HeardSpeechOptions {
  events: TypedEvents<UtteranceEvents>;
  /** Undefined where the browser has no recorder. */
  record: (() => SoundRecording) | undefined;
  prerollMs: number;
  longestMs: number;
  hangoverMs: () => number;
  signal: AbortSignal;
}

/** Makes utterances of frames. */
class HeardSpeech {
  readonly #options: HeardSpeechOptions;
  readonly #endPointer: EndPointer;
  readonly #level: SoundLevel;
  /** The last frames, where there is no recorder. */
  readonly #before: Float32Array[] = [];
  #recording: SoundRecording | undefined;
  #spokenMs = 0;

  constructor(options: HeardSpeechOptions) {
    this.#options = options;
    this.#endPointer = new EndPointer(options.hangoverMs());
    this.#level = new SoundLevel((level) => options.events.emit('level', level));
    options.signal.addEventListener('abort', () => this.#recording?.discard());
  }

  push({ loudness, probability, samples }: HeardFrame): void {
    if (this.#options.signal.aborted) return;
    this.#endPointer.hangoverMs = this.#options.hangoverMs();
    this.#level.push(loudness);
    const change = this.#endPointer.push(probability);
    this.#spokenMs += FRAME_MS;
    if (samples) this.#keep(samples);
    if (change) this.#onChange(change);
    else if (this.#recording && this.#spokenMs >= this.#options.longestMs) {
      this.#endPointer.reset();
      this.#onChange('end');
    }
  }

  #onChange(change: SpeechChange): void {
    const { events } = this.#options;
    if (change === 'maybe') {
      this.#spokenMs = FRAME_MS;
      this.#recording = this.#options.record?.() ?? new WavRecording(this.#before);
    }
    if (change === 'misfire') this.#takeRecording()?.discard();
    if (change === 'end') void this.#finish();
    else events.emit(change);
  }

  #keep(samples: Float32Array): void {
    this.#before.push(samples);
    if (this.#before.length * FRAME_MS > this.#options.prerollMs) this.#before.shift();
    if (this.#recording instanceof WavRecording) this.#recording.push(samples);
  }

  #takeRecording(): SoundRecording | undefined {
    const recording = this.#recording;
    this.#recording = undefined;
    return recording;
  }

  async #finish(): Promise<void> {
    const { events, signal, prerollMs, record } = this.#options;
    const { silentMs } = this.#endPointer;
    const endedAt = performance.now() - silentMs;
    const speechSeconds = (this.#spokenMs - silentMs) / 1000;
    const recording = this.#takeRecording();
    if (!recording) return;
    try {
      // What is recorded comes late by the pre-roll.
      const missing = record ? prerollMs + TAIL_MS - silentMs : 0;
      if (missing > 0) await delay(missing, { signal });
      const recorded = await recording.stop();
      if (!signal.aborted) events.emit('end', { ...recorded, speechSeconds, endedAt });
    } catch (error) {
      recording.discard();
      if (!signal.aborted)
        events.emit('error', toAvatarError(error, 'MEDIA_STALLED', 'What the visitor said was not recorded.'));
    }
  }
}
