import type { Audit, EndReason } from '../audit.js';
import { failureReason } from '../failure-reason.js';
import type { Logger } from '../../core/logger.js';
import type { SessionRegistry } from './session-registry.js';
import type { Sessions } from './sessions.js';

const SWEEP_EVERY_MS = 15_000;

/** Sessions that are ended at the same time; as a process goes, for which it has a few seconds. */
const AT_ONCE = 10;
const AT_ONCE_LEAVING = 100;

/** Ends sessions whose page vanished, which nobody speaks to, or which last too long: however many processes sweep. */
export class Reaper {
  readonly #sessions: Sessions;
  readonly #registry: SessionRegistry;
  readonly #audit: Audit;
  readonly #logger: Logger;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isStopped = false;
  #sweeping: Promise<number> | undefined;
  #sweptAt = performance.now();

  constructor(sessions: Sessions, registry: SessionRegistry, audit: Audit, logger: Logger) {
    this.#sessions = sessions;
    this.#registry = registry;
    this.#audit = audit;
    this.#logger = logger;
  }

  /**
   * Sweeps every 15 s from now on, until {@link stop}. Called by each request: some runtimes allow no timers before the
   * first, and who only relays sweeps for those that are gone.
   */
  start(): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    this.#timer = setInterval(() => void this.sweep().catch(() => undefined), SWEEP_EVERY_MS);
    // It should not keep a process alive that has nothing else to do.
    if (typeof this.#timer === 'object') this.#timer.unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Sweeps where that was not done for 15 s: for runtimes whose timers end with a request. */
  async sweepIfDue(): Promise<void> {
    if (this.#isStopped || performance.now() - this.#sweptAt < SWEEP_EVERY_MS) return;
    await this.sweep().catch(() => undefined);
  }

  /** Ends what is overdue; resolves to how many sessions that were. */
  sweep(): Promise<number> {
    this.#sweptAt = performance.now();
    return (this.#sweeping ??= this.#sweep().finally(() => (this.#sweeping = undefined)));
  }

  /** Ends every session that the store holds. */
  async endAll(signal: AbortSignal): Promise<void> {
    await this.#endEach(await this.#registry.due('all'), 'shutdown', signal);
  }

  async #sweep(): Promise<number> {
    try {
      return await this.#endEach(await this.#registry.due());
    } catch (error) {
      this.#logger.warn('Sessions that are overdue could not be looked for; they are again in 15 s', {
        reason: failureReason(error),
      });
      throw error;
    }
  }

  async #endEach(waiting: string[], because?: EndReason, signal?: AbortSignal): Promise<number> {
    let ended = 0;
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !signal?.aborted; next = waiting.shift()) {
        if (await this.#end(next, because, signal)) ended += 1;
      }
    };
    const atOnce = because === 'shutdown' ? AT_ONCE_LEAVING : AT_ONCE;
    await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
    return ended;
  }

  async #end(sessionId: string, because: EndReason | undefined, signal: AbortSignal | undefined): Promise<boolean> {
    const finish = this.#audit.begin('end');
    const ended = await this.#sessions.endFor(because, sessionId, { signal });
    if (ended) finish('done', { sessionId, reason: ended.reason, caller: ended.record.caller });
    return ended !== undefined;
  }
}
