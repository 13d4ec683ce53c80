import type { ReplyExtra } from '../../core/speech/reply-pieces.js';

/**
 * Answers what a visitor says, in the page: the answer is spoken as it comes. `signal` aborts when the visitor interrupts the
 * answer or the session ends; a generator is then told to return. In a stream of
 * words, `{ action, args }` has the page do something when the words before it are heard.
 */
export type AvatarReply = (
  message: string,
  options: { signal: AbortSignal },
) => ReplyStream | Promise<ReplyStream | string> | string;

type ReplyStream = AsyncIterable<string | ReplyExtra>;
