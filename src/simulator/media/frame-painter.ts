import type * as Canvas from '@napi-rs/canvas';

import { FACE_SIZE, type Face, type FacePose } from '../face/face.js';
import type { I420Frame, WrtcModule } from './media-peer.js';

/** The picture of a face in a pose. It is good until the next one. */
export type PaintFrame = (pose: FacePose) => I420Frame;

/** What moves by less, in pixels, is not seen to move: the picture before is sent again, which costs next to nothing to encode. */
const SEEN_TO_MOVE = 0.2;

/** Paints one face after another on one canvas. */
export function createFramePainter(
  canvas: typeof Canvas,
  { nonstandard: { rgbaToI420 } }: Pick<WrtcModule, 'nonstandard'>,
): (face: Face) => PaintFrame {
  const picture = canvas.createCanvas(FACE_SIZE, FACE_SIZE);
  const context = picture.getContext('2d');
  return (face) => {
    const frame = { width: FACE_SIZE, height: FACE_SIZE, data: new Uint8Array(FACE_SIZE * FACE_SIZE * 1.5) };
    let painted: readonly number[] = [];
    return (pose) => {
      const places = face.places(pose);
      const isSame =
        painted.length > 0 && places.every((place, i) => Math.abs(place - (painted[i] ?? 0)) < SEEN_TO_MOVE);
      if (isSame) return frame;
      painted = places;
      face.draw(context, pose);
      rgbaToI420({ width: FACE_SIZE, height: FACE_SIZE, data: picture.data() }, frame);
      return frame;
    };
  };
}
