import type { AvatarStore } from './avatar-store.js';

/** The store failed: nothing is known of what it holds. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(cause: unknown) {
    super('The store failed', { cause });
  }
}

/** The same store; whatever it fails of is a {@link StoreError}. */
export function guardStore(store: AvatarStore): AvatarStore {
  return {
    isShared: store.isShared,
    sessions: guarded(store.sessions),
    leases: guarded(store.leases),
    quotas: guarded(store.quotas),
    ping: () => orStoreError(store.ping()),
    close: () => store.close(),
  };
}

function guarded<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => orStoreError(Reflect.apply(value, target, given) as unknown);
    },
  });
}

async function orStoreError<Result>(work: Result | Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    throw new StoreError(cause);
  }
}
