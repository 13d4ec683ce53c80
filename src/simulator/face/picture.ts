import type * as Canvas from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';

/** What was painted once, and is drawn many times. */
export interface Picture {
  /** Draws it into a rectangle of the context's. */
  draw(context: SKRSContext2D, left: number, top: number, width: number, height: number): void;
}

/** Copies differ in size by at least this part of the original: what swells a little needs none of its own. */
const SIZE_STEP = 1 / 32;

/** Paints a picture. It is scaled down once for each size at which it is drawn: that takes longer than to draw it. */
export function createPicture(
  { createCanvas }: Pick<typeof Canvas, 'createCanvas'>,
  width: number,
  height: number,
  paint: (context: SKRSContext2D) => void,
): Picture {
  const original = createCanvas(width, height);
  paint(original.getContext('2d'));
  const copies = new Map<number, Canvas.Canvas>([[1, original]]);

  const scaledDown = (scale: number): Canvas.Canvas => {
    const copy = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    const context = copy.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(original, 0, 0, copy.width, copy.height);
    copies.set(scale, copy);
    return copy;
  };

  return {
    draw(context, left, top, drawnWidth, drawnHeight) {
      const wanted = (context.getTransform().a * drawnWidth) / width;
      const scale = Math.min(1, Math.max(SIZE_STEP, Math.round(wanted / SIZE_STEP) * SIZE_STEP));
      context.drawImage(copies.get(scale) ?? scaledDown(scale), left, top, drawnWidth, drawnHeight);
    },
  };
}
