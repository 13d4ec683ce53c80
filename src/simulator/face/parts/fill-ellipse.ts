import type { SKRSContext2D } from '@napi-rs/canvas';

import type { Paint } from '../paintbox.js';

/** Fills an ellipse; a gradient is taken to be a round one of radius 1 about the origin. */
export function fillEllipse(
  context: SKRSContext2D,
  paint: Paint,
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
): void {
  context.save();
  context.translate(x, y);
  context.scale(radiusX, radiusY);
  context.fillStyle = paint;
  context.beginPath();
  context.arc(0, 0, 1, 0, Math.PI * 2);
  context.fill();
  context.restore();
}
