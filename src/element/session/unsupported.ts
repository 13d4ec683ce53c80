import { AvatarError } from '../../core/errors.js';

/** What a start fails with where the browser has no WebRTC. */
export function unsupported(): AvatarError {
  return new AvatarError(
    'UNSUPPORTED_BROWSER',
    'This browser cannot do WebRTC. A current version of Chrome, Edge, Firefox or Safari can.',
  );
}
