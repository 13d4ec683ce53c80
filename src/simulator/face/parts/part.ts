import type { SKRSContext2D } from '@napi-rs/canvas';

import type { Gaze, HeadHold } from '../motion.js';
import type { MouthShape } from './mouth-shape.js';

/** What moves, at one moment. */
export interface Moment {
  head: HeadHold;
  gaze: Gaze;
  /** 0 open, 1 shut. */
  lids: number;
  /** How far the brows are raised: about -0.2 to 1. */
  brows: number;
  /** How full the chest is: 0 to 1. */
  breath: number;
  mouth: MouthShape;
}

/**
 * Something that can be drawn. The parts of the head have their origin between the eyes; y grows downwards.
 * A part may leave other paints and pens in the context, but neither a transform nor a clip nor an opacity.
 */
export interface Part {
  draw(context: SKRSContext2D, moment: Moment): void;
}
