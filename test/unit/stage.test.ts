import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { SAMPLES_PER_TICK, Stage } from '../../src/simulator/media/stage.js';
import { CLOSED_MOUTH, type MouthPose, type SpeechClip } from '../../src/simulator/mouth.js';

const WIDE_OPEN: MouthPose = { ...CLOSED_MOUTH, open: 1 };
const SILENCE = new Int16Array(SAMPLES_PER_TICK);

function clipOf(length: number, sample: number): SpeechClip {
  return { pcm: new Int16Array(length).fill(sample), mouth: [] };
}

describe('a stage', () => {
  let told: string[];
  let timeMs: number;
  let stage: Stage;

  beforeEach(() => {
    told = [];
    timeMs = 5000;
    stage = new Stage(
      {
        onClipStarted: (clipId) => told.push(`started ${clipId}`),
        onClipFinished: (clipId) => told.push(`finished ${clipId}`),
      },
      () => timeMs,
    );
  });

  it('is silent, with its mouth closed, while there is nothing to say', () => {
    assert.deepEqual(stage.nextSamples(), SILENCE);
    assert.deepEqual(stage.pose().mouth, CLOSED_MOUTH);
    assert.equal(stage.lively, false);
  });

  it('plays a clip 10 ms at a time, and fills up its last tick with silence', () => {
    stage.play('a', clipOf(SAMPLES_PER_TICK + 100, 7));
    assert.deepEqual(stage.nextSamples(), new Int16Array(SAMPLES_PER_TICK).fill(7));
    const last = stage.nextSamples();
    assert.deepEqual(last.subarray(0, 100), new Int16Array(100).fill(7));
    assert.deepEqual(last.subarray(100), SILENCE.subarray(100));
  });

  it('tells when a clip starts and when its last sample was played', () => {
    stage.play('a', clipOf(2 * SAMPLES_PER_TICK, 7));
    assert.deepEqual(told, []);
    stage.nextSamples();
    assert.deepEqual(told, ['started a']);
    stage.nextSamples();
    assert.deepEqual(told, ['started a', 'finished a']);
  });

  it('lets clips follow each other in order and without a gap', () => {
    stage.play('a', clipOf(100, 1));
    stage.play('b', clipOf(SAMPLES_PER_TICK, 2));
    const samples = stage.nextSamples();
    assert.deepEqual([samples[99], samples[100], samples.at(-1)], [1, 2, 2]);
    assert.deepEqual(told, ['started a', 'finished a', 'started b']);
  });

  it('starts and finishes a clip without sound in one tick', () => {
    stage.play('a', clipOf(0, 0));
    stage.play('b', clipOf(SAMPLES_PER_TICK, 2));
    stage.nextSamples();
    assert.deepEqual(told, ['started a', 'finished a', 'started b', 'finished b']);
  });

  it('moves the mouth with the samples that were played, not with the time that passed', () => {
    const mouth = [
      { atMs: 0, pose: CLOSED_MOUTH },
      { atMs: 20, pose: WIDE_OPEN },
      { atMs: 40, pose: CLOSED_MOUTH },
    ];
    stage.play('a', { ...clipOf(10 * SAMPLES_PER_TICK, 7), mouth });
    timeMs += 1000;
    stage.nextSamples();
    stage.nextSamples();
    assert.equal(stage.pose().mouth.open, 1);
    stage.nextSamples();
    stage.nextSamples();
    assert.equal(stage.pose().mouth.open, 0);
  });

  it('closes the mouth and is silent from the tick after a flush, and tells nothing of the clips', () => {
    stage.play('a', { ...clipOf(10 * SAMPLES_PER_TICK, 7), mouth: [{ atMs: 10, pose: WIDE_OPEN }] });
    stage.play('b', clipOf(SAMPLES_PER_TICK, 2));
    stage.nextSamples();
    stage.flush();
    assert.deepEqual(stage.nextSamples(), SILENCE);
    assert.deepEqual(stage.pose().mouth, CLOSED_MOUTH);
    assert.deepEqual(told, ['started a']);
  });

  it('plays the clip after a flush from its first sample', () => {
    stage.play('a', clipOf(10 * SAMPLES_PER_TICK, 1));
    stage.nextSamples();
    stage.flush();
    stage.play('b', clipOf(SAMPLES_PER_TICK, 2));
    assert.deepEqual(stage.nextSamples(), new Int16Array(SAMPLES_PER_TICK).fill(2));
    assert.deepEqual(told, ['started a', 'started b', 'finished b']);
  });

  it('livens up within 200 ms of speech, calms down as fast after it, and has nothing to do then', () => {
    stage.play('a', clipOf(20 * SAMPLES_PER_TICK, 7));
    for (let tick = 0; tick < 20; tick += 1) stage.nextSamples();
    assert.ok(stage.pose().energy > 0.99);
    assert.equal(stage.lively, true);
    for (let tick = 0; tick < 21; tick += 1) stage.nextSamples();
    assert.equal(stage.pose().energy, 0);
    assert.equal(stage.lively, false);
  });

  it("counts the face's time from the moment it opened", () => {
    timeMs += 1234;
    assert.equal(stage.pose().timeMs, 1234);
  });
});
