import { AvatarError } from '../../core/errors.js';

/** Sends what is to be said in order, one request at a time. An interrupt aborts all that waits and all that is under way. */
export class SayQueue {
  #last: Promise<unknown> = Promise.resolve();
  #round = new AbortController();

  add<Result>(send: (options: { signal: AbortSignal }) => Promise<Result>, caller?: AbortSignal): Promise<Result> {
    const round = this.#round.signal;
    const signal = caller ? AbortSignal.any([round, caller]) : round;
    const sent = this.#last.then(() => {
      if (signal.aborted) throw signal.reason;
      return send({ signal });
    });
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  interrupt(): void {
    this.#round.abort(new AvatarError('ABORTED', 'The avatar was interrupted before this was said.'));
    this.#round = new AbortController();
  }
}
