import { fade, mix } from '../colour.js';
import type { Paintbox } from '../paintbox.js';
import type { Traits } from '../traits.js';
import type { Part } from './part.js';

/** The nose: a soft shadow on the side away from the light, a round tip, and two quiet nostrils. */
export function createNose(box: Paintbox, { skin, features }: Traits): Part {
  const side = box.path('M9,-14 C11,4 13,20 16.5,33 C19,43 13,49 3,50 C10,41 9,30 7,16 C6,4 7,-6 9,-14 Z');
  const sidePaint = box.linear(
    [6, -18],
    [12, 50],
    [
      [0, fade(skin.shade, 0)],
      [0.5, fade(skin.shade, 0.3)],
      [1, fade(skin.shade, 0.75)],
    ],
  );
  const under = box.path(
    'M-14,43 C-11,48.5 -6,47.5 0,50.5 C6,47.5 11,48.5 14,43 C15,50.5 8,54.5 0,54.5 C-8,54.5 -15,50.5 -14,43 Z',
  );
  const underPaint = fade(mix(skin.shade, skin.deep, 0.3), 0.5);
  const nostril = box.path('M-9.6,47.6 C-8.2,45.2 -4.8,45.6 -3.6,48 C-5.6,49.2 -8.2,49.2 -9.6,47.6 Z');
  const nostrilPaint = fade(skin.deep, 0.7);
  const shine = box.radial([-2.5, 36], 10, [
    [0, fade(mix(skin.light, '#ffffff', 0.3), 0.6)],
    [1, fade(skin.light, 0)],
  ]);
  return {
    draw(context) {
      context.save();
      context.scale(features.nose, 1);
      context.fillStyle = sidePaint;
      context.fill(side);
      context.fillStyle = underPaint;
      context.fill(under);
      context.fillStyle = nostrilPaint;
      context.fill(nostril);
      context.scale(-1, 1);
      context.fill(nostril);
      context.restore();
      context.fillStyle = shine;
      context.fillRect(-13, 26, 21, 21);
    },
  };
}
