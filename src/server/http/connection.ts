/** What an adapter knows of the connection that a request came by. */
export interface Connection {
  /** The network address at its other end. */
  clientAddress?: string | undefined;
  /**
   * Keeps the runtime going until the work is done, where it would stop with the answer: that of Cloudflare, Vercel or Netlify.
   * Default: it goes on by itself.
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Aborts when the browser has left. Default: the request's own. */
  signal?: AbortSignal | undefined;
  /** How long the request's body is, in bytes, once all of it has arrived; undefined before. Default: it is not known. */
  arrivedBytes?: (() => number | undefined) | undefined;
  /** The request's body, where the adapter can read it at less cost; it is asked for once. Default: the request's own. */
  body?: (() => ReadableStream<Uint8Array>) | undefined;
}

/** What adapters mount. */
export interface FetchHandler {
  fetch(request: Request, connection?: Connection): Promise<Response>;
}
