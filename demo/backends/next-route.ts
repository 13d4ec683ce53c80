/**
 * The backend as a route of the Next.js App Router. `npm install kaltura-avatar`, save this as
 * `app/api/avatar/[...path]/route.ts`, then `AVATAR_KS=your-ks AVATAR_ID=your-avatar npx next dev`; pages find it at
 * `/api/avatar/session`. One process keeps its sessions itself. Where Next runs in several, as on Vercel, they need a
 * `store` to share. Without an account: `npx kaltura-avatar-simulator` names the `AVATAR_BASE_URL` to
 * add, and any KS will do.
 */
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';

// Next loads this file anew whenever it changes, and more than once: sessions have to outlive that.
const shared = globalThis as { avatarBackend?: AvatarBackend };

// With the first request: `next build` loads this file as well, where there is no KS.
function createBackend(): AvatarBackend {
  const { AVATAR_BASE_URL, AVATAR_ID = 'your-avatar' } = process.env;
  return createAvatarBackend({
    baseUrl: AVATAR_BASE_URL,
    defaults: { avatarId: AVATAR_ID },
    // Vercel, or a proxy of yours. Next knows no addresses itself: without any proxy, visitors make this header up.
    trustedProxies: 1,
  });
}

function handle(request: Request): Promise<Response> {
  shared.avatarBackend ??= createBackend();
  return shared.avatarBackend.fetch(request);
}

export { handle as GET, handle as OPTIONS, handle as POST };
