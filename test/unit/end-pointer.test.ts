import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { EndPointer } from '../../src/element/extensions/voice/detector/end-pointer.js';

/** What it tells of frames with these likelihoods, and in which of them. */
function changesIn(probabilities: number[], pointer = new EndPointer(320)): string[] {
  return probabilities.flatMap((probability, frame) => {
    const change = pointer.push(probability);
    return change ? [`${frame} ${change}`] : [];
  });
}

const frames = (count: number, probability: number): number[] => Array.from({ length: count }, () => probability);

describe('the end-pointer', () => {
  it('tells of the first voiced frame, and takes three in a row for speech', () => {
    assert.deepEqual(changesIn([...frames(2, 0), ...frames(5, 0.9)]), ['2 maybe', '4 start']);
  });

  it('goes on waiting for three in a row where a voice sets in unsteadily', () => {
    assert.deepEqual(changesIn([0.6, 0.4, 0.7, 0.8, 0.9]), ['0 maybe', '4 start']);
  });

  it('takes three frames for speech that are so almost certainly, and a cough for none', () => {
    assert.deepEqual(changesIn([0.61, 0.8, 0.77, 0.6, 0.53, ...frames(5, 0.1)]), ['0 maybe', '9 misfire']);
    assert.deepEqual(changesIn([0.55, 0.75, 0.95]), ['0 maybe', '2 start']);
  });

  it('takes back what was a click', () => {
    assert.deepEqual(changesIn([0.9, 0.8, ...frames(6, 0.1)]), ['0 maybe', '6 misfire']);
  });

  it('ends after as long a silence as it was told', () => {
    assert.deepEqual(changesIn([...frames(3, 0.9), ...frames(12, 0.1)]), ['0 maybe', '2 start', '12 end']);
  });

  it('takes a pause between words, and a voice that fades, for speech', () => {
    assert.deepEqual(changesIn([...frames(3, 0.9), ...frames(9, 0.1), 0.4, ...frames(9, 0.1), 0.9]), [
      '0 maybe',
      '2 start',
    ]);
  });

  it('takes another silence for long enough at once', () => {
    const pointer = new EndPointer(1000);
    changesIn([...frames(3, 0.9), ...frames(5, 0.1)], pointer);
    pointer.hangoverMs = 200;
    assert.deepEqual(changesIn([0.1, 0.1], pointer), ['1 end']);
    assert.equal(pointer.silentMs, 224);
  });

  it('begins anew with what goes on beyond the longest utterance', () => {
    const pointer = new EndPointer(320);
    changesIn(frames(4, 0.9), pointer);
    pointer.reset();
    assert.deepEqual(changesIn(frames(4, 0.9), pointer), ['0 maybe', '2 start']);
  });
});
