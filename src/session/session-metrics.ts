import type { Quality } from './quality-watch.js';
import type { TurnOutcome } from './speech/speech-turn.js';

/** How long the avatar took to say something, without a word of it. What did not come to pass is undefined. */
export interface TurnMetrics {
  /** The turn's id on the wire. */
  readonly turnId: string;
  /** Whether it was a text or a recording. */
  readonly kind: 'text' | 'audio';
  readonly outcome: TurnOutcome['outcome'];
  /** From when it was asked for until the service had taken the last of it, in milliseconds. */
  readonly acceptedAfterMs: number | undefined;
  /** From when it was asked for until it was first heard, in milliseconds. */
  readonly heardAfterMs: number | undefined;
  /** For how long it was heard, in milliseconds; also undefined where that could not be told from other turns. */
  readonly heardMs: number | undefined;
}

/**
 * Why a session is over: the `page` ended it, also by a button of its own, or the `visitor`, who may have `withdrawn` their consent;
 * nobody used or saw it (`idle`), its time was over (`limit`), the page was `left` or the element taken out of it, the `service`
 * ended it, or it failed in another way (`error`).
 */
export type SessionEndReason = 'page' | 'visitor' | 'withdrawn' | 'idle' | 'limit' | 'left' | 'service' | 'error';

/** A session from its first frame to its end, without a word of what was said in it. */
export interface SessionSummary {
  /** From the first frame to the end. */
  readonly seconds: number;
  /** How many turns the avatar was heard to begin. */
  readonly turns: number;
  readonly reason: SessionEndReason;
  /** The worst that the quality of the media has been. */
  readonly worstQuality: Quality;
}
