import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';

import type { RequestHandler } from './$types';

let backend: AvatarBackend | undefined;

// With the first request: the build loads this file as well, where there is no KS.
const handle: RequestHandler = ({ request, getClientAddress }) => {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar' } = process.env;
  backend ??= createAvatarBackend({ baseUrl: AVATAR_BASE_URL, defaults: { avatarId: AVATAR_ID } });
  return backend.fetch(request, { clientAddress: getClientAddress() });
};

export { handle as GET, handle as OPTIONS, handle as POST };
