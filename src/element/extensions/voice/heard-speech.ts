import { delay } from '../../../core/delay.js';
import { toAvatarError } from '../../../core/errors.js';
import type { TypedEvents } from '../../../core/typed-events.js';
import { FRAME_MS } from './detector/detector.js';
import { EndPointer, type SpeechChange } from './detector/end-pointer.js';
import type { HeardFrame } from './detector/frame-analyst.js';
import { SoundLevel } from './sound-level.js';
import type { SoundRecording } from './sound-recording.js';
import type { UtteranceEvents } from './utterance.js';
import { WavRecording } from './wav-recording.js';

/** What comes after the last sound is recorded for so long, in milliseconds: words end softly. */
const TAIL_MS = 120;

export interface HeardSpeechOptions {
  events: TypedEvents<UtteranceEvents>;
  /** Undefined where the browser has no recorder. */
  record: (() => SoundRecording) | undefined;
  prerollMs: number;
  longestMs: number;
  hangoverMs: () => number;
  signal: AbortSignal;
}

/** Makes utterances of frames. */
export class HeardSpeech {
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
    this.#level.push(loudness);
    if (samples) this.#keep(samples);
    this.#endPointer.hangoverMs = this.#options.hangoverMs();
    const change = this.#endPointer.push(probability);
    this.#spokenMs += FRAME_MS;
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
    events.emit(change === 'end' ? 'silence' : change);
    if (change === 'end') void this.#finish();
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
