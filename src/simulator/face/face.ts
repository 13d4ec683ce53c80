import type { SKRSContext2D } from '@napi-rs/canvas';

import type { MouthPose } from '../mouth.js';

/** Picture width and height in pixels, as the live service sends. */
export const FACE_SIZE = 512;

export interface FacePose {
  /** Milliseconds since the stage opened: drives blinking, breathing, glances and small head movements. */
  timeMs: number;
  mouth: MouthPose;
  /** 0 listening, 1 in the middle of speech: livelier brows and head while it speaks. Ease it: a jump shows. */
  energy: number;
}

/** A drawn avatar. */
export interface Face {
  /** Draws a square of {@link FACE_SIZE} from the origin, and leaves the context's state as it was. */
  draw(context: SKRSContext2D, pose: FacePose): void;
  /** Where all that moves is at a pose, in about pixels of the picture: poses that hardly differ in it look the same. */
  places(pose: FacePose): readonly number[];
}
