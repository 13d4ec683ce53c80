import type { SKRSContext2D } from '@napi-rs/canvas';

import { FACE_SIZE, type Face, type FacePose } from './face.js';
import { breathAt, browsAt, gazeAt, headAt, lidsAt } from './motion.js';
import { createPaintbox, type CanvasModule } from './paintbox.js';
import { createBackground } from './parts/background.js';
import { createBeard } from './parts/beard.js';
import { createBody } from './parts/body.js';
import { createBrows } from './parts/brows.js';
import { createEars } from './parts/ears.js';
import { createEyes } from './parts/eyes.js';
import { createGlasses } from './parts/glasses.js';
import { createHair } from './parts/hair/hair.js';
import { createHead } from './parts/head.js';
import { createMouth } from './parts/mouth.js';
import { mouthShape } from './parts/mouth-shape.js';
import { createNose } from './parts/nose.js';
import type { Moment, Part } from './parts/part.js';
import { STAGE } from './stage.js';
import { traitsOf, type Traits } from './traits.js';

/** The head turns about the top of the neck. */
const PIVOT_Y = 120;
/** From there to the crown. */
const HEAD_HEIGHT = 240;

/** Draws the avatar of an id. The same id and pose always give the same picture. */
export function createFace(canvas: CanvasModule, avatarId: string): Face {
  return createFaceOf(canvas, traitsOf(avatarId));
}

/** Draws an avatar with given traits. */
export function createFaceOf(canvas: CanvasModule, traits: Traits): Face {
  const box = createPaintbox(canvas);
  const hair = createHair(box, traits);
  const background = createBackground(box, traits);
  const body = createBody(box, traits);
  const head = [hair.middle, createEars(box, traits), createHead(box, traits), createBeard(box, traits), hair.shadow];
  const nose = createNose(box, traits);
  const features = [createMouth(box, traits), createEyes(box, traits), createBrows(box, traits)];
  const glasses = createGlasses(box, traits);

  const drawPerson = (context: SKRSContext2D, moment: Moment): void => {
    const drawAll = (parts: readonly Part[]): void => {
      for (const part of parts) part.draw(context, moment);
    };
    const { yaw, pitch } = moment.head;
    onHead(context, moment, () => hair.back.draw(context, moment));
    body.draw(context, moment);
    onHead(context, moment, () => {
      drawAll(head);
      // What lies nearer to the viewer moves further when the head turns: that makes it look round.
      context.save();
      context.translate(yaw * 3.2, pitch * 2.2);
      drawAll(features);
      context.save();
      context.translate(yaw * 1.8, pitch * 1.2);
      nose.draw(context, moment);
      context.restore();
      glasses.draw(context, moment);
      context.restore();
      hair.front.draw(context, moment);
    });
  };

  // Where something is is asked just before it is drawn.
  let current: { pose: FacePose; moment: Moment } | undefined;
  const momentAt = (pose: FacePose): Moment => {
    if (current?.pose !== pose) current = { pose, moment: momentOf(traits, pose) };
    return current.moment;
  };

  return {
    draw(context, pose) {
      context.save();
      context.beginPath();
      context.rect(0, 0, FACE_SIZE, FACE_SIZE);
      context.clip();
      const moment = momentAt(pose);
      background.draw(context, moment);
      context.translate(STAGE.eyesX, STAGE.eyesY);
      context.scale(STAGE.scale, STAGE.scale);
      drawPerson(context, moment);
      context.restore();
    },
    places: (pose) => placesOf(momentAt(pose)),
  };
}

function momentOf({ seed, character }: Traits, { timeMs, mouth, energy }: FacePose): Moment {
  return {
    head: headAt(seed, timeMs, energy),
    gaze: gazeAt(seed, timeMs),
    lids: lidsAt(seed, timeMs),
    brows: browsAt(seed, timeMs, energy),
    breath: breathAt(seed, timeMs),
    mouth: mouthShape(mouth, character.lips),
  };
}

/** The further something reaches when it moves, the more it counts. */
function placesOf({ head, gaze, lids, brows, breath, mouth }: Moment): number[] {
  const { x, y, roll, yaw, pitch } = head;
  const { roundness, tongue, smile, ...edges } = mouth;
  return [
    ...[x, y, roll * HEAD_HEIGHT, yaw * 5, pitch * 3.4, gaze.x * 6, gaze.y * 6, lids * 20, brows * 6, breath * 2.4],
    ...[roundness * 6, tongue * 6, smile * 6],
    ...Object.values(edges),
  ];
}

function onHead(context: SKRSContext2D, { head, breath }: Moment, draw: () => void): void {
  context.save();
  context.translate(head.x, head.y - 1.6 * breath + PIVOT_Y);
  context.rotate(head.roll);
  context.translate(0, -PIVOT_Y);
  draw();
  context.restore();
}
