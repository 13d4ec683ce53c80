import type { Context } from 'hono';

/** Behind a proxy that speaks TLS for it, the backend itself is reached by http. */
export function usesHttps({ req }: Context): boolean {
  const forwarded = req.header('X-Forwarded-Proto')?.split(',')[0]?.trim();
  return (forwarded ?? new URL(req.url).protocol.slice(0, -1)) === 'https';
}
