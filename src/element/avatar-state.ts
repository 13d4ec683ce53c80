import type { SessionState } from '../session/session-state.js';

/** What the element shows. */
export type AvatarState = 'unsupported' | 'idle' | 'connecting' | 'live' | 'reconnecting' | 'ended' | 'error';

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

export function toAvatarState(state: SessionState): AvatarState {
  return OF_SESSION[state];
}

/** Whether there is a session that can be spoken to. */
export function isOpen(state: AvatarState): boolean {
  return state === 'live' || state === 'reconnecting';
}
