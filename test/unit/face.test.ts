import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as canvas from '@napi-rs/canvas';

import { createFace } from '../../src/simulator/face/drawn-face.js';
import { FACE_SIZE, type FacePose } from '../../src/simulator/face/face.js';
import { lidsAt } from '../../src/simulator/face/motion.js';
import { mouthShape } from '../../src/simulator/face/parts/mouth-shape.js';
import { STAGE } from '../../src/simulator/face/stage.js';
import { traitsOf } from '../../src/simulator/face/traits.js';
import { CLOSED_MOUTH, type MouthPose } from '../../src/simulator/mouth.js';

const AT_REST: FacePose = { timeMs: 0, mouth: CLOSED_MOUTH, energy: 0 };
const OPEN: MouthPose = { ...CLOSED_MOUTH, open: 0.9 };

/** Squares of the picture, wide enough for the head's small movements. */
const MOUTH = { left: STAGE.eyesX - 50, top: STAGE.eyesY + 68, right: STAGE.eyesX + 50, bottom: STAGE.eyesY + 152 };
const EYES = { left: STAGE.eyesX - 85, top: STAGE.eyesY - 28, right: STAGE.eyesX + 85, bottom: STAGE.eyesY + 28 };

function picture(avatarId: string, pose: Partial<FacePose> = {}): Uint8ClampedArray {
  const context = canvas.createCanvas(FACE_SIZE, FACE_SIZE).getContext('2d');
  createFace(canvas, avatarId).draw(context, { ...AT_REST, ...pose });
  return context.getImageData(0, 0, FACE_SIZE, FACE_SIZE).data;
}

type Place = (x: number, y: number) => boolean;
const inside =
  ({ left, top, right, bottom }: typeof MOUTH): Place =>
  (x, y) =>
    x >= left && x < right && y >= top && y < bottom;

/** How many pixels of a place differ plainly between two pictures. */
function differing(one: Uint8ClampedArray, other: Uint8ClampedArray, place: Place = () => true): number {
  let count = 0;
  for (let pixel = 0; pixel < FACE_SIZE * FACE_SIZE; pixel += 1) {
    if (!place(pixel % FACE_SIZE, Math.floor(pixel / FACE_SIZE))) continue;
    const differs = [0, 1, 2].some((channel) => {
      const index = pixel * 4 + channel;
      return Math.abs((one[index] ?? 0) - (other[index] ?? 0)) > 24;
    });
    if (differs) count += 1;
  }
  return count;
}

describe('a face', () => {
  it('is the same picture for the same id and pose', () => {
    const pose = { timeMs: 12_345, mouth: OPEN, energy: 0.7 };
    assert.deepEqual(picture('emma', pose), picture('emma', pose));
  });

  it('is plainly another one for another id', () => {
    const ids = ['avatar-1', 'avatar-2', 'avatar-3', 'avatar-4'];
    const pictures = ids.map((id) => picture(id));
    for (const [index, one] of pictures.entries()) {
      for (const other of pictures.slice(index + 1)) {
        assert.ok(differing(one, other) > 0.2 * FACE_SIZE * FACE_SIZE);
      }
    }
  });

  it('fills its square, and nothing outside of it', () => {
    const margin = 30;
    const size = FACE_SIZE + 2 * margin;
    const context = canvas.createCanvas(size, size).getContext('2d');
    context.translate(margin, margin);
    createFace(canvas, 'emma').draw(context, AT_REST);
    const { data } = context.getImageData(0, 0, size, size);
    for (let pixel = 0; pixel < size * size; pixel += 1) {
      const isWithin = [pixel % size, Math.floor(pixel / size)].every((at) => at >= margin && at < size - margin);
      assert.equal(data[pixel * 4 + 3], isWithin ? 255 : 0);
    }
  });

  it('stands before a flat green where its id ends in -green-screen, and is the one of the id without it', () => {
    const [plain, green] = [picture('emma'), picture('emma-green-screen')];
    const greenOf = (x: number, y: number): number[] => [
      ...green.slice((y * FACE_SIZE + x) * 4, (y * FACE_SIZE + x + 1) * 4),
    ];
    for (let at = 0; at < FACE_SIZE; at += 1) assert.deepEqual(greenOf(at, 0), [0, 255, 0, 255]);
    assert.equal(differing(plain, green, inside(EYES)), 0);
    assert.equal(differing(plain, green, inside(MOUTH)), 0);
  });

  it('leaves the state of the context as it found it', () => {
    const context = canvas.createCanvas(FACE_SIZE, FACE_SIZE).getContext('2d');
    context.fillStyle = '#123456';
    context.strokeStyle = '#654321';
    context.lineWidth = 7;
    context.globalAlpha = 0.5;
    context.scale(0.5, 0.5);
    const state = (): unknown => {
      const { lineWidth, lineCap, globalAlpha, filter } = context;
      const { a, b, c, d, e, f } = context.getTransform();
      // The colours by what they paint: some versions of the canvas go on to tell the one that was set last.
      context.clearRect(0, 0, 40, 40);
      context.fillRect(0, 0, 20, 20);
      context.strokeRect(24, 4, 10, 10);
      const painted = [...context.getImageData(0, 0, 20, 20).data];
      return { lineWidth, lineCap, globalAlpha, filter, painted, matrix: [a, b, c, d, e, f] };
    };
    const before = state();
    createFace(canvas, 'emma').draw(context, { ...AT_REST, mouth: OPEN });
    assert.deepEqual(state(), before);
  });

  it('changes little but the lower face when the mouth opens', () => {
    const [closed, open] = [picture('emma'), picture('emma', { mouth: OPEN })];
    assert.ok(differing(closed, open, inside(MOUTH)) > 500);
    assert.ok(differing(closed, open, (_, y) => y < STAGE.eyesY - 40) === 0);
  });

  it('shows neither teeth nor tongue while the mouth is closed', () => {
    const behindLips = { ...CLOSED_MOUTH, teeth: 1, tongue: 1 };
    assert.equal(differing(picture('emma'), picture('emma', { mouth: behindLips })), 0);
  });

  it('shuts its eyes when it blinks, and little else moves', () => {
    const { seed } = traitsOf('emma');
    let timeMs = 0;
    while (lidsAt(seed, timeMs) < 1) timeMs += 1;
    const [before, shut] = [picture('emma', { timeMs: timeMs - 90 }), picture('emma', { timeMs })];
    const atTheEyes = differing(before, shut, inside(EYES));
    assert.ok(atTheEyes > 1000, `${atTheEyes} pixels`);
    assert.ok(differing(before, shut) < 1.5 * atTheEyes);
  });
});

describe('the traits of an avatar', () => {
  it('come in every hair style, skin and background', () => {
    const all = Array.from({ length: 400 }, (_, index) => traitsOf(`avatar-${index}`));
    assert.ok(new Set(all.map(({ character }) => character.hair)).size >= 12);
    assert.equal(new Set(all.map(({ skin }) => skin.base)).size, 6);
    assert.equal(new Set(all.map(({ scheme }) => scheme.far)).size, 8);
    assert.equal(new Set(all.map(({ scene }) => scene)).size, 4);
  });

  it('are the same for the same id', () => {
    assert.deepEqual(traitsOf('emma'), traitsOf('emma'));
  });
});

describe('the shape of a mouth', () => {
  it('has lips that touch where the mouth is closed, whatever the pose is otherwise', () => {
    for (const rest of [{}, { wide: 1 }, { round: 1 }, { teeth: 1 }, { tongue: 1 }]) {
      const { upperY, lowerY } = mouthShape({ ...CLOSED_MOUTH, ...rest }, 0.5);
      assert.equal(lowerY - upperY, 0);
    }
  });

  it('drops the jaw as it opens', () => {
    const jaws = [0, 0.25, 0.5, 1].map((open) => mouthShape({ ...CLOSED_MOUTH, open }, 0.5).jaw);
    assert.deepEqual(
      jaws.toSorted((one, other) => one - other),
      jaws,
    );
    assert.equal(jaws[0], 0);
  });

  it('is broader and smiles more when wide, and is narrower with fuller lips when round', () => {
    const [rest, wide, round] = [{}, { wide: 1 }, { round: 1 }].map((part) =>
      mouthShape({ ...CLOSED_MOUTH, ...part }, 0.5),
    );
    assert.ok(rest && wide && round);
    assert.ok(wide.half > rest.half && wide.smile > rest.smile);
    assert.ok(round.half < 0.7 * rest.half && round.upperLip > rest.upperLip);
  });
});
