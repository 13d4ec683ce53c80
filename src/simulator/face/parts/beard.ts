import type { SKRSContext2D } from '@napi-rs/canvas';

import type { FaceShape } from '../characters.js';
import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import { CHIN_LEAN, JAW_PART } from './head.js';
import { MOUTH_Y } from './mouth.js';
import type { Moment, Part } from './part.js';

/** A beard and a moustache, which go with jaw and lips; or stubble; or nothing. */
export function createBeard(box: Paintbox, { character, hairColour, skin }: Traits): Part {
  if (character.beard === 'none') return { draw: () => undefined };
  const isFull = character.beard === 'full';
  const colour = isFull ? hairColour.base : mix(skin.deep, hairColour.deep, 0.5);
  const strength = isFull ? 1 : 0.26;
  const paint = box.linear(
    [-60, 10],
    [40, 130],
    [
      [0, fade(mix(colour, hairColour.light, isFull ? 0.25 : 0), strength)],
      [0.5, fade(colour, strength)],
      [1, fade(mix(colour, hairColour.deep, 0.6), strength)],
    ],
  );
  return {
    draw(context, moment) {
      context.fillStyle = paint;
      traceBeard(context, moment, character.face, isFull);
      context.fill();
    },
  };
}

function traceBeard(context: SKRSContext2D, moment: Moment, face: FaceShape, isFull: boolean): void {
  const { mouth, head } = moment;
  const drop = mouth.jaw;
  const lean = head.yaw * CHIN_LEAN;
  const jawY = face.jawY + drop * JAW_PART;
  const grow = isFull ? 5 : 0;
  const chinY = face.chinY + drop + grow;
  const side = face.cheek + (isFull ? 1.5 : 0);
  const jaw = face.jaw + grow * 0.6;
  const lipTop = MOUTH_Y + mouth.upperY - mouth.upperLip;
  const lipBottom = MOUTH_Y + mouth.lowerY + mouth.lowerLip;
  const half = mouth.half + 3 + 3 * mouth.roundness;
  const cornerY = MOUTH_Y + mouth.cornerY;
  context.beginPath();
  // Round the outside.
  context.moveTo(-side, -26);
  context.bezierCurveTo(-side, 20, -jaw - 13, jawY - 22, -jaw, jawY);
  context.bezierCurveTo(12 - jaw, jawY + 20 + grow, lean - face.chin - grow, chinY, lean, chinY);
  context.bezierCurveTo(lean + face.chin + grow, chinY, jaw - 12, jawY + 20 + grow, jaw, jawY);
  context.bezierCurveTo(jaw + 13, jawY - 22, side, 20, side, -26);
  // Along the cheek to the moustache, and back on the other side.
  context.bezierCurveTo(74, 8, 78, 52, 54, 62);
  context.bezierCurveTo(40, 66, 30, lipTop - 12, 13, lipTop - 12);
  context.quadraticCurveTo(5, lipTop - 12, 0, lipTop - 8);
  context.quadraticCurveTo(-5, lipTop - 12, -13, lipTop - 12);
  context.bezierCurveTo(-30, lipTop - 12, -40, 66, -54, 62);
  context.bezierCurveTo(-78, 52, -74, 8, -side, -26);
  context.closePath();
  // The mouth stays free: the opposite direction makes a hole.
  context.moveTo(-half, cornerY);
  context.bezierCurveTo(-half, lipBottom - 2, -half * 0.5, lipBottom + 2, 0, lipBottom + 2);
  context.bezierCurveTo(half * 0.5, lipBottom + 2, half, lipBottom - 2, half, cornerY);
  context.bezierCurveTo(half * 0.6, lipTop - 2, 10, lipTop - 3, 0, lipTop - 1);
  context.bezierCurveTo(-10, lipTop - 3, -half * 0.6, lipTop - 2, -half, cornerY);
  context.closePath();
}
