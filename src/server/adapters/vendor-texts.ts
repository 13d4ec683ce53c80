import { abortedError } from '../../core/errors.js';
import type { ReplyExtra } from '../../core/speech/reply-pieces.js';
import { vendorFailure } from './vendor-failure.js';

/** What is said of an error in place of failing; nothing lets the reply fail. */
export type OnFailure = (error: Error) => string | undefined;

/**
 * What a vendor writes, piece by piece, and what it has the page do in between. Where it fails, the operator is told in words of our own, or the visitor what `onFailure` gives.
 * @param what Who writes, for the operator.
 * @param signal Aborts when nobody listens any more.
 */
export async function* vendorTexts<Piece extends string | ReplyExtra>(
  texts: AsyncIterable<Piece>,
  what: string,
  signal: AbortSignal,
  onFailure: OnFailure | undefined,
): AsyncGenerator<Piece | string, void> {
  let hasSaid = false;
  try {
    for await (const text of texts) {
      hasSaid ||= text !== '';
      yield text;
    }
    if (!hasSaid) throw new Error('nothing was written');
  } catch (error) {
    if (signal.aborted) throw abortedError(signal.reason);
    const failure = vendorFailure(what, error);
    const instead = onFailure?.(failure);
    if (instead === undefined) throw failure;
    // What was begun is not gone on with.
    yield hasSaid ? `\n\n${instead}` : instead;
  }
}
