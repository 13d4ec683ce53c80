import type { EndReason } from '../audit.js';

export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

/** How a visitor rated what was said, and how it was. Missing parts were not rated. */
export interface SessionRating {
  /** 1 to 5, where they were given before the session ended; later ones are told to `onFeedback` alone. */
  stars?: number;
  /** How many messages had a thumb up. */
  up: number;
  down: number;
}

/** A session that has ended. */
export interface SessionEnd {
  sessionId: string;
  /** Whose session it was: what `identify` gave, or the id in the visitor's cookie. Missing where there is neither. */
  caller?: string;
  reason: EndReason;
  /** How long it was open. */
  seconds: number;
  /** How many messages the `reply` hook was asked. */
  turns: number;
  /** Missing where nothing was rated. */
  rating?: SessionRating;
  /**
   * The last 40 messages of the conversation, the oldest first. Only with `includeTranscript` and a `reply` hook, and not of visitors who
   * took their consent back, or whose data was to be forgotten.
   */
  transcript?: readonly ChatMessage[];
}

/**
 * Told once of each session that a page was given, by whichever process forgets it. Its answer is not waited for; where it fails, that is
 * logged.
 */
export type OnSessionEnd = (end: SessionEnd) => void | Promise<void>;
