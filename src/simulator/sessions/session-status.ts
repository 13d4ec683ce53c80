import type { TurnStatus } from './speech-turn.js';

/** `created` by create, `ready` after init-client, then `ended`. */
export type SessionState = 'created' | 'ready' | 'ended';

/** What a test or a page may know of a session: everything but its token. */
export interface SessionStatus {
  id: string;
  state: SessionState;
  /** Why it ended: `ended by the client`, `expired`, `media engine crashed`, ... */
  endReason?: string;
  avatarId: string;
  voiceId?: string;
  voiceSpeed?: number;
  /** The simulator's voice reads everything as English, whatever this says. */
  voiceLanguage?: string;
  clientId?: string;
  /** How often init-client was called. */
  clientInits: number;
  /** 0 or 1. */
  viewers: number;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; the time of create before the first keep-alive. */
  lastKeepAliveAt: string;
  /** How many turns wait to be said. */
  queuedTurns: number;
  /** The latest turns, in order. */
  turns: TurnStatus[];
  /** The texts that were said to their end, in order. */
  saidTexts: string[];
}
