import type { Path2D, SKRSContext2D } from '@napi-rs/canvas';
import type * as napiCanvas from '@napi-rs/canvas';

import { createPicture, type Picture } from './picture.js';

/** What a face needs of the optional package `@napi-rs/canvas` at run time. */
export type CanvasModule = Pick<typeof napiCanvas, 'createCanvas' | 'Path2D' | 'PathOp'>;

type CanvasGradient = ReturnType<SKRSContext2D['createLinearGradient']>;

export type Stop = readonly [at: number, colour: string];

/** What can be painted with. */
export type Paint = string | CanvasGradient;

/** Makes the things that are worth keeping from one frame to the next. */
export interface Paintbox {
  path(svg: string): Path2D;
  shifted(path: Path2D, x: number, y: number): Path2D;
  /** What lies in both. */
  overlap(one: Path2D, other: Path2D): Path2D;
  linear(from: readonly [number, number], to: readonly [number, number], stops: readonly Stop[]): CanvasGradient;
  /** `radius` runs from the first stop to the last. */
  radial(centre: readonly [number, number], radius: number, stops: readonly Stop[]): CanvasGradient;
  /** A picture of its own, painted once. */
  picture(width: number, height: number, paint: (context: SKRSContext2D) => void): Picture;
}

export function createPaintbox(canvas: CanvasModule): Paintbox {
  const scratch = canvas.createCanvas(1, 1).getContext('2d');
  const withStops = (gradient: CanvasGradient, stops: readonly Stop[]): CanvasGradient => {
    for (const [at, colour] of stops) gradient.addColorStop(at, colour);
    return gradient;
  };
  return {
    path: (svg) => new canvas.Path2D(svg),
    shifted: (path, x, y) => new canvas.Path2D(path).transform({ a: 1, b: 0, c: 0, d: 1, e: x, f: y }),
    overlap: (one, other) => new canvas.Path2D(one).op(other, canvas.PathOp.Intersect),
    linear: ([x0, y0], [x1, y1], stops) => withStops(scratch.createLinearGradient(x0, y0, x1, y1), stops),
    radial: ([x, y], radius, stops) => withStops(scratch.createRadialGradient(x, y, 0, x, y, radius), stops),
    picture: (width, height, paint) => createPicture(canvas, width, height, paint),
  };
}
