import { AvatarError } from '../../core/errors.js';
import { followSignals } from '../../core/abort-signals.js';

/** What is being said in each session, in this process, so that an interrupt stops it. */
export class Interruptions {
  readonly #underWay = new Map<string, Set<AbortController>>();

  /** Does work that an interrupt of its session aborts. */
  async run<Result>(
    sessionId: string,
    caller: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const stop = new AbortController();
    const others = this.#underWay.get(sessionId) ?? new Set();
    this.#underWay.set(sessionId, others.add(stop));
    try {
      return await work(followSignals(caller, stop.signal));
    } finally {
      others.delete(stop);
      if (others.size === 0) this.#underWay.delete(sessionId);
    }
  }

  /** Tells whether there was anything to stop. */
  interrupt(sessionId: string): boolean {
    const underWay = [...(this.#underWay.get(sessionId) ?? [])];
    for (const stop of underWay) stop.abort(new AvatarError('ABORTED', 'The avatar was interrupted.'));
    return underWay.length > 0;
  }
}
