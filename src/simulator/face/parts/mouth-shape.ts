import type { MouthPose } from '../../mouth.js';

/** A mouth in pixels of the drawing. `x` is measured from its middle, `y` from the line where the lips meet at rest. */
export interface MouthShape {
  /** Half its width. */
  half: number;
  /** How far the corners are below the middle (above: negative). */
  cornerY: number;
  /** The inner edges of the lips in the middle. They are the same where the mouth is closed. */
  upperY: number;
  lowerY: number;
  /** How thick the lips are in the middle. */
  upperLip: number;
  lowerLip: number;
  /** How round the opening is: 0 an almond, 1 an O. */
  roundness: number;
  /** How far the upper teeth reach down from the upper lip. */
  teeth: number;
  /** How high the tongue is: 0 lying, 1 at the teeth. */
  tongue: number;
  /** How far the chin is down. */
  jaw: number;
  /** How much the face smiles: 0 to 1. */
  smile: number;
}

const REST_HALF = 30;
const WIDEST_GAP = 30;

/** The shape for a pose; `fullness` (0 to 1) is how full the lips are. */
export function mouthShape(pose: MouthPose, fullness: number): MouthShape {
  const { open, wide, round, teeth, tongue } = pose;
  // Teeth need a slit to be seen through, but a mouth that is shut stays shut.
  const slit = 4.5 * Math.max(teeth, tongue * 0.8) * Math.min(1, open * 12);
  const gap = WIDEST_GAP * open * (1 - 0.2 * wide) + slit * (1 - open);
  const smile = clamp(0.5 + 0.5 * wide - 0.6 * round - 0.15 * open);
  const upperY = -0.24 * gap - 1.5 * wide * open;
  const parted = Math.min(1, gap / 12);
  return {
    half: REST_HALF * (1 + 0.22 * wide - 0.42 * round - 0.07 * open),
    cornerY: -11 * smile * (1 - 0.3 * parted) + 0.12 * gap,
    upperY,
    lowerY: upperY + gap,
    upperLip: (5 + 2.4 * fullness) * (1 + 0.35 * round - 0.16 * wide - 0.1 * open),
    lowerLip: (7.2 + 2.8 * fullness) * (1 + 0.28 * round - 0.12 * wide - 0.12 * open),
    roundness: clamp(0.85 * round + parted * (0.15 + 0.5 * open)),
    teeth: clamp(1 - 0.9 * round) * Math.max(0, Math.min(gap * 0.6 - 0.8, 3 + 6 * teeth + 3.5 * open)),
    tongue,
    jaw: gap * 0.42,
    smile,
  };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
