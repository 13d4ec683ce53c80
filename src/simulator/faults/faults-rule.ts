/** The calls that can be made to fail. */
export const FAULTABLE_CALLS = [
  'create',
  'init-client',
  'say-text',
  'say-audio',
  'interrupt',
  'keep-alive',
  'end',
  'whep-post',
  'whep-patch',
  'whep-delete',
  'whep-options',
] as const;

export type FaultableCall = (typeof FAULTABLE_CALLS)[number];

/** What goes wrong. */
export type FaultEffect =
  /** Answers with this status; an object as `body` is sent as JSON. Default body: the service's own error shape. */
  | {
      kind: 'status';
      status: number;
      body?: string | Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
      retryAfterSeconds?: number;
    }
  /** Waits this many milliseconds, then goes on as if nothing had happened. */
  | { kind: 'delay'; ms: number }
  /** Never answers. */
  | { kind: 'hang' }
  /** Closes the connection without an answer, and does nothing. */
  | { kind: 'close-socket' }
  /** Does what was asked, then closes the connection without an answer. */
  | { kind: 'lost-answer' }
  /** Does what was asked, sends the head of the answer and half of its body, then closes the connection. */
  | { kind: 'half-answer' }
  /** A web page, as a proxy in front answers. */
  | { kind: 'html'; status: number }
  /** No body at all. */
  | { kind: 'empty'; status: number }
  /** Status 200 with JSON that breaks off. */
  | { kind: 'invalid-json' }
  /** Status 200 with JSON whose fields have the wrong types. */
  | { kind: 'wrong-types' }
  /** 307 to the same address with `redirected=1` added; a request that has it already is let through. */
  | { kind: 'redirect' }
  /** The session expires just before the call. Not for `create`, which concerns none. */
  | { kind: 'expire' }
  /** For `whep-post`: 406 with the server's own offer, whose answer is taken by PATCH. Not in the profile `srs`. */
  | { kind: 'counter-offer' }
  /** For `whep-post`: connects, but never sends picture or sound. */
  | { kind: 'no-media' }
  /** For `whep-post`: picture and sound stop this many milliseconds after the viewer connected. */
  | { kind: 'drop-media'; afterMs: number };

export type FaultRule = {
  call: FaultableCall;
  /** How many calls it spoils; Infinity spoils them all. Default 1. */
  times?: number;
  /** Only calls of this session. Default: of any. */
  sessionId?: string;
  /** Only calls of sessions with this avatar, `create` included. Default: of any. */
  avatarId?: string;
} & FaultEffect;
