/** What a visitor says into the microphone, for the backend to write down. */
export interface SpokenMessage {
  readonly audio: Blob;
  /** When they stopped to speak, as `performance.now()` counts. */
  readonly endedAt: number;
  /** The language that they speak, as a tag such as `de`. */
  readonly language: string;
  /** What it goes on with: the beginning of the same sentence. */
  readonly before?: string | undefined;
}

/** The recording's name in a form; the backend knows it by its bytes. */
export const RECORDING_NAME = 'message';
