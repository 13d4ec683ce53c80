import type { SKRSContext2D } from '@napi-rs/canvas';

import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import { fillEllipse } from './fill-ellipse.js';
import { createMouthInside } from './mouth-inside.js';
import { curveAlong } from './mouth-opening.js';
import type { MouthShape } from './mouth-shape.js';
import type { Part } from './part.js';

/** Where the lips meet at rest, below the eyes. */
export const MOUTH_Y = 77;

/** The lips, what shows between them, and the small shadows about them. */
export function createMouth(box: Paintbox, { skin, character }: Traits): Part {
  const full = character.lips;
  const lip = mix(skin.lip, mix(skin.base, skin.shade, 0.6), 0.45 * (1 - full));
  const upperPaint = box.linear(
    [0, -12],
    [0, 6],
    [
      [0, mix(lip, skin.base, 0.12)],
      [1, mix(lip, skin.deep, 0.35)],
    ],
  );
  const lowerPaint = box.linear(
    [0, 0],
    [0, 12],
    [
      [0, mix(lip, skin.deep, 0.12)],
      [0.45, mix(lip, skin.light, 0.2)],
      [1, lip],
    ],
  );
  const inside = createMouthInside(box);
  const seam = mix(skin.deep, '#4a1018', 0.5);
  const dimple = fade(mix(skin.shade, skin.deep, 0.4), 0.5);
  const hasBeard = character.beard === 'full';
  const under = box.radial([0, 0], 1, [
    [0, fade(skin.shade, 0.8)],
    [1, fade(skin.shade, 0)],
  ]);
  const gloss = fade(mix(skin.light, '#ffffff', 0.6), 0.14 + 0.16 * full);

  const drawDimples = (context: SKRSContext2D, { half, cornerY }: MouthShape): void => {
    context.lineCap = 'round';
    context.lineWidth = 1.5;
    context.strokeStyle = dimple;
    for (const side of [-1, 1]) {
      context.beginPath();
      context.moveTo(side * (half + 1.5), cornerY - 2.2);
      context.quadraticCurveTo(side * (half + 4), cornerY + 0.2, side * (half + 2.4), cornerY + 3.2);
      context.stroke();
    }
  };

  const drawLips = (context: SKRSContext2D, mouth: MouthShape): void => {
    const { half, upperY, lowerY, lowerLip } = mouth;
    context.translate(0, upperY);
    context.fillStyle = upperPaint;
    traceUpperLip(context, mouth);
    context.fill();
    context.translate(0, lowerY - upperY);
    context.fillStyle = lowerPaint;
    traceLowerLip(context, mouth);
    context.fill();
    context.fillStyle = gloss;
    context.beginPath();
    context.ellipse(-half * 0.08, lowerLip * 0.42, half * 0.34, lowerLip * 0.17, 0, 0, Math.PI * 2);
    context.fill();
    context.translate(0, -lowerY);
  };

  /** The line between lips that touch, which fades as they part. */
  const drawSeam = (context: SKRSContext2D, mouth: MouthShape): void => {
    const parted = (mouth.lowerY - mouth.upperY) / 2.5;
    if (parted >= 1) return;
    context.globalAlpha = 1 - parted;
    context.lineWidth = 1.7;
    context.strokeStyle = seam;
    context.beginPath();
    context.moveTo(-mouth.half, mouth.cornerY);
    curveAlong(context, mouth, 1, mouth.upperY);
    context.stroke();
    context.globalAlpha = 1;
  };

  return {
    draw(context, moment) {
      const { mouth } = moment;
      context.save();
      context.translate(0, MOUTH_Y);
      if (!hasBeard) fillEllipse(context, under, 0, mouth.lowerY + mouth.lowerLip + 3.5, mouth.half * 0.72, 7);
      drawDimples(context, mouth);
      inside.draw(context, moment);
      drawLips(context, mouth);
      drawSeam(context, mouth);
      context.restore();
    },
  };
}

/** Traced with the middle of its lower edge as origin. */
function traceUpperLip(context: SKRSContext2D, mouth: MouthShape): void {
  const { half, cornerY, upperY, upperLip, roundness } = mouth;
  const corner = cornerY - upperY;
  const outer = half + 0.6 + 3 * roundness;
  const peak = 4 + half * 0.08;
  const top = -upperLip;
  const rise = corner + (top - corner) * (0.42 + 0.28 * roundness);
  const bend = outer * (0.66 + 0.26 * roundness);
  context.beginPath();
  context.moveTo(outer, corner);
  context.bezierCurveTo(bend, rise, peak + half * 0.26, top, peak, top);
  context.quadraticCurveTo(peak * 0.4, top, 0, top + 1.6);
  context.quadraticCurveTo(-peak * 0.4, top, -peak, top);
  context.bezierCurveTo(-peak - half * 0.26, top, -bend, rise, -outer, corner);
  context.lineTo(-half, corner);
  curveAlong(context, mouth, 1, upperY, upperY);
  context.closePath();
}

/** Traced with the middle of its upper edge as origin. */
function traceLowerLip(context: SKRSContext2D, mouth: MouthShape): void {
  const { half, cornerY, lowerY, lowerLip, roundness } = mouth;
  const corner = cornerY - lowerY;
  const outer = half + 0.4 + 3 * roundness;
  const bend = outer * (0.82 + 0.17 * roundness);
  const fall = corner + (lowerLip - corner) * (0.66 - 0.04 * roundness);
  context.beginPath();
  context.moveTo(-half, corner);
  context.lineTo(-outer, corner);
  context.bezierCurveTo(-bend, fall, -half * 0.52, lowerLip, 0, lowerLip);
  context.bezierCurveTo(half * 0.52, lowerLip, bend, fall, outer, corner);
  context.lineTo(half, corner);
  curveAlong(context, mouth, -1, lowerY, lowerY);
  context.closePath();
}
