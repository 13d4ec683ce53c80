import type { Logger } from '../../core/logger.js';
import type { AvatarChoice, Consent } from '../../core/protocol.js';
import type { HeldPlace } from '../store/leases.js';
import type { Caller } from './scopes.js';

/** For whom a session is opened. */
export interface Opening {
  choice: AvatarChoice;
  caller: Caller;
  place: HeldPlace;
  /** For how long those who pay for it have minutes, in milliseconds. */
  lastsMs: number;
  /** Whether `Authorization` is in use on the way here, so that it cannot carry the session's key. */
  isAuthorizationTaken: boolean;
  /** Whether the page asks for the WHEP URL by itself, with the token. */
  isBare: boolean;
  /** What the page offers to the media server, SDP; missing where it does that by itself. */
  offer: string | undefined;
  /** What the visitor has agreed to, where the page says so. */
  consent: Consent | undefined;
  /** Aborts when the browser went away. */
  signal: AbortSignal;
  /** Names the request in each line. */
  log: Logger;
}
