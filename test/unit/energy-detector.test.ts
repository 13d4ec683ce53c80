import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { FrameAnalyst } from '../../src/element/extensions/voice/detector/frame-analyst.js';
import { SeededRandom } from '../support/seeded-random.js';

const tone = (seconds: number, sampleRate: number, amplitude: number, hz = 300): Float32Array =>
  Float32Array.from(
    { length: seconds * sampleRate },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );

function hear(sampleRate: number, ...sounds: Float32Array[]): { loudness: number; probability: number }[] {
  const heard: { loudness: number; probability: number }[] = [];
  const analyst = new FrameAnalyst(sampleRate, (frame) => heard.push(frame));
  for (const sound of sounds) for (let at = 0; at < sound.length; at += 128) analyst.push(sound.subarray(at, at + 128));
  return heard;
}

const voiced = (heard: { probability: number }[]): number =>
  heard.filter(({ probability }) => probability >= 0.5).length;

describe('the detector of loudness', () => {
  it('hears what stands out of the noise of the room, and not the noise', () => {
    const random = new SeededRandom(1);
    const noise = (seconds: number): Float32Array =>
      Float32Array.from({ length: seconds * 16_000 }, () => 0.02 * random.between(-0.5, 0.5));
    const before = hear(16_000, noise(2));
    assert.equal(voiced(before), 0);
    const all = hear(16_000, noise(2), tone(0.96, 16_000, 0.3), noise(2));
    assert.ok(Math.abs(voiced(all) - 30) <= 1, `${voiced(all)} frames of 30`);
  });

  it('gets used to a noise that stays', () => {
    const quiet = new Float32Array(16_000);
    const heard = hear(16_000, quiet, tone(40, 16_000, 0.05));
    assert.ok(voiced(heard.slice(31, 60)) > 25);
    assert.equal(voiced(heard.slice(-60)), 0);
  });

  it('hears nothing in digital silence', () => {
    assert.equal(voiced(hear(16_000, new Float32Array(32_000))), 0);
  });
});

describe('frames of a sound of another rate', () => {
  for (const rate of [44_100, 48_000, 22_050, 8000])
    it(`are as many and as loud: ${rate} Hz`, () => {
      const heard = hear(rate, tone(1.024, rate, 0.5));
      assert.ok(Math.abs(heard.length - 32) <= 1, `${heard.length} frames`);
      for (const { loudness } of heard.slice(1, -1)) assert.ok(Math.abs(loudness - 0.3536) < 0.01, String(loudness));
    });

  it('do not hold what lies above their own highest tone', () => {
    const heard = hear(48_000, tone(1, 48_000, 0.5, 11_000));
    for (const { loudness } of heard.slice(1)) assert.ok(loudness < 0.005, String(loudness));
  });
});
