/** Kilobits a second by the header's bitrate index in Layer III: of MPEG 1, and of MPEG 2 and 2.5. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** Files have one or two, unless they were made to be looked through for long. */
const MOST_TAGS = 100;

export interface Mp3Length {
  durationSeconds: number;
  /** In hertz. */
  sampleRate: number;
}

/**
 * How long an MP3 file is, from its frames; undefined where they are not whole, or not alike.
 * @param mostSeconds Of a longer one no more than that is looked at, and it is told to be a frame longer. Default: all of it.
 */
export function measureMp3(file: Uint8Array, mostSeconds = Infinity): Mp3Length | undefined {
  const start = endOfId3(file);
  let at = start;
  let samples = 0;
  let sampleRate = 0;
  while (at < file.length) {
    // A frame's header: 11 bits of sync, then version, layer, bitrate, sample rate and padding. Read in place, without an object for
    // each: a file may be nothing but the smallest frames.
    const second = file[at + 1] ?? 0;
    const third = file[at + 2] ?? 0;
    const version = (second >> 3) & 3; // 0 is MPEG 2.5, 2 MPEG 2, 3 MPEG 1.
    if (file[at] !== 0xff || (second & 0xe6) !== 0xe2 || version === 1) break;
    const kilobits = (version === 3 ? BITRATES_1 : BITRATES_2)[third >> 4];
    const baseRate = SAMPLE_RATES[(third >> 2) & 3];
    if (!kilobits || !baseRate) break;
    const rate = baseRate / (version === 3 ? 1 : version === 2 ? 2 : 4);
    const inFrame = version === 3 ? 1152 : 576;
    const end = at + Math.floor((inFrame * kilobits * 125) / rate) + ((third >> 1) & 1);
    sampleRate ||= rate;
    if (rate !== sampleRate || end > file.length) return undefined;
    // An encoder's first frame may only hold facts about the others.
    if (at > start || !isInfo(file.subarray(at, end))) samples += inFrame;
    at = end;
    if (samples > mostSeconds * sampleRate) return { durationSeconds: samples / sampleRate, sampleRate };
  }
  // Tags may follow: a lyrics or ID3v1 tag is short.
  const isTail = file.length - at < 1024 || startsWith(file.subarray(at), 'TAG', 'APETAGEX', 'LYRICSBEGIN');
  return samples > 0 && isTail ? { durationSeconds: samples / sampleRate, sampleRate } : undefined;
}

function isInfo(frame: Uint8Array): boolean {
  const text = String.fromCharCode(...frame.subarray(0, 40));
  return text.includes('Xing') || text.includes('Info') || text.includes('VBRI');
}

/** Tags before the audio, by their own length: pictures in them may look like frames. */
function endOfId3(file: Uint8Array): number {
  let at = 0;
  for (
    let tags = 0;
    tags < MOST_TAGS && file[at] === 0x49 && file[at + 1] === 0x44 && file[at + 2] === 0x33;
    tags += 1
  ) {
    let size = 0;
    for (let byte = at + 6; byte < at + 10; byte += 1) size = size * 128 + ((file[byte] ?? 0) & 0x7f);
    at += 10 + size + ((file[at + 5] ?? 0) & 0x10 ? 10 : 0);
  }
  return at;
}

function startsWith(bytes: Uint8Array, ...words: string[]): boolean {
  return words.some((word) => String.fromCharCode(...bytes.subarray(0, word.length)) === word);
}
