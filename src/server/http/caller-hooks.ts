/** Tells who makes a request; whatever stands for nobody refuses it. Sees the request without its body. */
export type Identify = (request: Request) => string | null | undefined | Promise<string | null | undefined>;

/**
 * What you know of whoever sends a message, for the `reply` hook: at most 4096 bytes of JSON, or nothing. Sees the request without its
 * body, so that nothing of it is the page's word but its headers and its address.
 */
export type Variables = (
  request: Request,
) => Readonly<Record<string, unknown>> | undefined | Promise<Readonly<Record<string, unknown>> | undefined>;

/** Whether a request is carried out; an answer is sent in its place. Sees the request without its body. */
export type Authorize = (request: Request) => boolean | Response | Promise<boolean | Response>;

/**
 * The network address of whoever makes a request: IPv4 or IPv6, with a port or without. Where it gives none, or throws, the address
 * at the other end of the connection counts.
 * @param connected The address at the other end of the connection, where the adapter knows it.
 */
export type ClientAddress = (request: Request, connected: string | undefined) => string | undefined;

/** Counts the sessions of each browser, for the limits `perCaller`. */
export interface VisitorCookieOptions {
  /** Signs the cookie, at least 32 characters. */
  secret: string;
}
