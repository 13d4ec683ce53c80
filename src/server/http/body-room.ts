import { RequestProblem } from '../request-problem.js';
import type { AvatarLimits, ScopeName } from '../sessions/limits.js';
import { scopesOf, type Caller, type Scope } from '../sessions/scopes.js';

/** Of the room, so much is for each: one visitor with large recordings leaves some of it to the others. */
const SHARES: Readonly<Record<ScopeName, number>> = { perCaller: 1 / 4, perAddress: 1 / 2, total: 1 };

/** Whoever finds no room comes again after so long, in seconds: bodies come, and are handed over, within a few. */
const RETRY_AFTER_S = 2;

/** What this process may hold of bodies at the same time. In memory alone: what another process holds takes none of it. */
export class BodyRoom {
  readonly #bytes: number;
  readonly #largest: number;
  /** By the keys of scopes. */
  readonly #held = new Map<string, number>();

  /** @param largest What a single body may have, in bytes: no share is smaller. */
  constructor({ bodyBytes }: Pick<AvatarLimits, 'bodyBytes'>, largest: number) {
    this.#bytes = bodyBytes;
    this.#largest = largest;
  }

  /** For the body of one request. */
  enter(caller: Caller): HeldBody {
    const scopes = scopesOf(caller);
    let taken = 0;
    return {
      take: (bytes) => {
        const full = scopes.find((scope) => (this.#held.get(scope.key) ?? 0) + bytes > this.#most(scope));
        if (full) throw noRoom(full.name);
        for (const { key } of scopes) this.#held.set(key, (this.#held.get(key) ?? 0) + bytes);
        taken += bytes;
      },
      release: () => {
        for (const { key } of scopes) {
          const left = (this.#held.get(key) ?? 0) - taken;
          if (left > 0) this.#held.set(key, left);
          else this.#held.delete(key);
        }
        taken = 0;
      },
    };
  }

  #most({ name, factor }: Scope): number {
    return Math.max(this.#largest, this.#bytes * Math.min(SHARES[name] * factor, 1));
  }
}

/** What is held of one body. */
export interface HeldBody {
  /** More of it has come. @throws {RequestProblem} 503 or, where it is the visitor's own bodies that take the room, 429 */
  take(bytes: number): void;
  /** It is held no longer. Idempotent. */
  release(): void;
}

function noRoom(scope: ScopeName): RequestProblem {
  const isOwn = scope !== 'total';
  const message = isOwn
    ? 'Too much is being uploaded from here at the same time. Try again in a moment.'
    : 'Too much is being uploaded at the moment. Try again in a moment.';
  return new RequestProblem(isOwn ? 429 : 503, message, {
    code: 'RATE_LIMITED',
    limit: 'bodyBytes',
    headers: { 'Retry-After': String(RETRY_AFTER_S) },
  });
}
