import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import type { Part } from './part.js';

/** The brows. Raised, they also arch a little more on the inner side. */
export function createBrows(box: Paintbox, { hairColour, character, skin }: Traits): Part {
  const thick = character.brows;
  const paint = box.linear(
    [-26, 0],
    [22, 0],
    [
      [0, hairColour.brow],
      [0.6, hairColour.brow],
      [1, fade(mix(hairColour.brow, skin.shade, 0.2), 0.25)],
    ],
  );
  const path = box.path(
    `M-28,5 C-20,${-5 - 2.4 * thick} -6,${-8.5 - 1.6 * thick} 19,${-3.6 * thick}
     C23,${-1.4 * thick} 22,${3.2 * thick} 17,${2.8 * thick} C-2,${-2.4 + 0.6 * thick} -15,-3 -28,5 Z`,
  );
  return {
    draw(context, { brows }) {
      context.fillStyle = paint;
      for (const side of [-1, 1]) {
        context.save();
        context.translate(side * 41, -34 - brows * 6);
        context.scale(-side, 1);
        context.rotate(0.05 - brows * 0.05);
        context.fill(path);
        context.restore();
      }
    },
  };
}
