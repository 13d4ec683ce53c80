/** Bytes `start` to `end` (exclusive) of a file. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What all frames of a file have in common, and how long this one is. */
interface Frame {
  /** Version, layer and sample rate. */
  kind: number;
  length: number;
}

/** Kilobits a second by the header's bitrate index (1 to 14) in Layer III. */
const MPEG_1_BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG_2_BITRATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG_1_RATES = [44_100, 48_000, 32_000];

const HEADER_BYTES = 4;
const ID3V1_BYTES = 128;
/** So many frames in a row are no accident. */
const PROOF = 3;

/**
 * Finds the MP3 frames in a file: no tags, no rubbish between frames, no cut-off last frame, and none that differ in
 * kind from the first. Frames that touch are given as one range. None where the file is not an MP3.
 *
 * A decoder that is fed only these never has to look for a frame itself.
 */
export function mp3FrameRanges(file: Uint8Array): ByteRange[] {
  const ranges: ByteRange[] = [];
  const end = endOfAudio(file);
  let kind: number | undefined;
  let at = endOfId3v2(file);
  while (at + HEADER_BYTES <= end) {
    const frame = frameOfKind(file, at, kind);
    const last = ranges.at(-1);
    const touches = last?.end === at;
    if (!frame || !(touches || isProven(file, at, frame, end))) {
      at += 1;
      continue;
    }
    const frameEnd = at + frame.length;
    if (frameEnd > end) break;
    kind = frame.kind;
    if (last && touches) last.end = frameEnd;
    else ranges.push({ start: at, end: frameEnd });
    at = frameEnd;
  }
  return ranges;
}

/** Whether more frames of the same kind follow, or nothing at all. */
function isProven(file: Uint8Array, start: number, { kind, length }: Frame, end: number): boolean {
  let at = start + length;
  for (let found = 1; found < PROOF && at !== end; found++) {
    const next = frameOfKind(file, at, kind);
    if (!next) return false;
    at += next.length;
  }
  return at <= end;
}

function frameOfKind(file: Uint8Array, at: number, kind: number | undefined): Frame | undefined {
  const frame = frameAt(file, at);
  return kind === undefined || frame?.kind === kind ? frame : undefined;
}

/** Reads a frame's header: 11 bits of sync, then version, layer, bitrate, sample rate and padding. */
function frameAt(file: Uint8Array, at: number): Frame | undefined {
  if (file[at] !== 0xff) return undefined;
  const [second = 0, third = 0] = file.subarray(at + 1, at + HEADER_BYTES);
  if ((second & 0xe6) !== 0xe2) return undefined; // The rest of the sync, and Layer III.
  const version = (second >> 3) & 3; // 0 is MPEG 2.5, 2 MPEG 2, 3 MPEG 1.
  if (version === 1) return undefined;
  const kilobits = (version === 3 ? MPEG_1_BITRATES : MPEG_2_BITRATES)[third >> 4];
  const rate = MPEG_1_RATES[(third >> 2) & 3];
  if (!kilobits || !rate) return undefined;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samples = version === 3 ? 1152 : 576;
  const length = Math.floor((samples / 8) * kilobits * 1000 * (divisor / rate)) + ((third >> 1) & 1);
  return { kind: ((second & 0x1e) << 8) | (third & 0x0c), length };
}

/** Tags before the audio, by their own length: pictures in them may look like frames. */
function endOfId3v2(file: Uint8Array): number {
  let at = 0;
  while (startsWith(file.subarray(at), 'ID3')) {
    const [flags = 0, ...size] = file.subarray(at + 5, at + 10);
    const footer = flags & 0x10 ? 10 : 0;
    at += 10 + size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + footer;
  }
  return at;
}

function endOfAudio(file: Uint8Array): number {
  const tag = file.length - ID3V1_BYTES;
  return tag >= 0 && startsWith(file.subarray(tag), 'TAG') ? tag : file.length;
}

/** Whether the bytes begin with these characters (Latin 1). */
export function startsWith(bytes: Uint8Array, characters: string): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, characters.length)) === characters;
}
