import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { resample } from '../../src/simulator/voice/resample.js';
import { peak, rms, strengthOf, tone } from '../support/sound.js';

const TO = 48_000;

describe('resample', () => {
  for (const from of [8000, 11_025, 14_800, 16_000, 17_200, 22_050, 24_000, 32_000, 44_100, 48_000]) {
    it(`keeps length, pitch and loudness from ${from} Hz`, () => {
      const output = resample(tone({ hz: 1000, sampleRate: from, seconds: 0.5 }), from, TO);
      assert.ok(Math.abs(output.length - TO / 2) <= TO / from + 1);
      assert.ok(Math.abs(strengthOf(1000, output, TO) - 1) < 0.01);
    });
  }

  it('leaves no image of the sound above the band', () => {
    const output = resample(tone({ hz: 5000, sampleRate: 16_000, seconds: 0.5 }), 16_000, TO);
    assert.ok(strengthOf(11_000, output, TO) < 1e-3);
    assert.ok(strengthOf(5000, output, TO) > 0.99);
  });

  it('leaves out what the lower rate cannot hold', () => {
    const output = resample(tone({ hz: 12_000, sampleRate: TO, seconds: 0.5 }), TO, 16_000);
    assert.ok(rms(output.subarray(100, -100)) < 20);
  });

  it('passes a constant unchanged at every phase', () => {
    const output = resample(new Int16Array(2000).fill(5000), 14_800, TO).subarray(500, -500);
    assert.ok(output.every((sample) => Math.abs(sample - 5000) <= 1));
  });

  it('applies the gain, and clips instead of wrapping around', () => {
    const quiet = tone({ hz: 440, sampleRate: 16_000, seconds: 0.1 });
    assert.ok(Math.abs(rms(resample(quiet, 16_000, TO, 0.5)) / rms(quiet) - 0.5) < 0.02);
    const loud = resample(quiet, 16_000, TO, 4);
    assert.ok(peak(loud) >= 32_767);
    const step = loud.reduce((widest, sample, i) => Math.max(widest, Math.abs(sample - (loud[i - 1] ?? sample))), 0);
    assert.ok(step < 5000);
  });

  it('gives nothing for nothing', () => {
    assert.equal(resample(new Int16Array(0), 16_000, TO).length, 0);
  });
});
