import type { SKRSContext2D } from '@napi-rs/canvas';

import type { Paint, Paintbox } from '../paintbox.js';

/** One shape of a drawing, as data. */
export interface Layer<Tone extends string> {
  /** An SVG path. */
  d: string;
  tone: Tone;
  /** 0 to 1; 1 by default. */
  opacity?: number;
  /** Draws the outline, this many pixels wide, in place of the surface. */
  stroke?: number;
  /** Draws it a second time with left and right exchanged. */
  twin?: boolean;
}

/** Turns layers into something that draws them, in order. */
export function createLayers<Tone extends string>(
  box: Paintbox,
  layers: readonly Layer<Tone>[],
  tones: Record<Tone, Paint>,
): (context: SKRSContext2D) => void {
  const ready = layers.map((layer) => ({ ...layer, path: box.path(layer.d), paint: tones[layer.tone] }));
  return (context) => {
    for (const { path, paint, opacity = 1, stroke = 0, twin = false } of ready) {
      context.globalAlpha = opacity;
      if (stroke > 0) {
        context.lineWidth = stroke;
        context.strokeStyle = paint;
      } else {
        context.fillStyle = paint;
      }
      const put = (): void => {
        if (stroke > 0) context.stroke(path);
        else context.fill(path);
      };
      put();
      if (twin) {
        context.scale(-1, 1);
        put();
        context.scale(-1, 1);
      }
    }
    context.globalAlpha = 1;
  };
}
