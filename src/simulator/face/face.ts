import type { SKRSContext2D } from '@napi-rs/canvas';

import type { MouthPose } from '../mouth.js';

/** Picture width and height in pixels, as the live service sends. */
export const FACE_SIZE = 512;

export interface FacePose {
  /** Milliseconds since the stage opened: drives blinking, breathing, glances and small head movements. */
  timeMs: number;
  mouth: MouthPose;
  /** 0 listening, 1 in the middle of speech: livelier brows and head while it speaks. */
  energy: number;
}

/** A drawn avatar. */
export interface Face {
  draw(context: SKRSContext2D, pose: FacePose): void;
}
