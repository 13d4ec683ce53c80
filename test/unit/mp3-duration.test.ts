import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { measureMp3 } from '../../src/core/speech/mp3-duration.js';

const FRAMES = 1000;

/** MPEG 1 layer III, 64 kbit/s at 32 kHz: 288 bytes and 36 ms a frame. */
function framesWith(text: string, isIn: (frame: number) => boolean): Uint8Array {
  const file = new Uint8Array(288 * FRAMES);
  for (let frame = 0; frame < FRAMES; frame += 1) {
    file.set([0xff, 0xfb, 0x58, 0x00], 288 * frame);
    if (isIn(frame)) file.set(new TextEncoder().encode(text), 288 * frame + 21);
  }
  return file;
}

describe('the length of an MP3 file', () => {
  it('is that of its frames, but for a first one that tells of the others', () => {
    assert.equal(measureMp3(framesWith('', () => false))?.durationSeconds.toFixed(3), '36.000');
    assert.equal(measureMp3(framesWith('Xing', (frame) => frame === 0))?.durationSeconds.toFixed(3), '35.964');
  });

  it('is no shorter where every frame says that it tells of the others', () => {
    assert.equal(measureMp3(framesWith('Xing', () => true))?.durationSeconds.toFixed(3), '35.964');
  });

  it('is looked for no further than it is asked for', () => {
    const file = framesWith('', () => false);
    assert.equal(measureMp3(file, 9)?.durationSeconds.toFixed(3), '9.036');
    assert.equal(measureMp3(file, 36)?.durationSeconds.toFixed(3), '36.000');
    // What is beyond does not matter then.
    assert.equal(measureMp3(file.subarray(0, -100), 9)?.durationSeconds.toFixed(3), '9.036');
    assert.equal(measureMp3(file.subarray(0, -100)), undefined);
  });

  it('is found behind several tags, but not looked for behind tags without end', () => {
    const tag = [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0];
    const behind = (tags: number): Uint8Array =>
      new Uint8Array([...Array<number[]>(tags).fill(tag).flat(), ...framesWith('', () => false)]);
    assert.equal(measureMp3(behind(2))?.durationSeconds.toFixed(3), '36.000');
    assert.equal(measureMp3(behind(1000)), undefined);
  });
});
