/**
 * The backend on Deno. `deno add npm:kaltura-avatar`, then
 * `AVATAR_KS=your-ks AVATAR_ID=your-avatar deno run --allow-net --allow-env deno.ts`; pages on the same host find it at
 * `/api/avatar/session`. Without an account: `npx kaltura-avatar-simulator` names the `AVATAR_BASE_URL` to add, and any KS
 * will do.
 */
import { createAvatarBackend, type AvatarBackend } from 'kaltura-avatar/server';

type Handler = (request: Request, info: { remoteAddr: { hostname: string } }) => Promise<Response>;

// For type checks outside Deno, which knows all of this by itself.
declare const Deno: {
  env: { get(name: string): string | undefined };
  serve(options: { port: number }, handler: Handler): unknown;
  addSignalListener(signal: 'SIGINT' | 'SIGTERM', listener: () => void): void;
  exit(): never;
};

export function createHandler(backend: AvatarBackend): Handler {
  return (request, { remoteAddr }) => backend.fetch(request, { clientAddress: remoteAddr.hostname });
}

// Where this file is run, not where it is imported.
if ('Deno' in globalThis && (import.meta as { main?: boolean }).main) {
  const backend = createAvatarBackend({
    ks: Deno.env.get('AVATAR_KS'),
    baseUrl: Deno.env.get('AVATAR_BASE_URL'),
    defaults: { avatarId: Deno.env.get('AVATAR_ID') ?? 'your-avatar' },
  });
  Deno.serve({ port: Number(Deno.env.get('PORT') ?? '3001') }, createHandler(backend));

  // Open sessions cost money: they are ended before the process goes.
  const stop = (): void => void backend.close().then(() => Deno.exit());
  Deno.addSignalListener('SIGINT', stop);
  Deno.addSignalListener('SIGTERM', stop);
}
