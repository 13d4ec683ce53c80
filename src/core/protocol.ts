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
  /** The language that the voice speaks, as a tag such as `de` or `pt-BR`, for voices that know several. Default: what the service makes of it. */
  voiceLanguage?: string;
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

/** What a WHEP server answered to an offer that was sent along with the request for a session. */
export interface WhepAnswer {
  /** The answer, SDP. */
  sdp: string;
  /** Where the resource can be changed and deleted; absolute once parsed. Missing where the server did not say. */
  location?: string;
  /** The resource's entity tag. */
  etag?: string;
}

/**
 * What a session endpoint answers.
 *
 * - With `token`, the browser calls the Control API itself; init-client too, where `whepUrl` is missing.
 * - With `controlUrl`, every call goes there and no token reaches the browser.
 * - With `answer`, the offer of the request has been handed to the media server; `whepUrl` is then the backend's, below `controlUrl`.
 */
export interface SessionGrant {
  sessionId: string;
  token?: string;
  whepUrl?: string;
  turn?: TurnServer;
  answer?: WhepAnswer;
  /** Absolute once parsed. Takes `say-text`, `say-audio`, `interrupt`, `keep-alive` and `end` below it. */
  controlUrl?: string;
  /** Proves to the backend that the session is this page's; sent as a Bearer token with each call to it. */
  key?: string;
  /** The header that takes the key instead, where `Authorization` is in use on the way to the backend. */
  keyHeader?: 'Avatar-Session-Key';
  /** When the session ends at the latest, ISO 8601, by the backend's clock. */
  expiresAt?: string;
  /** In how many seconds the session ends at the latest, whatever the page's clock says; answers to `keep-alive` tell it again. */
  endsInSeconds?: number;
  /** After how many seconds in which nothing is said the session ends. */
  idleSeconds?: number;
  /** Whether `feedback` below `controlUrl` takes what the visitor thinks; nobody is asked where it is false. Default: that is not known. */
  takesFeedback?: boolean;
}

/** What a visitor has agreed to, as a page sends it to its backend. */
export interface Consent {
  /** Of the notice that the visitor was shown, such as `2026-11`. */
  version: string;
  /** Whether they agreed to be listened to, too. Default false: to the session alone. */
  microphone?: boolean;
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
  /** An MP3 file, 44.1 kHz; or a WAV file, of the type `audio/wav`, where the service takes them. */
  audio: Blob | RecordedAudio;
  turnId: string;
  durationSeconds: number;
}
