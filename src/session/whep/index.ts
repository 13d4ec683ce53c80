export { WhepConnection } from './whep-connection.js';
export type { FrameWatch, WhepConnectionOptions, WhepStep, WhepTarget } from './whep-options.js';
export { WhepClient, type WhepClientOptions, type WhepResource } from './whep-client.js';
export { parseIceServerLinks } from './link-header.js';
export { AvatarError, AvatarErrorCode, isAvatarError, type AvatarErrorOptions } from '../../core/errors.js';
export { createLogger, type Logger, type LogLevel } from '../../core/logger.js';
