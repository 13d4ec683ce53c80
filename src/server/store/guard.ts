import type { Telemetry } from '../telemetry/telemetry.js';
import type { AvatarStore } from './avatar-store.js';

/** The store failed: nothing is known of what it holds. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(cause: unknown) {
    super('The store failed', { cause });
  }
}

/** The same store; whatever it fails of is a {@link StoreError}, and counted. */
export function guardStore(store: AvatarStore, telemetry: Telemetry): AvatarStore {
  return {
    isShared: store.isShared,
    sessions: guarded('sessions', store.sessions, telemetry),
    leases: guarded('leases', store.leases, telemetry),
    quotas: guarded('quotas', store.quotas, telemetry),
    ping: () => orStoreError(store.ping(), () => telemetry.storeFailed('ping')),
    close: () => store.close(),
  };
}

function guarded<Part extends object>(partName: string, part: Part, telemetry: Telemetry): Part {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) =>
        orStoreError(Reflect.apply(value, target, given) as unknown, () =>
          telemetry.storeFailed(`${partName}.${String(name)}`),
        );
    },
  });
}

async function orStoreError<Result>(work: Result | Promise<Result>, onError: () => void): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    onError();
    throw new StoreError(cause);
  }
}
