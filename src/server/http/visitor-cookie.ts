import type { Context } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';

import type { VisitorCookieOptions } from './caller-hooks.js';
import { usesHttps } from './uses-https.js';

const NAME = 'kaltura-avatar';
const THIRTY_DAYS_S = 30 * 24 * 3600;

/** Tells one browser from another. It proves nothing: a session is told by its key. */
export class VisitorCookie {
  readonly #secret: string;

  constructor({ secret }: VisitorCookieOptions) {
    this.#secret = secret;
  }

  /** The id in it; undefined where there is none, or none that was made here. */
  async read(context: Context): Promise<string | undefined> {
    const prefix = usesHttps(context) ? 'host' : undefined;
    const value = await getSignedCookie(context, this.#secret, NAME, prefix).catch(() => false);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Gives the browser a new one, and its id. */
  async create(context: Context): Promise<string> {
    const id = crypto.randomUUID();
    await setSignedCookie(context, NAME, id, this.#secret, {
      path: '/',
      httpOnly: true,
      maxAge: THIRTY_DAYS_S,
      // Under TLS it is there in frames of other sites, too, one for each site.
      ...(usesHttps(context)
        ? { sameSite: 'None', partitioned: true, secure: true, prefix: 'host' }
        : { sameSite: 'Lax' }),
    });
    return id;
  }
}
