import type { HairStyle } from '../../characters.js';
import { fade, mix, type Hex } from '../../colour.js';
import type { Paint, Paintbox } from '../../paintbox.js';
import type { Traits } from '../../traits.js';
import { traceFace } from '../head.js';
import { createLayers } from '../layers.js';
import type { Part } from '../part.js';
import type { HairStyleDrawing, HairTone } from './hair-style.js';
import { afro, bob, bun, long, scarf, waves } from './long-styles.js';
import { bald, buzz, crop, curly, pixie, quiff } from './short-styles.js';

const STYLES: Record<HairStyle, HairStyleDrawing> = {
  afro,
  bald,
  bob,
  bun,
  buzz,
  crop,
  curls: curly,
  long,
  pixie,
  quiff,
  scarf,
  waves,
};

/** The hair (or what covers it) in three depths, and the shadow that it throws on the face. */
export interface Hair {
  back: Part;
  middle: Part;
  shadow: Part;
  front: Part;
}

export function createHair(box: Paintbox, traits: Traits): Hair {
  const { hairColour, skin, fabric, character } = traits;
  const style = STYLES[character.hair];
  const tones: Record<HairTone, Paint> = {
    base: lit(box, hairColour.light, hairColour.base, hairColour.deep),
    light: mix(hairColour.light, '#ffffff', 0.06),
    deep: hairColour.deep,
    fabric: lit(box, mix(fabric, '#ffffff', 0.35), fabric, mix(fabric, '#4a3a4a', 0.22)),
    fabricLight: mix(fabric, '#ffffff', 0.7),
    fabricDeep: mix(fabric, '#1d1730', 0.5),
    fabricShade: box.linear(
      [0, 96],
      [0, 164],
      [
        [0, fade(mix(fabric, '#1d1730', 0.55), 0.7)],
        [1, fade(mix(fabric, '#1d1730', 0.55), 0)],
      ],
    ),
  };
  const forehead = box.path('');
  traceFace(forehead, character.face, 0, 0);
  const shadowPath = box.overlap(forehead, box.shifted(box.path(style.shadow ?? ''), 3, 6));
  const shadowPaint = fade(mix(skin.shade, skin.deep, 0.25), 0.55);
  const back = createLayers(box, style.back ?? [], tones);
  const middle = createLayers(box, style.middle ?? [], tones);
  const front = createLayers(box, style.front, tones);
  return {
    back: {
      draw(context, { head }) {
        context.translate(-head.yaw * 2, 0);
        back(context);
        context.translate(head.yaw * 2, 0);
      },
    },
    middle: { draw: middle },
    shadow: {
      draw(context) {
        context.fillStyle = shadowPaint;
        context.fill(shadowPath);
      },
    },
    front: {
      draw(context, { head }) {
        context.translate(head.yaw * 1.2, head.pitch * 0.8);
        front(context);
        context.translate(-head.yaw * 1.2, -head.pitch * 0.8);
      },
    },
  };
}

function lit(box: Paintbox, light: Hex, base: Hex, deep: Hex): Paint {
  return box.linear(
    [-90, -130],
    [90, 90],
    [
      [0, mix(light, base, 0.35)],
      [1, mix(base, deep, 0.8)],
    ],
  );
}
