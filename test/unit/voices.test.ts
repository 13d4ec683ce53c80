import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { voiceTraits } from '../../src/simulator/voice/voices.js';

describe('voiceTraits', () => {
  it('takes "slt" where no voice is asked for', () => {
    assert.deepEqual(voiceTraits(undefined), { base: 'slt', pitch: 1, throat: 1 });
    assert.deepEqual(voiceTraits(''), voiceTraits('slt'));
  });

  it('knows the voices of the engine by name', () => {
    for (const base of ['slt', 'awb', 'rms']) assert.deepEqual(voiceTraits(base), { base, pitch: 1, throat: 1 });
  });

  it('gives the same id the same voice', () => {
    assert.deepEqual(voiceTraits('EXAVITQu4vr4xnSDxMaL'), voiceTraits('EXAVITQu4vr4xnSDxMaL'));
  });

  it('spreads ids over the voices, also ids that differ in one letter', () => {
    const voices = new Set(Array.from({ length: 300 }, (_, i) => JSON.stringify(voiceTraits(`voice-${i}`))));
    assert.ok(voices.size > 90, `${voices.size} voices`);
    const neighbours = ['anna', 'annb', 'annc', 'annd', 'Anna'].map((id) => JSON.stringify(voiceTraits(id)));
    assert.equal(new Set(neighbours).size, neighbours.length);
  });

  it('takes any string', () => {
    for (const id of ['../../etc/passwd', '--help', 'toString', '🎉', 'x'.repeat(10_000)]) {
      const { pitch, throat } = voiceTraits(id);
      assert.ok(pitch > 0.8 && pitch < 1.2 && throat > 0.9 && throat < 1.1);
    }
  });
});
