import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as canvas from '@napi-rs/canvas';
import wrtc from '@roamhq/wrtc';

import { createFace } from '../../src/simulator/face/drawn-face.js';
import type { Face, FacePose } from '../../src/simulator/face/face.js';
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
    const sent = paint(pose).data;
    // A painter that has painted nothing yet draws what it is asked for.
    const exact = createFramePainter(canvas, wrtc)(face)(pose).data;
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
});
