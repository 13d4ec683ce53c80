import { isDark } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import type { Part } from './part.js';

const FRAMES = {
  round: 'M-28,2 C-28,-17 -15,-27 1,-27 C18,-27 29,-15 29,2 C29,20 17,30 1,30 C-16,30 -28,20 -28,2 Z',
  square:
    'M-31,-12 C-31,-21 -26,-24 -17,-24 L18,-23 C26,-23 30,-19 29,-11 L27,10 C26,20 20,24 11,24 L-12,24 C-23,24 -28,18 -29,8 Z',
} as const;

/** Glasses, or nothing. */
export function createGlasses(box: Paintbox, { glasses, character, skin }: Traits): Part {
  if (glasses === 'none') return { draw: () => undefined };
  const frame = box.path(FRAMES[glasses]);
  const colour = isDark(skin.base) ? '#d9b574' : glasses === 'round' ? '#80502f' : '#2c2935';
  const arm = box.path(`M-29,-8 L-${character.face.cheek - 40},-10`);
  const bridge = box.path('M-13,-3 C-8,-9 8,-9 13,-3');
  const lens = box.linear(
    [-20, -24],
    [14, 20],
    [
      [0, 'rgba(255,255,255,0.16)'],
      [1, 'rgba(255,255,255,0.02)'],
    ],
  );
  return {
    draw(context) {
      context.lineCap = 'round';
      context.strokeStyle = colour;
      context.lineWidth = 3.2;
      context.stroke(bridge);
      for (const side of [-1, 1]) {
        context.save();
        context.translate(side * 41, 0);
        context.fillStyle = lens;
        context.fill(frame);
        context.scale(-side, 1);
        context.lineWidth = 3.2;
        context.stroke(frame);
        context.lineWidth = 3;
        context.stroke(arm);
        context.restore();
      }
    },
  };
}
