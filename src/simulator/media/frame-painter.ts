import type * as Canvas from '@napi-rs/canvas';

import { FACE_SIZE, type Face, type FacePose } from '../face/face.js';
import type { I420Frame, WrtcModule } from './media-peer.js';

/** Draws faces one after another on a canvas that all stages share; the frame is good until the next one is painted. */
export type PaintFrame = (face: Face, pose: FacePose) => I420Frame;

export function createFramePainter(canvas: typeof Canvas, { nonstandard: { rgbaToI420 } }: WrtcModule): PaintFrame {
  const picture = canvas.createCanvas(FACE_SIZE, FACE_SIZE);
  const context = picture.getContext('2d');
  const frame = { width: FACE_SIZE, height: FACE_SIZE, data: new Uint8Array(FACE_SIZE * FACE_SIZE * 1.5) };
  return (face, pose) => {
    face.draw(context, pose);
    rgbaToI420({ width: FACE_SIZE, height: FACE_SIZE, data: picture.data() }, frame);
    return frame;
  };
}
