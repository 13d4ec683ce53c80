import { AvatarError } from '../../../core/errors.js';

/** Opus within WebM, or within MP4, or AAC within MP4; named always, as Firefox leaves out the type that nobody asked for. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4'];

/** Clear speech in 3 kB a second. */
const BITS_PER_SECOND = 24_000;

/** What was recorded, and how long it is. */
export interface Recorded {
  audio: Blob;
  seconds: number;
}

export interface SoundRecording {
  /** @throws {AvatarError} `MEDIA_STALLED` */
  stop(): Promise<Recorded>;
  /** Stops, and keeps nothing. Idempotent. */
  discard(): void;
}

/** The type that the browser records in; undefined where it records none that is used. */
export function recordingType(): string | undefined {
  return typeof MediaRecorder === 'undefined' ? undefined : TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}

/** Records a stream in compressed form. */
export class StreamRecording implements SoundRecording {
  readonly #recorder: MediaRecorder;
  readonly #pieces: Blob[] = [];
  readonly #recorded: Promise<Recorded>;
  #startedAt = performance.now();

  constructor(stream: MediaStream, mimeType: string) {
    const recorder = (this.#recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND }));
    this.#recorded = new Promise((resolve, reject) => {
      recorder.addEventListener('start', () => (this.#startedAt = performance.now()));
      recorder.addEventListener('dataavailable', ({ data }) => this.#pieces.push(data));
      recorder.addEventListener('error', (event) => reject(failure('error' in event ? event.error : event)));
      recorder.addEventListener('stop', () => resolve(this.#result()));
    });
    this.#recorded.catch(() => undefined); // For who stops it.
    recorder.start();
  }

  stop(): Promise<Recorded> {
    this.#stop();
    return this.#recorded;
  }

  discard(): void {
    this.#stop();
  }

  #stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  #result(): Recorded {
    return {
      audio: new Blob(this.#pieces, { type: this.#recorder.mimeType }),
      seconds: (performance.now() - this.#startedAt) / 1000,
    };
  }
}

function failure(cause: unknown): AvatarError {
  return new AvatarError('MEDIA_STALLED', 'The browser stopped recording what the visitor says.', { cause });
}
