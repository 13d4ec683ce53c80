import { anySignal } from '../abort-signals.js';
import { abandonable } from '../abandon.js';
import { AvatarError } from '../errors.js';

/** Sends what is to be said in order, one request at a time. An interrupt aborts all that waits and all that is under way. */
export class SayQueue {
  #last: Promise<unknown> = Promise.resolve();
  #round = new AbortController();
  #gate: Promise<void> = Promise.resolve();
  #openGate: (() => void) | undefined;

  /** Aborts with the next interrupt, or with the caller's signal. */
  signal(caller?: AbortSignal): AbortSignal {
    return anySignal(this.#round.signal, caller);
  }

  /** Rejects as soon as it is interrupted or its caller aborts, whatever `send` does. */
  add<Result>(send: (options: { signal: AbortSignal }) => Promise<Result>, caller?: AbortSignal): Promise<Result> {
    const signal = this.signal(caller);
    const sent = this.#last.then(async () => {
      await this.untilOpen(signal);
      return send({ signal });
    });
    this.#last = sent.catch(() => undefined);
    return abandonable(sent, signal);
  }

  /** Nothing more is sent until {@link resume}; what is under way goes on. */
  pause(): void {
    if (this.#openGate) return;
    this.#gate = new Promise((resolve) => (this.#openGate = resolve));
  }

  resume(): void {
    this.#openGate?.();
    this.#openGate = undefined;
  }

  /** Resolves when sending is allowed. @throws {AvatarError} `ABORTED` */
  async untilOpen(signal: AbortSignal): Promise<void> {
    await abandonable(this.#gate, signal);
  }

  /** @param tell Tells the service; what is added from now on is sent afterwards. */
  interrupt(tell: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#round.abort(new AvatarError('ABORTED', 'The avatar was interrupted before this was said.'));
    this.#round = new AbortController();
    const told = tell();
    // What cannot be stopped is not waited for.
    this.#last = told.catch(() => undefined);
    return told;
  }
}
