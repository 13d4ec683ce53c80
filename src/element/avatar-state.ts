import type { ByLanguage } from '../core/speech/reply-pieces.js';
import type { EndOptions } from '../session/session-config.js';
import type { SessionEndReason } from '../session/session-metrics.js';
import type { SessionState } from '../session/session-state.js';

/** What the element shows. */
export type AvatarState = 'unsupported' | 'idle' | 'connecting' | 'live' | 'reconnecting' | 'ended' | 'error';

/** What the parts of the element that are loaded later tell the others. */
export interface Remarks {
  /** Connecting takes longer than a visitor expects. */
  isSlow?: boolean;
  /** Why it is about to be ended. Default: the page ends it. */
  endReason?: EndOptions['reason'];
  /** What was said earlier is there by now, where it is kept. */
  isRecalled?: boolean;
  /** The visitor is listened to. */
  listening?: boolean;
  /** The answer to what the visitor said is not heard yet. */
  thinking?: boolean;
  /** What the visitor has chosen to speak; null: nothing; undefined: that is not known yet. */
  language?: string | null;
  /** The menu of languages, for the head of a conversation in writing. */
  languageMenu?: () => unknown;
  /** What the last answer suggests to say next; none where it suggests nothing. */
  suggestions?: ByLanguage<readonly string[]> | undefined;
  /** What there is to say about its end or its error. */
  hint?: string | undefined;
  /** All avatars were busy, and the backend has visitors wait. */
  hasQueue?: boolean;
  /** What opens a session for a visitor who has waited. */
  ticket?: string | undefined;
}

/** What a floating avatar is at the moment: a bubble, a panel, or sent away. */
export type LauncherState = 'collapsed' | 'expanded' | 'dismissed';

const OF_SESSION: Record<SessionState, AvatarState> = {
  IDLE: 'idle',
  CREATING: 'connecting',
  READY: 'live',
  RECONNECTING: 'reconnecting',
  ENDED: 'ended',
  ERROR: 'error',
};

/** @param end Of a session that is over: what the service ends has not failed. */
export function toAvatarState(state: SessionState, end?: SessionEndReason): AvatarState {
  return end && end !== 'error' ? 'ended' : OF_SESSION[state];
}

/** Whether there is a session that can be spoken to. */
export function isOpen(state: AvatarState): boolean {
  return state === 'live' || state === 'reconnecting';
}
