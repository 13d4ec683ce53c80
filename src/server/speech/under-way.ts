import { followSignals } from '../../core/abort-signals.js';
import { AvatarError } from '../../core/errors.js';

/** What this process is doing, by what it is done for, so that it can be stopped. */
export class UnderWay {
  readonly #stops = new Map<string, Set<AbortController>>();

  /** Does work that {@link stop} aborts. */
  async run<Result>(id: string, caller: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const stop = new AbortController();
    const others = this.#stops.get(id) ?? new Set();
    this.#stops.set(id, others.add(stop));
    try {
      return await work(followSignals(caller, stop.signal));
    } catch (error) {
      // Another process may have begun a turn: whoever still makes the answer is told.
      stop.abort(error);
      throw error;
    } finally {
      others.delete(stop);
      if (others.size === 0) this.#stops.delete(id);
    }
  }

  stop(id: string): void {
    for (const stop of [...(this.#stops.get(id) ?? [])]) {
      stop.abort(new AvatarError('ABORTED', 'The avatar was interrupted.'));
    }
  }
}
