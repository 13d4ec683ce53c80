/**
 * The backend as a Cloudflare Worker. `npm install kaltura-avatar wrangler`, then `npx wrangler deploy workers.ts --name avatar
 * --compatibility-date 2026-01-01 --compatibility-flags nodejs_compat --var AVATAR_ID:your-avatar --triggers "* * * * *"`, and
 * `npx wrangler secret put AVATAR_KS --name avatar`. A Worker runs in many copies, which share no memory: for more than a
 * trial, add a `store` that all of them reach.
 */
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';

interface Env {
  AVATAR_KS: string;
  AVATAR_ID: string;
  AVATAR_BASE_URL?: string;
}

interface WorkerContext {
  waitUntil(work: Promise<unknown>): void;
}

export function createWorker<Bindings>(createBackend: (env: Bindings) => AvatarBackend) {
  let backend: AvatarBackend | undefined;
  // With the first request: before, a Worker has neither its bindings nor random numbers.
  const backendFor = (env: Bindings): AvatarBackend => (backend ??= createBackend(env));
  return {
    fetch: (request: Request, env: Bindings, context?: WorkerContext): Promise<Response> =>
      backendFor(env).fetch(request, {
        clientAddress: request.headers.get('CF-Connecting-IP') ?? undefined,
        // Ends of sessions, audits and the rest of a streamed answer come after the response.
        waitUntil: (work) => context?.waitUntil(work),
      }),
    /** Ends sessions whose page is gone: a Worker has no timers that outlive a request. */
    scheduled: async (_event: unknown, env: Bindings): Promise<void> => {
      await backendFor(env).sweep();
    },
  };
}

export default createWorker((env: Env) =>
  createAvatarBackend({
    ks: env.AVATAR_KS,
    baseUrl: env.AVATAR_BASE_URL,
    defaults: { avatarId: env.AVATAR_ID },
    // Cloudflare tells the visitor's address by a header of its own.
    trustedProxies: 0,
  }),
);
