import type { SKRSContext2D } from '@napi-rs/canvas';

import type { FaceShape } from '../characters.js';
import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import { fillEllipse } from './fill-ellipse.js';
import type { Part } from './part.js';

/** How far the corners of the jaw go down with the chin. */
export const JAW_PART = 0.35;
/** How far the chin goes aside when the head turns, in pixels. */
export const CHIN_LEAN = 2.2;

/** What a path can be traced on: a context, or a `Path2D`. */
type PathSink = Pick<SKRSContext2D, 'moveTo' | 'bezierCurveTo' | 'closePath'>;

/** Traces the outline of the face, with the chin so far down (`drop`) and so far aside (`lean`). */
export function traceFace(context: PathSink, shape: FaceShape, drop: number, lean: number): void {
  const { cheek, jaw, chin } = shape;
  const jawY = shape.jawY + drop * JAW_PART;
  const chinY = shape.chinY + drop;
  context.moveTo(0, -114);
  context.bezierCurveTo(54, -114, cheek, -74, cheek, -16);
  context.bezierCurveTo(cheek, 20, jaw + 13, jawY - 22, jaw, jawY);
  context.bezierCurveTo(jaw - 12, jawY + 20, lean + chin, chinY, lean, chinY);
  context.bezierCurveTo(lean - chin, chinY, 12 - jaw, jawY + 20, -jaw, jawY);
  context.bezierCurveTo(-jaw - 13, jawY - 22, -cheek, 20, -cheek, -16);
  context.bezierCurveTo(-cheek, -74, -54, -114, 0, -114);
  context.closePath();
}

const FRECKLES = [
  [27, 29, 1.3],
  [35, 25, 1],
  [41, 33, 1.4],
  [49, 27, 1.1],
  [55, 35, 1.2],
  [33, 38, 1.1],
  [47, 40, 1],
  [62, 29, 1],
  [20, 36, 1],
] as const;

/** The skin of the face with its light and shade, and the cheeks. */
export function createHead(box: Paintbox, { skin, character, features }: Traits): Part {
  const { face } = character;
  const skinPaint = box.linear(
    [-80, -90],
    [70, 120],
    [
      [0, mix(skin.light, skin.base, 0.1)],
      [1, mix(skin.base, skin.shade, 0.8)],
    ],
  );
  const side = box.linear(
    [38, 12],
    [92, 32],
    [
      [0, fade(skin.shade, 0)],
      [1, fade(skin.shade, 0.75)],
    ],
  );
  const blush = box.radial([0, 0], 1, [
    [0, fade(skin.blush, 0.36)],
    [0.35, fade(skin.blush, 0.25)],
    [0.7, fade(skin.blush, 0.08)],
    [1, fade(skin.blush, 0)],
  ]);
  const shine = box.radial([0, 0], 1, [
    [0, fade(skin.light, 0.75)],
    [1, fade(skin.light, 0)],
  ]);
  const freckles = box.path(FRECKLES.map(([x, y, r]) => dot(x, y, r) + dot(-x - 1.5, y + 1, r)).join(' '));
  const frecklePaint = fade(mix(skin.shade, skin.deep, 0.45), 0.45);
  return {
    draw(context, moment) {
      context.beginPath();
      traceFace(context, face, moment.mouth.jaw, moment.head.yaw * CHIN_LEAN);
      context.fillStyle = skinPaint;
      context.fill();
      context.fillStyle = side;
      context.fill();
      const turn = moment.head.yaw * 3;
      fillEllipse(context, shine, -18 + turn, -52, 62, 34);
      fillEllipse(context, shine, -46 + turn, 22, 26, 17);
      for (const cheekSide of [-1, 1]) {
        fillEllipse(context, blush, cheekSide * 50 + turn, 42 - moment.mouth.smile * 6, 31, 26);
      }
      if (features.freckles) {
        context.translate(turn, 0);
        context.fillStyle = frecklePaint;
        context.fill(freckles);
        context.translate(-turn, 0);
      }
    },
  };
}

function dot(x: number, y: number, radius: number): string {
  return `M${x - radius},${y} a${radius},${radius} 0 1 0 ${radius * 2},0 a${radius},${radius} 0 1 0 ${-radius * 2},0 Z`;
}
