import { AvatarError } from '../../core/errors.js';

export function goneError(cause: AvatarError): AvatarError {
  return new AvatarError('SESSION_GONE', 'The service has ended the session. Start a new one.', {
    cause,
    ...(cause.status === undefined ? {} : { status: cause.status }),
  });
}

/** @param reason What broke the connection. */
export function brokenError(reason: string): AvatarError {
  return new AvatarError(
    'RTC_CONNECTION_FAILED',
    `The connection to the avatar broke (${reason}) and could not be made again. Start it again.`,
  );
}
