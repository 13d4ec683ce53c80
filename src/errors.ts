/* Errors by themselves, for code that tells them apart before any avatar is loaded. */
export { AvatarError, AvatarErrorCode, isAvatarError, type AvatarErrorOptions } from './core/errors.js';
