/** Whether these are the first bytes of an MP3 file: an ID3v2 tag, or the header of an MPEG layer III frame. */
export function startsLikeMp3(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0, fourth] = bytes;
  if (fourth === undefined) return false;
  if (first === 0x49 && second === 0x44 && third === 0x33) return true;
  const hasSync = first === 0xff && (second & 0xe0) === 0xe0;
  const isKnownVersion = ((second >> 3) & 0b11) !== 0b01;
  const isLayer3 = ((second >> 1) & 0b11) === 0b01;
  const isKnownBitrate = third >> 4 !== 0b1111;
  const isKnownSampleRate = ((third >> 2) & 0b11) !== 0b11;
  return hasSync && isKnownVersion && isLayer3 && isKnownBitrate && isKnownSampleRate;
}
