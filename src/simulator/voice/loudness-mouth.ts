import { CLIP_SAMPLE_RATE, CLOSED_MOUTH, type MouthKey, type MouthPose } from '../mouth.js';

const WINDOW_MS = 40;
const WINDOW = (WINDOW_MS / 1000) * CLIP_SAMPLE_RATE;
/** RMS below which nobody speaks: -50 dB. */
const SILENCE = 100;
/** The mouth is wide open at the loudness that this share of the speech does not reach. */
const LOUD_SHARE = 0.9;
/** Below this share of the loud parts the mouth stays shut. */
const SHUT_BELOW = 0.08;
/** How much of the way a mouth opens or closes in one window. */
const OPENING = 0.8;
const CLOSING = 0.55;

/** A mouth that follows the loudness of speech that nobody knows the sounds of. */
export function mouthOfLoudness(pcm: Int16Array): MouthKey[] {
  const levels = levelsOf(pcm);
  const voiced = levels.filter((level) => level > SILENCE).sort((a, b) => a - b);
  const loud = voiced[Math.floor(voiced.length * LOUD_SHARE)];
  if (loud === undefined) return [];

  let open = 0;
  const keys = levels.map((level, i): MouthKey => {
    const share = level / loud;
    const target = share < SHUT_BELOW ? 0 : Math.min(1, share) ** 0.7;
    open += (target - open) * (target > open ? OPENING : CLOSING);
    return { atMs: (i + 0.5) * WINDOW_MS, pose: poseOf(open) };
  });
  keys.push({ atMs: (pcm.length / CLIP_SAMPLE_RATE) * 1000, pose: { ...CLOSED_MOUTH } });
  return keys;
}

function poseOf(open: number): MouthPose {
  return open < 0.02
    ? { ...CLOSED_MOUTH }
    : { open: 0.9 * open, wide: 0.3 * open, round: 0, teeth: 0.25 * open, tongue: 0 };
}

/** The RMS of each whole window. */
function levelsOf(pcm: Int16Array): number[] {
  return Array.from({ length: Math.floor(pcm.length / WINDOW) }, (_, i) => {
    const window = pcm.subarray(i * WINDOW, (i + 1) * WINDOW);
    return Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0) / window.length);
  });
}
