/**
 * The backend in a Fastify app. `npm install kaltura-avatar fastify`, then
 * `AVATAR_KS=your-ks AVATAR_ID=your-avatar npx tsx fastify.ts`; pages on the same host find it at `/api/avatar/session`.
 * Without an account: `npx kaltura-avatar-simulator` names the `AVATAR_BASE_URL` to add, and any KS will do.
 */
import createFastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify';
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';
import { toNodeHandler } from 'kaltura-avatar/server/node';

/** In a scope of its own, so that the parsers of all other routes stay as they are. */
export function avatarPlugin(backend: AvatarBackend): FastifyPluginCallback {
  const handleAvatar = toNodeHandler(backend);
  return (scope, _options, done) => {
    // The backend reads bodies itself, as they come: Fastify leaves them unread.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, unread) => unread(null));
    scope.all('/*', (request, reply) => {
      reply.hijack();
      handleAvatar(request.raw, reply.raw);
    });
    done();
  };
}

export function createApp(backend: AvatarBackend): FastifyInstance {
  return createFastify().register(avatarPlugin(backend), { prefix: '/api/avatar' });
}

// Where this file is run, not where it is imported.
if (process.argv[1] === import.meta.filename) {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar', PORT = '3001' } = process.env;
  const backend = createAvatarBackend({ baseUrl: AVATAR_BASE_URL, defaults: { avatarId: AVATAR_ID } });
  await createApp(backend).listen({ port: Number(PORT) });
  console.log(`http://localhost:${PORT}/api/avatar/session`);

  // Open sessions cost money: they are ended before the process goes.
  const stop = (): void => void backend.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}
