import type { SKRSContext2D } from '@napi-rs/canvas';

import { fade, mix } from '../colour.js';
import type { Paint, Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import { fillEllipse } from './fill-ellipse.js';
import type { Moment, Part } from './part.js';

const EYE_X = 41;
const INNER_X = 19;
const OUTER_X = -22;
const INNER_Y = 4;
const OUTER_Y = 0.5;
const IRIS = 12;

/** Both eyes. Each is drawn as the left one (seen by the viewer); the right one is its mirror image but for the light. */
export function createEyes(box: Paintbox, { skin, iris, character, features }: Traits): Part {
  const white = box.linear(
    [0, -15],
    [0, 10],
    [
      [0, '#d9d3d6'],
      [0.45, '#fbf9f7'],
      [1, '#ffffff'],
    ],
  );
  const irisPaint = box.linear(
    [0, -IRIS],
    [0, IRIS],
    [
      [0, mix(iris.dark, '#000000', 0.25)],
      [0.4, iris.dark],
      [0.95, iris.light],
    ],
  );
  const ring = fade(mix(iris.dark, '#000000', 0.45), 0.8);
  const lidPaint = box.linear(
    [0, -18],
    [0, 10],
    [
      [0.2, fade(skin.shade, 0)],
      [1, fade(skin.shade, 0.6)],
    ],
  );
  const lash = mix(skin.deep, '#20141a', 0.72);
  const crease = fade(mix(skin.shade, skin.deep, 0.4), 0.7);
  const fold = fade(mix(skin.shade, skin.deep, 0.5), 0.4);
  const shadow = fade(mix(skin.deep, '#20141a', 0.5), 0.22);
  const corner = fade(mix(skin.blush, '#ffffff', 0.25), 0.45);
  const strength = character.lashes;

  const drawEye = (context: SKRSContext2D, moment: Moment, side: number): void => {
    const lids = moment.lids;
    const squint = moment.mouth.smile * 2.6 + moment.lids * 1.5;
    const edge = lidEdge(lids, squint);
    const openEdge = lidEdge(0, squint);

    if (lids < 0.97) {
      context.save();
      traceOpening(context, edge, squint);
      context.clip();
      context.fillStyle = white;
      context.fillRect(OUTER_X - 2, -20, INNER_X - OUTER_X + 4, 36);
      drawIris(context, moment, side, irisPaint, ring);
      fillEllipse(context, corner, INNER_X, INNER_Y, 4.5, 3);
      // The lid throws a shadow on the eye.
      context.beginPath();
      context.moveTo(OUTER_X, OUTER_Y);
      context.bezierCurveTo(edge.x1, edge.y1 + 5, edge.x2, edge.y2 + 5, INNER_X, INNER_Y);
      context.bezierCurveTo(edge.x2, edge.y2, edge.x1, edge.y1, OUTER_X, OUTER_Y);
      context.fillStyle = shadow;
      context.fill();
      context.restore();
    }
    if (lids > 0) {
      context.beginPath();
      context.moveTo(OUTER_X, OUTER_Y);
      context.bezierCurveTo(openEdge.x1, openEdge.y1 - 1, openEdge.x2, openEdge.y2 - 1, INNER_X, INNER_Y);
      context.bezierCurveTo(edge.x2, edge.y2, edge.x1, edge.y1, OUTER_X, OUTER_Y);
      context.fillStyle = lidPaint;
      context.fill();
    }
    drawLash(context, edge, strength, lash);
    context.lineWidth = 1.5;
    context.strokeStyle = crease;
    context.beginPath();
    context.moveTo(OUTER_X - 1, OUTER_Y - 10 + lids * 2);
    context.bezierCurveTo(-13, -23 + lids * 4, 5, -24 + lids * 4, INNER_X - 2, -8 + lids * 2);
    context.stroke();
    context.lineWidth = 1.2;
    context.strokeStyle = fold;
    context.beginPath();
    context.moveTo(-14, 12 - squint);
    context.quadraticCurveTo(-2, 16 - squint, 10, 12 - squint);
    context.stroke();
  };

  return {
    draw(context, moment) {
      context.lineCap = 'round';
      for (const side of [-1, 1]) {
        context.save();
        context.translate(side * EYE_X, 0);
        context.scale(-side * features.eyes, features.eyes);
        context.rotate(features.tilt);
        drawEye(context, moment, -side);
        context.restore();
      }
    },
  };
}

interface Edge {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** The edge of the upper lid, from the outer to the inner corner; shut, it lies a little above the lower lid. */
function lidEdge(lids: number, squint: number): Edge {
  const between = (open: number, shut: number): number => open + (shut - open) * lids;
  return {
    x1: -15,
    y1: between(-18, 10 - squint),
    x2: between(8, 10),
    y2: between(-19.5, 11 - squint),
  };
}

function traceOpening(context: SKRSContext2D, edge: Edge, squint: number): void {
  context.beginPath();
  context.moveTo(OUTER_X, OUTER_Y);
  context.bezierCurveTo(edge.x1, edge.y1, edge.x2, edge.y2, INNER_X, INNER_Y);
  context.bezierCurveTo(10, 13 - squint, -15, 13 - squint, OUTER_X, OUTER_Y);
  context.closePath();
}

function drawIris(context: SKRSContext2D, { gaze, head }: Moment, mirrored: number, paint: Paint, ring: string): void {
  // The eyes hold the viewer while the head turns.
  const x = mirrored * (gaze.x * 6 - head.yaw * 1.6) - 0.5;
  const y = gaze.y * 3.5 - head.pitch - 1;
  const disc = (dx: number, dy: number, radius: number, fill: Paint): void => {
    context.beginPath();
    context.arc(x + dx, y + dy, radius, 0, Math.PI * 2);
    context.fillStyle = fill;
    context.fill();
  };
  context.save();
  context.translate(x, y);
  context.beginPath();
  context.arc(0, 0, IRIS, 0, Math.PI * 2);
  context.fillStyle = paint;
  context.fill();
  context.lineWidth = 1.6;
  context.strokeStyle = ring;
  context.stroke();
  context.restore();
  disc(0, 0, 5.6, '#140d10');
  // The light comes from the upper left for both eyes.
  disc(mirrored * -4, -4.4, 3.3, 'rgba(255,255,255,0.95)');
  disc(mirrored * 4.2, 4.6, 1.7, 'rgba(255,255,255,0.55)');
}

function drawLash(context: SKRSContext2D, edge: Edge, strength: number, colour: string): void {
  const wing = 2 + 3.6 * strength;
  const thick = 2.6 + 1.2 * strength;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(OUTER_X - wing, OUTER_Y - wing * 0.55);
  context.bezierCurveTo(edge.x1 - 2, edge.y1 - thick, edge.x2, edge.y2 - thick * 0.8, INNER_X + 1, INNER_Y);
  context.bezierCurveTo(edge.x2, edge.y2 + 0.6, edge.x1, edge.y1 + 0.8, OUTER_X + 0.5, OUTER_Y + 0.8);
  context.closePath();
  context.fill();
}
