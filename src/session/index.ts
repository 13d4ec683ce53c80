export { KalturaAvatarSession } from './kaltura-avatar-session.js';
export type {
  AttachOptions,
  AvatarConfig,
  ConnectOptions,
  CreateSessionOptions,
  SessionDependencies,
  SessionEvents,
} from './session-config.js';
export { ConnectionState, SessionState } from './session-state.js';
export {
  createEndpointSource,
  createReadySource,
  type AvatarWish,
  type EndpointSourceOptions,
  type SessionSource,
} from './session-source.js';
export { AvatarError, AvatarErrorCode, isAvatarError, type AvatarErrorOptions } from '../core/errors.js';
export type { Logger, LogLevel } from '../core/logger.js';
export type { RetryConfig } from '../core/retry.js';
export type { SessionCredentials, SessionGrant, TurnServer } from '../core/protocol.js';
