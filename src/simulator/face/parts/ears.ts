import type { HairStyle } from '../characters.js';
import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import type { Part } from './part.js';

const HIDES_EARS: ReadonlySet<HairStyle> = new Set(['long', 'waves', 'bob', 'scarf']);

/** The ears. They lie behind the face and move against it when the head turns. */
export function createEars(box: Paintbox, { skin, character, features }: Traits): Part {
  if (HIDES_EARS.has(character.hair)) return { draw: () => undefined };
  const outer = box.path('M-2,-16 C6,-30 24,-28 23,-6 C22,10 15,16 12,24 C8,34 -4,32 -4,18 Z');
  const inner = box.path('M3,-12 C8,-21 18,-19 17,-5 C16,4 10,8 9,15 C6,9 9,4 5,0 C9,-4 7,-9 3,-12 Z');
  const paint = box.linear(
    [-10, -24],
    [20, 30],
    [
      [0, skin.base],
      [1, mix(skin.base, skin.shade, 0.75)],
    ],
  );
  const gold = box.linear(
    [1, 23],
    [6, 31],
    [
      [0, '#fff0c2'],
      [1, '#d39a3d'],
    ],
  );
  const innerPaint = fade(mix(skin.shade, skin.deep, 0.3), 0.55);
  return {
    draw(context, moment) {
      for (const side of [-1, 1]) {
        context.save();
        context.translate(side * (character.face.cheek - 7) - moment.head.yaw * 2, 10);
        context.scale(side, 1);
        context.fillStyle = paint;
        context.fill(outer);
        context.fillStyle = innerPaint;
        context.fill(inner);
        if (features.earrings) {
          context.fillStyle = gold;
          context.beginPath();
          context.arc(3.5, 27, 4, 0, Math.PI * 2);
          context.fill();
        }
        context.restore();
      }
    },
  };
}
