import { randomUUID } from 'node:crypto';

import type { AvatarChoice } from '../../core/protocol.js';
import type { AvatarStages } from './avatar-stages.js';
import type { Clock } from '../clock.js';
import { Refusal } from '../http/refusal.js';
import type { Profile } from '../profiles/profile.js';
import type { SessionStatus } from './session-status.js';
import { SimulatedSession } from './simulated-session.js';
import type { Voice } from '../voice/voice.js';

/** How many ended sessions still answer 410 and stand in the status; older ones are unknown. */
const REMEMBERED_SESSIONS = 200;

/** How long a client that finds no free session is asked to wait, in seconds. */
const QUOTA_RETRY_SECONDS = 5;

export interface SimulatedSessionsOptions {
  stages: AvatarStages;
  voice: Voice;
  clock: Clock;
  profile: Profile;
  /** Time without keep-alive after which a session is over, in milliseconds. */
  sessionTimeoutMs: number;
  /** How many may be open at once. */
  maxSessions: number;
}

/** All sessions, open and lately ended. */
export class SimulatedSessions {
  readonly #options: SimulatedSessionsOptions;
  readonly #open = new Map<string, SimulatedSession>();
  readonly #ended = new Map<string, SimulatedSession>();
  #isClosed = false;

  constructor(options: SimulatedSessionsOptions) {
    this.#options = options;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** @throws {Refusal} 429: as many as allowed are open. */
  create(choice: AvatarChoice): SimulatedSession {
    const { maxSessions, sessionTimeoutMs, ...parts } = this.#options;
    if (this.#isClosed || this.#open.size >= maxSessions) {
      throw new Refusal(429, 'Too many sessions', { retryAfterSeconds: QUOTA_RETRY_SECONDS });
    }
    // A session that is created is about to be watched and to speak.
    parts.stages.prepare();
    parts.voice.prepare();
    const id = randomUUID();
    const session = new SimulatedSession(id, choice, {
      ...parts,
      timeoutMs: sessionTimeoutMs,
      onEnded: () => this.#remember(session),
    });
    this.#open.set(id, session);
    return session;
  }

  /** An open or lately ended session. */
  find(id: string): SimulatedSession | undefined {
    return this.#open.get(id) ?? this.#ended.get(id);
  }

  findOpen(id: string): SimulatedSession | undefined {
    return this.#open.get(id);
  }

  /** Lately ended ones first, then those that are open, each in order of creation or end. */
  status(): SessionStatus[] {
    return [...this.#ended.values(), ...this.#open.values()].map((session) => session.status());
  }

  /** Ends all sessions; no other can be created. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#open.values()].map((session) => session.end('simulator closed')));
  }

  #remember(session: SimulatedSession): void {
    this.#open.delete(session.id);
    this.#ended.set(session.id, session);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED_SESSIONS && oldest !== undefined) this.#ended.delete(oldest);
  }
}
