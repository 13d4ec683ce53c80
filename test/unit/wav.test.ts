import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isWav, measureWav, readWav } from '../../src/core/speech/wav.js';
import { wav } from '../support/wav.js';

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** @param kind The two bytes that name the kind of samples, and for an extended format the byte that names the real one. */
function fileOf(bits: number, samples: number[], [low = 1, high = 0, extended]: number[] = []): Uint8Array {
  const rest = extended === undefined ? [] : [22, 0, bits, 0, 0, 0, 0, 0, extended, 0, ...Array<number>(14).fill(0)];
  const format = [low, high, 1, 0, 0x40, 0x1f, 0, 0, 0, 0, 0, 0, bits / 8, 0, bits, 0, ...rest];
  const word = (text: string): Uint8Array => new TextEncoder().encode(text);
  return Uint8Array.of(
    ...[...word('RIFF'), 0, 0, 0, 0, ...word('WAVEfmt '), format.length, 0, 0, 0, ...format],
    ...[...word('data'), samples.length, 0, 0, 0, ...samples],
  );
}

describe('a WAV file', () => {
  it('is as long as its samples are', async () => {
    const bytes = await bytesOf(wav({ seconds: 2, sampleRate: 16_000 }));
    assert.ok(isWav(bytes));
    assert.deepEqual(measureWav(bytes), { durationSeconds: 2 });
    const sound = readWav(bytes);
    assert.deepEqual([sound?.sampleRate, sound?.samples.length], [16_000, 32_000]);
  });

  it('is as long as what is there of it, where its head promises more', async () => {
    const bytes = await bytesOf(wav({ seconds: 1, sampleRate: 8000 }));
    new DataView(bytes.buffer).setUint32(40, 0xffff_ffff, true);
    assert.deepEqual(measureWav(bytes), { durationSeconds: 1 });
    assert.deepEqual(measureWav(bytes.subarray(0, 44 + 8000)), { durationSeconds: 0.5 });
  });

  it('may have other parts before its sound, and two channels, which become one', async () => {
    const mono = await bytesOf(wav({ seconds: 1, sampleRate: 8000 }));
    const extra = new Uint8Array([...new TextEncoder().encode('LIST'), 3, 0, 0, 0, 1, 2, 3, 0]);
    const bytes = new Uint8Array([...mono.subarray(0, 36), ...extra, ...mono.subarray(36)]);
    assert.deepEqual(measureWav(bytes), { durationSeconds: 1 });
    const view = new DataView(bytes.buffer);
    view.setUint16(22, 2, true);
    assert.deepEqual(measureWav(bytes), { durationSeconds: 0.5 });
    assert.equal(readWav(bytes)?.samples.length, 4000);
  });

  it('is none where its head is cut, wrong or of another kind', async () => {
    const good = await bytesOf(wav({ seconds: 1, sampleRate: 8000 }));
    const changed = (at: number, value: number): Uint8Array => {
      const bytes = good.slice();
      new DataView(bytes.buffer).setUint16(at, value, true);
      return bytes;
    };
    const wrong = [
      new Uint8Array(),
      good.subarray(0, 30),
      changed(20, 2),
      changed(22, 0),
      changed(24, 1),
      changed(34, 3),
    ];
    for (const bytes of wrong) assert.equal(measureWav(bytes), undefined);
  });

  it('may have samples of 8, 24 or 32 bits, which are read as of 16', () => {
    // One loud sample up, one down, as each kind writes them.
    const kinds: [bits: number, samples: number[]][] = [
      [8, [0xc0, 0x40]],
      [24, [0, 0, 0x40, 0, 0, 0xc0]],
      [32, [0, 0, 0, 0x40, 0, 0, 0, 0xc0]],
    ];
    for (const [bits, samples] of kinds) {
      assert.deepEqual([...(readWav(fileOf(bits, samples))?.samples ?? [])], [16_384, -16_384], `${bits} bits`);
    }
  });

  it('may name its kind behind the rest of its format, but holds no floating points there either', () => {
    const extended = (kind: number): Uint8Array => fileOf(32, [0, 0, 0, 0x40], [0xfe, 0xff, kind]);
    assert.deepEqual([...(readWav(extended(1))?.samples ?? [])], [16_384]);
    assert.equal(measureWav(extended(3)), undefined);
    assert.equal(measureWav(fileOf(32, [0, 0, 0, 0x40], [0xfe, 0xff])), undefined, 'it names none');
  });
});
