import type { ServiceLocation } from '../core/base-url.js';
import type { Delay } from '../core/delay.js';
import type { AvatarError } from '../core/errors.js';
import type { Fetch } from '../core/http.js';
import type { Logger, LogLevel } from '../core/logger.js';
import type { RetryConfig, RetryPolicy } from '../core/retry.js';
import type { CallOptions } from '../core/session-control.js';
import type { EconomyPolicy } from './economy.js';
import type { Quality } from './quality-watch.js';
import type { SessionEndReason, SessionSummary, TurnMetrics } from './session-metrics.js';
import type { ConnectionState, SessionState } from './session-state.js';
import type { SpeechTurn } from './speech/speech-turn.js';
import type { AvatarStats } from './stats.js';
import type { ConnectStep } from './timings.js';
import type { CreatePeerConnection } from './whep/peer.js';

export interface AvatarConfig extends ServiceLocation {
  /** How failed requests, and a lost connection, are tried again, in place of `retryConfig`. */
  retryPolicy?: RetryPolicy;
  /** Default: 3 tries, 500 ms before the second, at most 5000 ms, doubled each time. */
  retryConfig?: Partial<RetryConfig>;
  /** Time for each answer of the service, in milliseconds. Default 15000. */
  timeoutMs?: number;
  /** Default `info`. */
  logLevel?: LogLevel;
  /** Where the log goes. Default: the console. */
  logger?: Logger;
  /** Which paths the media may take. Default `all`; `relay` only uses TURN. */
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** Used in place of the TURN server that the service returns. */
  iceServers?: RTCIceServer[];
  /** What happens to a session while its avatar cannot be seen. Default: it goes on. */
  economy?: EconomyPolicy;
  /** What happens to queued speech after a reconnect: it is said, or dropped. Default `resume`. */
  speechOnReconnect?: 'resume' | 'interrupt';
  /** How a lost connection is tried again. Default: as `retryPolicy` or `retryConfig` says where it is given, else for 30 s, with growing waits of 500 ms to 5 s. */
  reconnectPolicy?: RetryPolicy;
  /**
   * Sends WAV files of plain samples (PCM) to the service as they are, which saves the page the MP3 encoder; a backend between them needs
   * the option, too. Default false: what is no MP3 is made one.
   */
  allowWav?: boolean;
  /** The path of create below `baseUrl`. Default `/create`. */
  createPath?: '/create' | '';
  /** The name of the avatar's id on the wire. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
}

/** What tests hand in instead of the browser's own. */
export interface SessionDependencies {
  fetch?: Fetch;
  delay?: Delay;
  /** Milliseconds on a clock that only goes forward. */
  now?: () => number;
  /** Milliseconds on a clock that also runs while the machine sleeps. */
  wallClock?: () => number;
  createPeerConnection?: CreatePeerConnection;
  /** Whether requests to the backend carry an `Authorization` header of the page's own, for which the session's key makes room. */
  isAuthorizationTaken?: () => boolean;
}

export interface AttachOptions {
  /** The id of an element to show the avatar in. */
  videoContainerId?: string;
  /** Stops the call; a session that was opened meanwhile is ended. */
  signal?: AbortSignal;
}

export interface ConnectOptions extends AttachOptions {
  avatarId?: string;
  voiceId?: string;
  /** Multiplier of the speed of speech; 1 is normal. */
  voiceSpeed?: number;
  /** Only for voices that take one: the service refuses it for cloned voices. */
  voiceModelId?: string;
  /** The language that the voice speaks, as a tag such as `de` or `pt-BR`, for voices that know several. */
  voiceLanguage?: string;
}

export interface CreateSessionOptions extends ConnectOptions {
  avatarId: string;
}

export interface EndOptions extends CallOptions {
  /** What `stateChange` and `sessionEnd` tell. Default `page`. */
  reason?: Exclude<SessionEndReason, 'service' | 'error'> | undefined;
}

/** The name of an event. */
export type SessionEvent = keyof SessionEvents;

/** Events and what their listeners are called with. */
export interface SessionEvents {
  /** With ENDED and ERROR, `reason` says why. ERROR for the reason `limit` or `service` is no failure of the page's or the network's. */
  stateChange: [state: SessionState, reason?: SessionEndReason | undefined];
  /** How long the session may go on was told anew: see `limits`. */
  limitsChange: [];
  connectionChange: [state: ConnectionState];
  /** A step of connecting is done; fired again on a reconnect. */
  connectProgress: [done: ConnectStep];
  error: [error: AvatarError];
  speakingStart: [];
  speakingEnd: [];
  /** The avatar speaks again after a pause of this many milliseconds, such as those between sentences. */
  speakingPause: [ms: number];
  /** A turn was queued: fired once for each turn, before it is said. */
  turn: [turn: SpeechTurn];
  /** A turn is over, whatever became of it: how long it took. */
  metrics: [turn: TurnMetrics];
  /** A session that had come to its first frame is over: fired once, whatever has ended it. */
  sessionEnd: [session: SessionSummary];
  /** The picture and the sound became better or worse. */
  qualityChange: [quality: Quality, stats: AvatarStats];
  /** The avatar's picture and sound, or null once they have ended. */
  streamChange: [stream: MediaStream | null];
}

export type { ListenOptions } from '../core/typed-events.js';
