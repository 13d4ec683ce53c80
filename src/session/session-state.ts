/** Where a session is in its life. The names are those of Kaltura's client SDK; RECONNECTING is ours. */
export type SessionState = 'IDLE' | 'CREATING' | 'READY' | 'RECONNECTING' | 'ENDED' | 'ERROR';

export const SessionState = /* @__PURE__ */ Object.freeze({
  IDLE: 'IDLE',
  CREATING: 'CREATING',
  READY: 'READY',
  /** The media was lost and is being restored; the last frame stays, and what is to be said waits. */
  RECONNECTING: 'RECONNECTING',
  ENDED: 'ENDED',
  ERROR: 'ERROR',
}) satisfies { readonly [State in SessionState]: State };

/** What happens to a session. */
export type SessionInput = 'connect' | 'ready' | 'lose' | 'fail' | 'end';

const TRANSITIONS: Record<SessionState, Partial<Record<SessionInput, SessionState>>> = {
  IDLE: { connect: 'CREATING' },
  CREATING: { ready: 'READY', fail: 'ERROR', end: 'ENDED' },
  READY: { lose: 'RECONNECTING', fail: 'ERROR', end: 'ENDED' },
  RECONNECTING: { ready: 'READY', fail: 'ERROR', end: 'ENDED' },
  ENDED: { connect: 'CREATING' },
  ERROR: { connect: 'CREATING', end: 'ENDED' },
};

/** The state after `input`; what does not apply in a state leaves it as it is. */
export function transition(state: SessionState, input: SessionInput): SessionState {
  return TRANSITIONS[state][input] ?? state;
}

/** What WebRTC is doing. The names are those of Kaltura's client SDK. */
export type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'FAILED' | 'CLOSED';

export const ConnectionState = /* @__PURE__ */ Object.freeze({
  DISCONNECTED: 'DISCONNECTED',
  CONNECTING: 'CONNECTING',
  CONNECTED: 'CONNECTED',
  FAILED: 'FAILED',
  CLOSED: 'CLOSED',
}) satisfies { readonly [State in ConnectionState]: State };

const OF_PEER: Record<RTCPeerConnectionState, ConnectionState> = {
  new: 'DISCONNECTED',
  connecting: 'CONNECTING',
  connected: 'CONNECTED',
  disconnected: 'DISCONNECTED',
  failed: 'FAILED',
  closed: 'CLOSED',
};

export function toConnectionState(state: RTCPeerConnectionState): ConnectionState {
  return OF_PEER[state];
}
