/** Of 44.1 kHz and 128 kbit/s, without padding: so many bytes each. */
const FRAME_BYTES = 417;

/** Silent frames that are an MP3 file of about so many bytes: what it holds does not matter, but its structure is right. */
export function framesMp3(bytes: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(Math.ceil(bytes / FRAME_BYTES) * FRAME_BYTES);
  for (let at = 0; at < file.length; at += FRAME_BYTES) file.set([0xff, 0xfb, 0x90, 0x00], at);
  return file;
}
