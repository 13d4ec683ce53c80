import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { mp3FrameRanges } from '../../src/simulator/voice/mp3-frames.js';
import { encodeMp3, tone } from '../support/sound.js';

/** Length of a frame of 64 kbit/s at 48 kHz. */
const FRAME = 192;

function bytes(length: number, valueAt: (i: number) => number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => valueAt(i));
}

/** The same noise in every run. */
function noise(length: number): Uint8Array {
  let state = 1;
  return bytes(length, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

describe('mp3FrameRanges', () => {
  let mp3: Uint8Array;

  before(async () => {
    mp3 = await encodeMp3(tone({ hz: 440, sampleRate: 48_000, seconds: 1 }), 48_000, 1);
  });

  it('finds a whole file to be one range', () => {
    assert.deepEqual(mp3FrameRanges(mp3), [{ start: 0, end: mp3.length }]);
  });

  it('finds the frames of other sample rates and of stereo', async () => {
    for (const [rate, channels] of [
      [16_000, 1],
      [44_100, 2],
    ] as const) {
      const file = await encodeMp3(tone({ hz: 440, sampleRate: rate, seconds: 1 }), rate, channels);
      assert.deepEqual(mp3FrameRanges(file), [{ start: 0, end: file.length }], `${rate} Hz`);
    }
  });

  it('steps over tags before and after, whatever is in them', () => {
    const picture = mp3.subarray(0, 3 * FRAME);
    const id3v2 = Buffer.concat([Buffer.from('ID3\x04\x00\x00\x00\x00\x04\x40', 'latin1'), picture]);
    const id3v1 = Buffer.from('TAG'.padEnd(128, ' '));
    const start = id3v2.length;
    assert.deepEqual(mp3FrameRanges(Buffer.concat([id3v2, mp3, id3v1])), [{ start, end: start + mp3.length }]);
  });

  it('leaves out a last frame that was cut off', () => {
    assert.deepEqual(mp3FrameRanges(mp3.subarray(0, 10 * FRAME + 50)), [{ start: 0, end: 10 * FRAME }]);
  });

  it('leaves out rubbish between frames', () => {
    const rubbish = noise(5000);
    const file = Buffer.concat([mp3.subarray(0, 4 * FRAME), rubbish, mp3.subarray(4 * FRAME)]);
    assert.deepEqual(mp3FrameRanges(file), [
      { start: 0, end: 4 * FRAME },
      { start: 4 * FRAME + rubbish.length, end: file.length },
    ]);
  });

  it('finds nothing in what is no MP3', () => {
    const others = [
      new Uint8Array(0),
      bytes(50_000, () => 0),
      bytes(50_000, () => 255),
      noise(500_000),
      mp3.subarray(0, 100),
    ];
    for (const other of others) assert.deepEqual(mp3FrameRanges(other), []);
  });
});
