import { AvatarError } from './errors.js';

/** What a start fails with where nothing says where sessions come from. */
export function endpointNeeded(): AvatarError {
  const isFile = globalThis.location.protocol === 'file:';
  const example = isFile
    ? 'https://shop.example/api/avatar/session: this page was opened as a file. For a path, serve the page over http.'
    : '/api/avatar/session.';
  return new AvatarError(
    'INVALID_CONFIGURATION',
    `session-endpoint should be the URL of your backend that opens sessions, such as ${example}`,
  );
}
