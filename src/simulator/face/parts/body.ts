import type { SKRSContext2D } from '@napi-rs/canvas';

import { fade, mix } from '../colour.js';
import { FACE_SIZE } from '../face.js';
import type { Paint, Paintbox } from '../paintbox.js';
import { STAGE } from '../stage.js';
import type { Traits } from '../traits.js';
import { createLayers } from './layers.js';
import { OUTFITS, type ClothTone } from './outfits.js';
import type { Part } from './part.js';

const DARK = '#1d1730';
/** The picture of the body begins here, and goes on a little below the edge, for it rises with the breath. */
const TOP = 268;
const SLACK = 8;
const HEIGHT = FACE_SIZE - TOP + SLACK;

/**
 * Neck, shoulders and clothes; they rise and widen with the breath. They are painted once: so much soft cloth takes
 * longer to paint than all the rest of a frame.
 */
export function createBody(box: Paintbox, { skin, cloth, character, outfit }: Traits): Part {
  const deep = mix(cloth.main, DARK, 0.5);
  const light = mix(cloth.main, '#ffffff', 0.35);
  const tones: Record<ClothTone, Paint> = {
    main: box.linear(
      [-150, 140],
      [150, 320],
      [
        [0, mix(cloth.main, '#ffffff', 0.1)],
        [1, mix(cloth.main, DARK, 0.2)],
      ],
    ),
    mainLight: mix(cloth.main, '#ffffff', 0.16),
    mainDeep: deep,
    second: cloth.second,
    secondDeep: mix(cloth.second, DARK, 0.4),
    shade: box.linear(
      [84, 214],
      [196, 236],
      [
        [0, fade(deep, 0)],
        [1, fade(deep, 0.36)],
      ],
    ),
    sheen: box.linear(
      [-176, 196],
      [-104, 226],
      [
        [0, fade(light, 0.45)],
        [1, fade(light, 0)],
      ],
    ),
  };
  const back = createLayers(box, OUTFITS[outfit].back ?? [], tones);
  const front = createLayers(box, OUTFITS[outfit].front, tones);
  const neck = box.path(
    'M-37,40 L-37,116 C-37,136 -42,146 -50,153 L-64,320 L64,320 L50,153 C42,146 37,136 37,116 L37,40 Z',
  );
  const neckPaint = box.linear(
    [-40, 100],
    [44, 150],
    [
      [0, skin.base],
      [1, mix(skin.base, skin.shade, 0.8)],
    ],
  );
  const shadow = box.path('M-37,40 L-37,112 C-26,140 14,156 37,142 L37,40 Z');
  const shadowPaint = box.linear(
    [0, 100],
    [4, 156],
    [
      [0, fade(mix(skin.shade, skin.deep, 0.4), 0.85)],
      [1, fade(mix(skin.shade, skin.deep, 0.15), 0.4)],
    ],
  );
  const bones = box.path('M-58,172 C-42,174 -24,180 -10,190 M58,172 C42,174 24,180 10,190');
  const bonePaint = fade(mix(skin.shade, skin.deep, 0.2), 0.5);

  const paintOnce = (context: SKRSContext2D): void => {
    back(context);
    context.fillStyle = neckPaint;
    context.fill(neck);
    context.fillStyle = shadowPaint;
    context.fill(shadow);
    context.strokeStyle = bonePaint;
    context.lineWidth = 2.2;
    context.stroke(bones);
    front(context);
  };
  const picture = box.picture(FACE_SIZE, HEIGHT, (context) => {
    context.translate(STAGE.eyesX, STAGE.eyesY - TOP);
    context.scale(STAGE.scale, STAGE.scale);
    context.translate(0, -8);
    context.scale(character.build, 1);
    paintOnce(context);
  });
  const left = -STAGE.eyesX / STAGE.scale;
  const top = (TOP - STAGE.eyesY) / STAGE.scale;
  const width = FACE_SIZE / STAGE.scale;
  const height = HEIGHT / STAGE.scale;
  return {
    draw(context, { breath }) {
      const swell = 1 + 0.007 * breath;
      picture.draw(context, left * swell, top - 2.4 * breath, width * swell, height);
    },
  };
}
