import type * as Canvas from '@napi-rs/canvas';

import { FACE_SIZE, type Face, type FacePose } from '../face/face.js';
import type { I420Frame, WrtcModule } from './media-peer.js';

/**
 * The picture of a face in a pose. It is good until the next one.
 * @param edge Of the picture, in pixels: an even number.
 */
export type PaintFrame = (pose: FacePose, edge: number) => I420Frame;

/** What moves by less, in pixels, is not seen to move: the picture before is sent again, which costs next to nothing to encode. */
const SEEN_TO_MOVE = 0.2;

/** Paints one face after another, on one canvas for each size. */
export function createFramePainter(
  { createCanvas }: Pick<typeof Canvas, 'createCanvas'>,
  { nonstandard: { rgbaToI420 } }: Pick<WrtcModule, 'nonstandard'>,
): (face: Face) => PaintFrame {
  const contexts = new Map<number, Canvas.SKRSContext2D>();
  const contextOf = (edge: number): Canvas.SKRSContext2D => {
    const known = contexts.get(edge);
    if (known) return known;
    const context = createCanvas(edge, edge).getContext('2d');
    context.scale(edge / FACE_SIZE, edge / FACE_SIZE);
    contexts.set(edge, context);
    return context;
  };

  return (face) => {
    let frame: I420Frame | undefined;
    let painted: readonly number[] = [];
    return (pose, edge) => {
      const places = face.places(pose);
      const isSame = places.every((place, i) => Math.abs(place - (painted[i] ?? Infinity)) < SEEN_TO_MOVE);
      if (frame?.width === edge && isSame) return frame;
      if (frame?.width !== edge) frame = { width: edge, height: edge, data: new Uint8Array(edge * edge * 1.5) };
      painted = places;
      const context = contextOf(edge);
      face.draw(context, pose);
      rgbaToI420({ width: edge, height: edge, data: context.canvas.data() }, frame);
      return frame;
    };
  };
}
