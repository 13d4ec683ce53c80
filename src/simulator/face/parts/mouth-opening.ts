import type { SKRSContext2D } from '@napi-rs/canvas';

import type { MouthShape } from './mouth-shape.js';

/**
 * Goes along an edge of the opening from one corner to the other: `to` is 1 for the right one, -1 for the left one.
 * `middleY` is where the edge crosses the middle; the origin is `offset` below that of the mouth.
 */
export function curveAlong(context: SKRSContext2D, mouth: MouthShape, to: 1 | -1, middleY: number, offset = 0): void {
  const { half, cornerY, roundness } = mouth;
  const nearCornerX = to * half * (0.7 + 0.3 * roundness);
  const nearCornerY = cornerY + (middleY - cornerY) * (0.72 - 0.17 * roundness) - offset;
  const nearMiddleX = to * half * (0.4 + 0.15 * roundness);
  const middle = middleY - offset;
  context.bezierCurveTo(-nearCornerX, nearCornerY, -nearMiddleX, middle, 0, middle);
  context.bezierCurveTo(nearMiddleX, middle, nearCornerX, nearCornerY, to * half, cornerY - offset);
}

/** Traces what can be looked into. */
export function traceOpening(context: SKRSContext2D, mouth: MouthShape): void {
  context.beginPath();
  context.moveTo(-mouth.half, mouth.cornerY);
  curveAlong(context, mouth, 1, mouth.upperY);
  curveAlong(context, mouth, -1, mouth.lowerY);
  context.closePath();
}
