/**
 * The wire of the Kaltura Avatar Control API (https://api.avatar.us.kaltura.ai/v1/avatar-session, all calls POST) and
 * of a session endpoint, the page's own backend that opens sessions with a KS that never leaves it.
 */

/** How often a session has to be kept alive, in milliseconds; the service asks for a call every 10 s. */
export const KEEP_ALIVE_INTERVAL_MS = 10_000;

/** What to create a session with, free of the wire's two spellings. */
export interface AvatarChoice {
  avatarId: string;
  /** The service's default voice where it is missing. */
  voiceId?: string;
  /** Multiplier of the speed of speech; 1 is normal. */
  voiceSpeed?: number;
  /** Sent only where it is set: the service refuses it for cloned voices (ids that begin with `eself-`). */
  voiceModelId?: string;
  /** Names the client in the service's own records. */
  clientId?: string;
}

/** What create answers. The token is a JWT that controls the session fully, for about 24 h. */
export interface SessionCredentials {
  sessionId: string;
  token: string;
}

export interface TurnServer {
  /** A bare host or a full `turn:` / `turns:` URL: both are seen. */
  url: string;
  username?: string;
  credential?: string;
}

/** What init-client answers. */
export interface ClientInit {
  whepUrl: string;
  turn?: TurnServer;
}

/**
 * What a session endpoint answers.
 *
 * - With `token`, the browser calls the Control API itself; init-client too, where `whepUrl` is missing.
 * - With `controlUrl`, every call goes there and no token reaches the browser.
 */
export interface SessionGrant {
  sessionId: string;
  token?: string;
  whepUrl?: string;
  turn?: TurnServer;
  /** Absolute once parsed. Takes `say-text`, `say-audio`, `interrupt`, `keep-alive` and `end` below it. */
  controlUrl?: string;
  /** Proves to the backend that the session is this page's; sent as a Bearer token with each call to it. */
  key?: string;
  /** The header that takes the key instead, where `Authorization` is in use on the way to the backend. */
  keyHeader?: 'Avatar-Session-Key';
  /** When the session ends at the latest, ISO 8601. */
  expiresAt?: string;
}

export interface SayTextCall {
  text: string;
  turnId: string;
  /** Whether this is the last text of its turn. */
  isFinal: boolean;
}

/** A recording that whoever sends it has by other means than a Blob. */
export interface RecordedAudio {
  /** In bytes. */
  readonly size: number;
  /** The form that it is sent in, to which the other fields are added. */
  toForm(): FormData;
  /** A copy of it. */
  blob(): Blob;
}

export interface SayAudioCall {
  /** An MP3 file, 44.1 kHz. */
  audio: Blob | RecordedAudio;
  turnId: string;
  durationSeconds: number;
}
