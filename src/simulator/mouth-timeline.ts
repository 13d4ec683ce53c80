import { CLOSED_MOUTH, type MouthKey, type MouthPose } from './mouth.js';

/**
 * The pose of a mouth `atMs` milliseconds into its clip: eased from key to key, closed before the first and after the
 * last of them.
 */
export function poseAt(mouth: readonly MouthKey[], atMs: number): Readonly<MouthPose> {
  const next = indexAfter(mouth, atMs);
  const from = mouth[next - 1];
  if (!from) return CLOSED_MOUTH;
  const to = mouth[next];
  if (!to) return from.atMs === atMs ? from.pose : CLOSED_MOUTH;
  const progress = (atMs - from.atMs) / (to.atMs - from.atMs);
  return mixPoses(from.pose, to.pose, progress * progress * (3 - 2 * progress));
}

/** The pose that lies `share` of the way (0 to 1) from one to the other. */
export function mixPoses(from: Readonly<MouthPose>, to: Readonly<MouthPose>, share: number): MouthPose {
  return {
    open: mix(from.open, to.open, share),
    wide: mix(from.wide, to.wide, share),
    round: mix(from.round, to.round, share),
    teeth: mix(from.teeth, to.teeth, share),
    tongue: mix(from.tongue, to.tongue, share),
  };
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** The index of the first key later than `atMs`. */
function indexAfter(mouth: readonly MouthKey[], atMs: number): number {
  let low = 0;
  let high = mouth.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((mouth[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
