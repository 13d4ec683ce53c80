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
  /** The whole body, where {@link arrivedBytes} is known; it is asked for once, and {@link body} not. Default: the request's own. */
  arrived?: (() => Uint8Array) | undefined;
  /** The request's body, where the adapter can read it at less cost; it is asked for once. Default: the request's own. */
  body?: (() => ReadableStream<Uint8Array>) | undefined;
  /** Whether the body comes as whoever read it before has made it, so without its `Content-Encoding`. Default false. */
  isDecoded?: boolean | undefined;
  /**
   * Whether the adapter takes a `TextResponse` as it is.
   * @internal
   */
  takesTexts?: boolean | undefined;
}

/** What adapters mount. */
export interface FetchHandler {
  fetch(request: Request, connection?: Connection): Promise<Response>;
}
