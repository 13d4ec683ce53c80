import { followSignals } from '../../core/abort-signals.js';
import { AvatarError } from '../../core/errors.js';

/** What this process is doing, by what it is done for, so that it can be stopped. */
export class UnderWay {
  readonly #works = new Map<string, Map<AbortController, Promise<unknown>>>();

  /** Does work that {@link stop} aborts. */
  async run<Result>(id: string, caller: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const stop = new AbortController();
    const others = this.#works.get(id) ?? new Map<AbortController, Promise<unknown>>();
    const done = work(followSignals(caller, stop.signal));
    this.#works.set(id, others.set(stop, done));
    try {
      return await done;
    } catch (error) {
      // Another process may have begun a turn: whoever still makes the answer is told.
      stop.abort(error);
      throw error;
    } finally {
      others.delete(stop);
      if (others.size === 0) this.#works.delete(id);
    }
  }

  /** Resolves when what was stopped is over. Never rejects. */
  async stop(id: string): Promise<void> {
    const works = [...(this.#works.get(id) ?? [])];
    for (const [stop] of works) stop.abort(new AvatarError('ABORTED', 'The avatar was interrupted.'));
    await Promise.allSettled(works.map(([, done]) => done));
  }
}
