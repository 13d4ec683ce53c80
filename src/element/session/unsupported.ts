import { AvatarError } from '../../core/errors.js';

/** What a start fails with where the browser has no WebRTC. */
export function unsupported(): AvatarError {
  return new AvatarError(
    'UNSUPPORTED_BROWSER',
    'This browser cannot show the avatar: it has no WebRTC. Use a current Chrome, Edge, Firefox or Safari.',
  );
}
