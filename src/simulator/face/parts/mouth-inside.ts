import type { SKRSContext2D } from '@napi-rs/canvas';

import type { Paint, Paintbox } from '../paintbox.js';
import { traceOpening } from './mouth-opening.js';
import type { MouthShape } from './mouth-shape.js';
import type { Part } from './part.js';

/** What shows between the lips: the upper teeth, and the tongue. The origin is the middle of the mouth. */
export function createMouthInside(box: Paintbox): Part {
  const inside = box.linear(
    [0, -10],
    [0, 30],
    [
      [0, '#3a1119'],
      [1, '#74232c'],
    ],
  );
  const teethPaint = box.linear(
    [0, -12],
    [0, 6],
    [
      [0, '#d8cdc9'],
      [0.6, '#fbf8f4'],
      [1, '#ffffff'],
    ],
  );
  const tonguePaint = box.radial([0, 2], 22, [
    [0, '#ec8583'],
    [0.6, '#d9625f'],
    [1, '#b84648'],
  ]);
  return {
    draw(context, { mouth }) {
      const { half, upperY, lowerY } = mouth;
      if (lowerY - upperY <= 0.2) return;
      context.save();
      traceOpening(context, mouth);
      context.clip();
      context.fillStyle = inside;
      context.fillRect(-half, upperY - 8, half * 2, lowerY - upperY + 20);
      drawTongue(context, mouth, tonguePaint);
      drawTeeth(context, mouth, teethPaint);
      context.restore();
    },
  };
}

function drawTeeth(context: SKRSContext2D, mouth: MouthShape, paint: Paint): void {
  const width = mouth.half * 0.86;
  const bottom = mouth.upperY + mouth.teeth;
  context.fillStyle = paint;
  context.beginPath();
  context.moveTo(-width, mouth.upperY - 12);
  context.lineTo(width, mouth.upperY - 12);
  context.bezierCurveTo(width, bottom - 2, width * 0.6, bottom, 0, bottom);
  context.bezierCurveTo(-width * 0.6, bottom, -width, bottom - 2, -width, mouth.upperY - 12);
  context.fill();
}

function drawTongue(context: SKRSContext2D, mouth: MouthShape, paint: Paint): void {
  const gap = mouth.lowerY - mouth.upperY;
  const height = gap * (0.34 + 0.42 * mouth.tongue) - Math.max(0, 5 - gap * 0.25) * (1 - mouth.tongue);
  context.save();
  context.translate(0, mouth.lowerY - height + 10);
  context.fillStyle = paint;
  context.beginPath();
  context.ellipse(0, 2, mouth.half * (0.66 - 0.12 * mouth.tongue), 13, 0, 0, Math.PI * 2);
  context.fill();
  context.restore();
}
