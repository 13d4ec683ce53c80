/**
 * Answers what a visitor says, in the page: the answer is spoken as it comes. `signal` aborts when the visitor interrupts the
 * answer or the session ends; a generator is then told to return.
 */
export type AvatarReply = (
  message: string,
  options: { signal: AbortSignal },
) => AsyncIterable<string> | Promise<AsyncIterable<string> | string> | string;
