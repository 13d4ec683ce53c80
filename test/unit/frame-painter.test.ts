import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as canvas from '@napi-rs/canvas';
import wrtc from '@roamhq/wrtc';

import { createFace } from '../../src/simulator/face/drawn-face.js';
import { FACE_SIZE, type Face, type FacePose } from '../../src/simulator/face/face.js';
import { createFramePainter } from '../../src/simulator/media/frame-painter.js';
import { CLOSED_MOUTH } from '../../src/simulator/mouth.js';

const FRAME_MS = 40;
const FRAMES = 100;

/** Four seconds of a face, and how often it was drawn for them. */
function watch(poseAt: (timeMs: number) => Omit<FacePose, 'timeMs'>): { drawn: number; farthestOff: number } {
  const face = createFace(canvas, 'emma');
  let drawn = 0;
  const counted: Face = {
    draw: (context, pose) => {
      drawn += 1;
      face.draw(context, pose);
    },
    places: (pose) => face.places(pose),
  };
  const paint = createFramePainter(canvas, wrtc)(counted);
  let farthestOff = 0;
  for (let index = 0; index < FRAMES; index += 1) {
    const pose = { timeMs: index * FRAME_MS, ...poseAt(index * FRAME_MS) };
    const sent = paint(pose, FACE_SIZE).data;
    // A painter that has painted nothing yet draws what it is asked for.
    const exact = createFramePainter(canvas, wrtc)(face)(pose, FACE_SIZE).data;
    farthestOff = Math.max(farthestOff, meanDifference(sent, exact));
  }
  return { drawn, farthestOff };
}

function meanDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;
}

describe('the pictures of a face', () => {
  it('are drawn for a part of the frames while it listens, and look the same', () => {
    const { drawn, farthestOff } = watch(() => ({ mouth: CLOSED_MOUTH, energy: 0 }));
    assert.ok(drawn < 0.6 * FRAMES, `drawn ${drawn} times for ${FRAMES} frames`);
    // Of 255.
    assert.ok(farthestOff < 0.5, `${farthestOff} off`);
  });

  it('are drawn for nearly each frame while it talks', () => {
    const { drawn } = watch((timeMs) => ({
      mouth: { ...CLOSED_MOUTH, open: 0.5 + 0.5 * Math.sin(timeMs / 70) },
      energy: 1,
    }));
    assert.ok(drawn > 0.9 * FRAMES, `drawn ${drawn} times for ${FRAMES} frames`);
  });

  it('are the same in any size', () => {
    const pose = { timeMs: 0, mouth: CLOSED_MOUTH, energy: 0 };
    const paint = createFramePainter(canvas, wrtc)(createFace(canvas, 'emma'));
    const [large, small] = [paint(pose, 512), paint(pose, 256)];
    assert.deepEqual([small.width, small.height], [256, 256]);
    // How bright each pixel is, and the mean of the four that it stands for.
    const halved = Uint8Array.from({ length: 256 * 256 }, (_, index) => {
      const at = Math.floor(index / 256) * 2 * 512 + (index % 256) * 2;
      return [0, 1, 512, 513].reduce((sum, more) => sum + (large.data[at + more] ?? 0), 0) / 4;
    });
    const off = meanDifference(halved, small.data.subarray(0, 256 * 256));
    assert.ok(off < 1.5, `${off} off`);
    assert.equal(paint(pose, 512).width, 512);
  });
});
