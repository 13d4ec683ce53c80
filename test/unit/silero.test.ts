import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { ensureSileroWeights } from '../../build/silero-weights.js';
import { FRAME } from '../../src/element/extensions/voice/detector/detector.js';
import type { Silero } from '../../src/element/extensions/voice/detector/silero.js';
import { heardTurns, type HeardTurn } from '../support/heard-turns.js';
import { clicks, coughs, joined, mixed, music, pinkNoise, silence } from '../support/listening-sounds.js';
import { say } from '../support/say.js';
import { SeededRandom } from '../support/seeded-random.js';

const QUESTIONS = [
  'Good morning. What are your opening hours on Sunday?',
  'How much is a ticket for two adults and a child?',
  'Can I bring my dog?',
];

const MODEL = '@ricky0123/vad-web/dist/silero_vad_v6.onnx';

const changes = (turns: HeardTurn[], change: string): HeardTurn[] => turns.filter((turn) => turn.change === change);

describe('the neural detector', () => {
  let create: () => Silero;
  let spoken: Float32Array[];
  let quiet: Float32Array;
  before(async () => {
    ensureSileroWeights();
    const { Silero } = await import('../../src/element/extensions/voice/detector/silero.js');
    const { readWeights } = await import('../../src/element/extensions/voice/detector/weights-text.js');
    const { SILERO_WEIGHTS } = await import('../../src/element/extensions/voice/detector/silero-weights.js');
    create = () => new Silero(readWeights(SILERO_WEIGHTS));
    spoken = await say(QUESTIONS);
    quiet = pinkNoise(2, new SeededRandom(1)).map((sample) => sample * 0.01);
  });

  const spokenIn = (noise?: Float32Array, ratioDb = 10): Float32Array => {
    const sound = joined(quiet, ...spoken.flatMap((question) => [question, quiet]));
    return noise ? mixed(sound, noise, ratioDb) : sound;
  };

  const backgrounds: [string, (random: SeededRandom) => Float32Array | undefined][] = [
    ['a quiet room', () => undefined],
    ['noise', (random) => pinkNoise(20, random)],
    ['music', (random) => music(20, random)],
    ['the clicks of keys', (random) => clicks(20, random)],
  ];
  for (const [background, noiseOf] of backgrounds)
    it(`hears each question begin and end, once and soon, in ${background}`, () => {
      const turns = heardTurns(create(), spokenIn(noiseOf(new SeededRandom(2))), 800);
      assert.equal(changes(turns, 'start').length, 3);
      assert.equal(changes(turns, 'end').length, 3);
      let atMs = 0;
      for (const [i, question] of spoken.entries()) {
        atMs += 2000;
        const delayMs = (changes(turns, 'start')[i]?.atMs ?? NaN) - atMs;
        assert.ok(delayMs > 0 && delayMs < 400, `“${QUESTIONS[i]}” was heard after ${delayMs} ms`);
        atMs += question.length / 16;
        const overMs = (changes(turns, 'end')[i]?.atMs ?? NaN) - atMs;
        assert.ok(overMs > 500 && overMs < 1100, `“${QUESTIONS[i]}” was over after ${overMs} ms`);
      }
    });

  const noises: [string, (random: SeededRandom) => Float32Array][] = [
    ['silence', () => silence(20)],
    ['noise', (random) => pinkNoise(20, random)],
    ['music', (random) => music(20, random)],
    ['the clicks of keys', (random) => clicks(20, random)],
    ['coughs', (random) => coughs(20, random)],
  ];
  for (const [noise, soundOf] of noises)
    it(`takes no ${noise} for speech`, () => {
      assert.deepEqual(changes(heardTurns(create(), soundOf(new SeededRandom(3))), 'start'), []);
    });

  it('rests in silence, and hears what comes after it as the first that it hears', () => {
    const [question = silence(0)] = spoken;
    const judged = (detector: Silero, sound: Float32Array): number[] =>
      Array.from({ length: Math.floor(sound.length / FRAME) }, (_, i) =>
        detector.probability(sound.subarray(i * FRAME, (i + 1) * FRAME)),
      );
    const rested = create();
    judged(rested, joined(question, silence(2)));
    assert.deepEqual(judged(rested, question), judged(create(), question));
  });

  it('judges as the model that its weights are of', async () => {
    const sound = joined(spokenIn(), spokenIn(pinkNoise(20, new SeededRandom(4)), 5));
    const expected = await referenceOf(sound);
    const silero = create();
    const judged = expected.map((_, i) => silero.probability(sound.subarray(i * FRAME, (i + 1) * FRAME)));
    const differ = judged.filter((probability, i) => probability >= 0.5 !== (expected[i] ?? NaN) >= 0.5).length;
    assert.ok(differ <= expected.length / 100, `${differ} of ${expected.length} frames`);
    const error = judged.reduce((sum, value, i) => sum + Math.abs(value - (expected[i] ?? NaN)), 0) / judged.length;
    assert.ok(error < 0.02, `They differ by ${error}`);
  });
});

interface Tensor {
  data: Float32Array;
}

interface Runtime {
  env: { wasm: { numThreads: number } };
  Tensor: new (type: string, data: Float32Array | BigInt64Array, dimensions: number[]) => Tensor;
  InferenceSession: {
    create(model: Uint8Array): Promise<{
      run(inputs: Record<string, Tensor>): Promise<{ output: Tensor; stateN: Tensor }>;
    }>;
  };
}

/** How likely each frame is speech, by the model itself, in the runtime that its package brings. */
async function referenceOf(sound: Float32Array): Promise<number[]> {
  const require = createRequire(import.meta.url);
  const path = require.resolve(MODEL);
  const runtime = (await import(
    pathToFileURL(createRequire(path).resolve('onnxruntime-web')).href
  )) as unknown as Runtime;
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(await readFile(path));
  const sr = new runtime.Tensor('int64', BigInt64Array.of(16_000n), []);
  let state = new runtime.Tensor('float32', new Float32Array(256), [2, 1, 128]);
  const probabilities: number[] = [];
  const input = new Float32Array(64 + FRAME);
  for (let at = 0; at + FRAME <= sound.length; at += FRAME) {
    input.copyWithin(0, FRAME);
    input.set(sound.subarray(at, at + FRAME), 64);
    const inputs = { input: new runtime.Tensor('float32', input, [1, input.length]), state, sr };
    const { output, stateN } = await session.run(inputs);
    state = stateN;
    probabilities.push(output.data[0] ?? NaN);
  }
  return probabilities;
}
