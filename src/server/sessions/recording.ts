import type { RecordedAudio, SayAudioCall } from '../../core/protocol.js';
import { fileNameOf, MP3, type ClipType } from '../../core/speech/clip-type.js';

/** A file that is handed over once, and whose bytes are let go of by then: recordings are large, and calls may take long. */
export class Recording implements RecordedAudio {
  readonly size: number;
  readonly type: ClipType;
  readonly #onHandedOver: () => void;
  #bytes: Uint8Array<ArrayBuffer> | undefined;

  /** @param onHandedOver Told when the bytes are on their way, so that nobody here holds them any more. */
  constructor(bytes: Uint8Array<ArrayBuffer>, type: ClipType = MP3, onHandedOver: () => void = () => undefined) {
    this.size = bytes.length;
    this.type = type;
    this.#bytes = bytes;
    this.#onHandedOver = onHandedOver;
  }

  /** A copy to look at. */
  blob(): Blob {
    return new Blob([this.#bytes ?? new Uint8Array()], { type: this.type });
  }

  toForm(): FormData {
    return new RecordingForm(this);
  }

  /** Its bytes, once. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes;
    if (!bytes) throw new Error('The recording was handed over already');
    this.#bytes = undefined;
    return bytes;
  }

  handedOver(): void {
    this.#onHandedOver();
  }
}

/** A recording that is to be said. */
export interface RecordedCall extends SayAudioCall {
  audio: Recording;
}

/** What stands around the recording in a body that is sent piece by piece. */
export interface FormFrame {
  contentType: string;
  before: Uint8Array<ArrayBuffer>;
  after: Uint8Array<ArrayBuffer>;
}

/** A form whose file is not in it yet: a form copies files, and whoever sends it copies them once more. */
export class RecordingForm extends FormData {
  readonly recording: Recording;

  constructor(recording: Recording) {
    super();
    this.recording = recording;
  }

  /** The form with its file, for a fetch that takes nothing else. */
  whole(): FormData {
    const form = new FormData();
    for (const [name, value] of this.entries()) form.set(name, value);
    const { type } = this.recording;
    form.set('audio', new Blob([this.recording.take()], { type }), fileNameOf(this.recording));
    return form;
  }

  /** RFC 7578; the boundary is random, so that no field can hold it. */
  frame(): FormFrame {
    const boundary = `----avatar-${crypto.randomUUID()}`;
    const fields = [...this.entries()].map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${typeof value === 'string' ? value : ''}\r\n`,
    );
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="audio"; filename="${fileNameOf(this.recording)}"\r\nContent-Type: ${this.recording.type}\r\n\r\n`;
    const encoder = new TextEncoder();
    return {
      contentType: `multipart/form-data; boundary=${boundary}`,
      before: encoder.encode(fields.join('') + file),
      after: encoder.encode(`\r\n--${boundary}--\r\n`),
    };
  }
}
