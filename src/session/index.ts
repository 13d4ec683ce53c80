export { KalturaAvatarSession } from './kaltura-avatar-session.js';
export type {
  AttachOptions,
  AttachOptions as InitSessionOptions,
  AvatarConfig,
  ConnectOptions,
  CreateSessionOptions,
  EndOptions,
  SessionDependencies,
  SessionEvent,
  SessionEvents,
} from './session-config.js';
export type { EconomyPolicy } from './economy.js';
export type { Blocked, Playback, PlaybackOptions, Sound } from './playback.js';
export type { NoPicture } from './whep/peer.js';
export type { Quality } from './quality-watch.js';
export type { SpeakableInput, SpeakableOptions } from '../core/speech/speakable/speakable-text.js';
export type { SpeakOptions } from './speech/avatar-speech.js';
export type { SpeechInput } from '../core/speech/speech-input.js';
export type { SpeechTurn, TurnOutcome } from './speech/speech-turn.js';
export type { SessionEndReason, SessionSummary, TurnMetrics } from './session-metrics.js';
export type { AvatarStats } from './stats.js';
export type { SessionLimits } from './session-limits.js';
export type { SessionTimings } from './timings.js';
export { ConnectionState, SessionState } from './session-state.js';
export {
  createEndpointSource,
  createReadySource,
  learnIceServers,
  type RequestedAvatar,
  type EndpointSourceOptions,
  type SessionSource,
} from './session-source.js';
export { AvatarError, AvatarErrorCode, isAvatarError, type AvatarErrorOptions } from '../core/errors.js';
export type { Logger, LogLevel } from '../core/logger.js';
export type { RetryConfig, RetryPolicy } from '../core/retry.js';
export type {
  SessionCredentials,
  SessionCredentials as InitSessionParams,
  SessionGrant,
  TurnServer,
} from '../core/protocol.js';
