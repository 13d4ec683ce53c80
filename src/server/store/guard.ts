import type { Logger } from '../../core/logger.js';
import { inTime } from '../in-time.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { AvatarStore } from './avatar-store.js';

/** The store failed, or did not answer in time: nothing is known of what it holds. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** Whether it did not answer; that is told of already. */
  readonly isLate: boolean;

  constructor(message: string, { cause, isLate = false }: { cause?: unknown; isLate?: boolean } = {}) {
    super(message, { cause });
    this.isLate = isLate;
  }
}

interface Guards {
  telemetry: Telemetry;
  logger: Logger;
  /** How long each of its answers is waited for, in milliseconds. */
  limitMs: number;
}

/** The same store; whatever it fails of is a {@link StoreError}, and counted. What it never answers fails, too. */
export function guardStore(store: AvatarStore, guards: Guards): AvatarStore {
  const guard = new StoreGuard(guards);
  return {
    isShared: store.isShared,
    sessions: guard.part('sessions', store.sessions),
    conversations: guard.part('conversations', store.conversations),
    leases: guard.part('leases', store.leases),
    queue: guard.part('queue', store.queue),
    quotas: guard.part('quotas', store.quotas),
    enter: (entry) => guard.ask('enter', () => store.enter(entry)),
    ping: () => guard.ask('ping', () => store.ping()),
    close: () => guard.ask('close', () => store.close()),
  };
}

class StoreGuard {
  readonly #guards: Guards;
  /** What it has not answered when it was asked last: told once, however many visitors wait for it. */
  readonly #unanswered = new Set<string>();

  constructor(guards: Guards) {
    this.#guards = guards;
  }

  part<Part extends object>(partName: string, part: Part): Part {
    const wrapped = new Map<string | symbol, unknown>();
    const wrap = (name: string | symbol, method: (...given: unknown[]) => unknown) => {
      const operation = `${partName}.${String(name)}`;
      return (...given: unknown[]) => this.ask(operation, () => Reflect.apply(method, part, given));
    };
    return new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const known = wrapped.get(name) ?? wrap(name, value as (...given: unknown[]) => unknown);
        wrapped.set(name, known);
        return known;
      },
    });
  }

  /** @throws {StoreError} */
  async ask<Result>(operation: string, work: () => Result | Promise<Result>): Promise<Result> {
    const { telemetry, limitMs } = this.#guards;
    try {
      const answer = await inTime(Promise.resolve(work()), limitMs, () => this.#late(operation));
      if (this.#unanswered.size > 0) this.#answered(operation);
      return answer;
    } catch (cause) {
      telemetry.storeFailed(operation);
      throw cause instanceof StoreError ? cause : new StoreError('The store failed', { cause });
    }
  }

  #late(operation: string): StoreError {
    const { logger, limitMs } = this.#guards;
    const lateness = `The store did not answer within ${limitMs} ms`;
    if (!this.#unanswered.has(operation)) {
      logger.error(`${lateness}: what needs it is answered with 503. Check it; hookTimeouts.store is how long it has`, {
        operation,
      });
    }
    this.#unanswered.add(operation);
    return new StoreError(`${lateness}: ${operation}`, { isLate: true });
  }

  #answered(operation: string): void {
    if (this.#unanswered.delete(operation)) this.#guards.logger.info('The store answers again', { operation });
  }
}
