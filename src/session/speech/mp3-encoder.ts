import { throwIfAborted } from '../../core/abort-signals.js';
import { createMp3Encoder } from 'wasm-media-encoders/esnext';

/** Clear speech, in kilobits a second. */
const BITRATE_KBPS = 96;

/** What the service asks for, in hertz. */
const OUTPUT_RATE = 44_100;

/** Encoded at once, in samples, and how long the page may wait meanwhile, in milliseconds. */
const SLICE = 22_050;
const BUSY_MS = 12;

/** Encodes decoded sound as MP3. Long sound takes its time, between which the page goes on. @throws {AvatarError} `ABORTED` */
export async function encodeMp3(sound: AudioBuffer, signal?: AbortSignal): Promise<Blob> {
  const channels = sound.numberOfChannels > 1 ? 2 : 1;
  const samples = Array.from({ length: channels }, (_, channel) => sound.getChannelData(channel));
  const encoder = await createMp3Encoder();
  // Left to itself, the encoder takes a lower rate where the bits are few.
  const { sampleRate } = sound;
  encoder.configure({ sampleRate, outputSampleRate: OUTPUT_RATE, channels, bitrate: BITRATE_KBPS });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // The encoder's memory is used again by its next call.
  const keep = (bytes: Uint8Array): void => void parts.push(new Uint8Array(bytes));
  let busyFrom = performance.now();
  for (let start = 0; start < sound.length; start += SLICE) {
    keep(encoder.encode(samples.map((channel) => channel.subarray(start, start + SLICE))));
    if (performance.now() - busyFrom < BUSY_MS) continue;
    await nextTask();
    throwIfAborted(signal);
    busyFrom = performance.now();
  }
  keep(encoder.finalize());
  return new Blob(parts, { type: 'audio/mpeg' });
}

/** A message comes sooner than a timer, and as soon in a page that nobody looks at. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
