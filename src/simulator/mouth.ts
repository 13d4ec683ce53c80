/** The pose of a mouth. All values run from 0 to 1. */
export interface MouthPose {
  /** How far the jaw is down: 0 closed, 1 a wide-open "ah". */
  open: number;
  /** How far the corners are drawn apart: 0 at rest, 1 a broad "ee". */
  wide: number;
  /** How far the lips are rounded and pushed forward: 0 at rest, 1 "oo". */
  round: number;
  /** How much of the upper teeth shows: "s", "f", "ee". */
  teeth: number;
  /** How far the tongue is up behind the teeth: "l", "th", "n". */
  tongue: number;
}

export const CLOSED_MOUTH: Readonly<MouthPose> = Object.freeze({ open: 0, wide: 0, round: 0, teeth: 0, tongue: 0 });

/** A pose that the mouth has reached at a moment of a clip. */
export interface MouthKey {
  /** Milliseconds from the start of the clip. */
  atMs: number;
  pose: MouthPose;
}

/** Something to say: sound, and the mouth that goes with it. */
export interface SpeechClip {
  /** Mono, signed 16-bit, {@link CLIP_SAMPLE_RATE} samples a second. */
  pcm: Int16Array;
  /** In order of `atMs`. */
  mouth: MouthKey[];
}

/** What Opus and WebRTC run at. */
export const CLIP_SAMPLE_RATE = 48_000;

export function clipDurationMs(clip: SpeechClip): number {
  return (clip.pcm.length / CLIP_SAMPLE_RATE) * 1000;
}
