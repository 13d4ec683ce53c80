import type { AvatarError } from '../../../core/errors.js';

/** Something that the visitor said. */
export interface Utterance {
  /** As it was recorded: WebM or MP4 where the browser can, else WAV. Its `type` names it. */
  readonly audio: Blob;
  /** How long the recording is. */
  readonly seconds: number;
  /** How much of it was speech, from its first to its last sound; undefined where no detector listened. */
  readonly speechSeconds: number | undefined;
  /** When the speech ended, before the silence that told so, on the clock of `performance.now()`. */
  readonly endedAt: number;
}

export interface UtteranceEvents {
  /** How loud it is, from 0 to 1 as a meter shows it; about 15 times a second. */
  level: [level: number];
  /** It may be speech: the first voiced frame. `start` or `misfire` follows. */
  maybe: [];
  /** It is speech. */
  start: [];
  /** It was no speech. */
  misfire: [];
  /** It is silent; `end` follows as soon as all of it is recorded. */
  silence: [];
  /** It is over, or as long as it may be. */
  end: [utterance: Utterance];
  error: [error: AvatarError];
}
