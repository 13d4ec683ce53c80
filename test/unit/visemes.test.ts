import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CLOSED_MOUTH, type MouthPose } from '../../src/simulator/mouth.js';
import { poseAt } from '../../src/simulator/mouth-timeline.js';
import type { TimedPhone } from '../../src/simulator/voice/flite.js';
import { mouthOf } from '../../src/simulator/voice/visemes.js';

const CMU_PHONES =
  'aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p pau r s sh t th uh uw v w y z zh';

/** Phones of equal length, one after the other. */
function row(phones: string, durationMs = 100): TimedPhone[] {
  return phones.split(' ').map((phone, i) => ({ phone, startMs: i * durationMs, endMs: (i + 1) * durationMs }));
}

/** The poses of the mouth while the phone at `index` is said, as pictures of 25 a second would show them. */
function poseOf(phones: string, index: number): MouthPose {
  const keys = mouthOf(row(phones));
  const key = keys[2 * index];
  assert.ok(key);
  return key.pose;
}

describe('mouthOf', () => {
  for (const phone of ['p', 'b', 'm']) {
    it(`shuts the lips for "${phone}" between open vowels, for as long as a picture lasts`, () => {
      const [closed, opens] = mouthOf(row(`aa ${phone} aa`, 70)).slice(2, 4);
      assert.deepEqual(closed?.pose, CLOSED_MOUTH);
      assert.deepEqual(opens?.pose, CLOSED_MOUTH);
      assert.ok(opens.atMs - closed.atMs >= 38);
    });
  }

  it('puts the teeth on the lip for "f" and "v", and shows them for "s"', () => {
    for (const phone of ['f', 'v', 's', 'z']) {
      const { teeth, open } = poseOf(`aa ${phone} aa`, 1);
      assert.ok(teeth > 0.7 && open < 0.35, `${phone}: teeth ${teeth}, open ${open}`);
    }
  });

  it('rounds the lips for "oo" and "w", and spreads them for "ee"', () => {
    for (const phone of ['uw', 'w']) assert.ok(poseOf(`t ${phone} t`, 1).round > 0.8, phone);
    const ee = poseOf('t iy t', 1);
    assert.ok(ee.wide > 0.75 && ee.round < 0.05);
  });

  it('opens widest for "ah"', () => {
    const openness = (phone: string) => poseOf(`t ${phone} t`, 1).open;
    const others = CMU_PHONES.split(' ').filter((phone) => !['aa', 'ay', 'aw'].includes(phone));
    for (const phone of others) assert.ok(openness(phone) < openness('aa'), phone);
  });

  it('shows the tongue for "th" and "l"', () => {
    for (const phone of ['th', 'dh', 'l']) assert.ok(poseOf(`aa ${phone} aa`, 1).tongue > 0.5, phone);
  });

  it('moves through both halves of a diphthong', () => {
    const [begin, end] = mouthOf(row('t aw t')).slice(2, 4);
    assert.ok(begin && end);
    assert.ok(begin.pose.open > 0.6 && begin.pose.round < 0.1);
    assert.ok(end.pose.open < 0.4 && end.pose.round > 0.7);
  });

  it('lets neighbours colour a sound that needs no shape of its own', () => {
    assert.ok(poseOf('uw k uw', 1).round > poseOf('iy k iy', 1).round + 0.4);
    assert.ok(poseOf('iy hh iy', 1).wide > poseOf('uw hh uw', 1).wide + 0.4);
  });

  it('rests in a pause, and opens a little before the sound', () => {
    const keys = mouthOf(row('pau aa pau', 200));
    assert.deepEqual(poseAt(keys, 80), CLOSED_MOUTH);
    assert.deepEqual(poseAt(keys, 580), CLOSED_MOUTH);
    assert.ok(poseAt(keys, 195).open > 0.1);
  });

  it('gives keys in order and poses between 0 and 1, for every pair of sounds at every tempo', () => {
    const phones = CMU_PHONES.split(' ');
    const everyPair = phones.flatMap((first) => phones.flatMap((second) => [first, second])).join(' ');
    for (const durationMs of [8, 25, 90, 400]) {
      const keys = mouthOf(row(everyPair, durationMs));
      for (const [i, { atMs, pose }] of keys.entries()) {
        assert.ok(atMs >= (keys[i - 1]?.atMs ?? 0), `key ${i} of ${durationMs} ms`);
        for (const value of Object.values(pose) as number[]) assert.ok(value >= 0 && value <= 1);
      }
    }
  });

  it('knows every sound of the CMU set, and survives one that it does not know', () => {
    const unknown = JSON.stringify(poseOf('aa unheard aa', 1));
    for (const phone of CMU_PHONES.split(' '))
      assert.notEqual(JSON.stringify(poseOf(`aa ${phone} aa`, 1)), unknown, phone);
  });

  it('has nothing to do where there are no sounds', () => {
    assert.deepEqual(mouthOf([]), []);
  });
});
