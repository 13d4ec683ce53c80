/** What the backend keeps of a session; plain JSON, so that a store may keep it anywhere. */
export interface StoredSession {
  /** Controls the session fully: a store keeps it as it would keep a password. */
  token: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When the token ends, milliseconds since 1970, where it says so. */
  tokenExpiresAt?: number;
  /** When the session may be forgotten, milliseconds since 1970. Each call on the session puts it off. */
  forgetAt: number;
}

/** Where sessions are kept. A backend in several processes needs one that they share. */
export interface SessionStore {
  /** Undefined also where the session's `forgetAt` has passed. */
  get(sessionId: string): Promise<StoredSession | undefined>;
  set(sessionId: string, session: StoredSession): Promise<void>;
  /** Tells whether it was there. */
  delete(sessionId: string): Promise<boolean>;
  /** All sessions that are not to be forgotten yet. */
  entries(): AsyncIterable<readonly [sessionId: string, session: StoredSession]>;
}

export interface MemorySessionStoreOptions {
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

const SWEEP_INTERVAL_MS = 60_000;

/** Keeps sessions in this process, which suits one process and nothing more. */
export function createMemorySessionStore(options: MemorySessionStoreOptions = {}): SessionStore {
  return new MemorySessionStore(options.now ?? Date.now);
}

class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, StoredSession>();
  readonly #now: () => number;
  #nextSweepAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(sessionId: string): Promise<StoredSession | undefined> {
    const session = this.#sessions.get(sessionId);
    return Promise.resolve(session && this.#isLive(session) ? session : undefined);
  }

  set(sessionId: string, session: StoredSession): Promise<void> {
    this.#sweepNowAndThen();
    this.#sessions.set(sessionId, session);
    return Promise.resolve();
  }

  async delete(sessionId: string): Promise<boolean> {
    const wasThere = (await this.get(sessionId)) !== undefined;
    this.#sessions.delete(sessionId);
    return wasThere;
  }

  async *entries(): AsyncIterable<readonly [string, StoredSession]> {
    for (const sessionId of [...this.#sessions.keys()]) {
      const session = await this.get(sessionId);
      if (session) yield [sessionId, session];
    }
  }

  #isLive(session: StoredSession): boolean {
    return session.forgetAt > this.#now();
  }

  /** Without a timer, which would keep a process alive and which some runtimes do not allow. */
  #sweepNowAndThen(): void {
    if (this.#now() < this.#nextSweepAt) return;
    this.#nextSweepAt = this.#now() + SWEEP_INTERVAL_MS;
    for (const [sessionId, session] of this.#sessions) {
      if (!this.#isLive(session)) this.#sessions.delete(sessionId);
    }
  }
}
