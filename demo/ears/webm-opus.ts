/** Elements of WebM whose content is more elements: what is in them is read as if it were beside them. */
const OPENED = new Set([0x18538067 /* Segment */, 0x1f43b675 /* Cluster */, 0xa0 /* BlockGroup */]);

/** Those that hold one piece of sound each: SimpleBlock and Block. */
const BLOCKS = new Set([0xa3, 0xa1]);

/** What stands before the sound in a block after the number of its track: a time of two bytes, and flags. */
const BLOCK_HEAD = 3;

/** The Opus packets of a WebM recording of a browser, which has one track; empty where it is something else. */
export function opusPacketsOf(webm: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < webm.length;) {
    const idBytes = lengthAt(webm, at);
    const id = numberAt(webm, at, idBytes);
    const sizeBytes = lengthAt(webm, at + idBytes);
    const start = at + idBytes + sizeBytes;
    if (OPENED.has(id)) {
      at = start; // Its size is often unknown: it was still being recorded.
      continue;
    }
    const end = start + numberAt(webm, at + idBytes, sizeBytes) - 2 ** (7 * sizeBytes);
    if (BLOCKS.has(id)) packets.push(webm.subarray(start + lengthAt(webm, start) + BLOCK_HEAD, end));
    at = Math.max(end, start);
  }
  return packets;
}

/** Of a number of variable length: as many bytes as there are zeros before its first one, and one more. */
function lengthAt(bytes: Uint8Array, at: number): number {
  return Math.clz32(bytes[at] ?? 0) - 23;
}

function numberAt(bytes: Uint8Array, at: number, length: number): number {
  return bytes.subarray(at, at + length).reduce((value, byte) => value * 256 + byte, 0);
}
