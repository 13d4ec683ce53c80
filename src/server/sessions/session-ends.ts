import type { EndReason } from '../audit.js';
import type { Reports } from '../reports/reports.js';
import { hashOf, isSessionId } from './session-keys.js';
import type { SessionRecord, SessionRegistry } from './session-registry.js';

/** So long the key of a session that has ended is good for what its visitor thinks of it, in milliseconds. */
const REMEMBERED_FOR_MS = 600_000;

/** What is left of a session, beside the hashes of its key and its token. */
interface Remembered {
  /** SHA-256. */
  ownerHash?: string;
}

/** Forgets sessions that have ended, and has the owner told of each once. */
export class SessionEnds {
  readonly #registry: SessionRegistry;
  readonly #reports: Reports;

  constructor(registry: SessionRegistry, reports: Reports) {
    this.#registry = registry;
    this.#reports = reports;
  }

  /** However many processes do, one of them tells. */
  async forget(
    record: Pick<SessionRecord, 'sessionId' | 'place' | 'owner' | 'caller'>,
    reason: EndReason,
  ): Promise<void> {
    const { sessionId, caller, owner } = record;
    const isLeft = this.#reports.takesFeedback && reason !== 'forgotten' && reason !== 'withdrawn';
    const left: Remembered = owner === undefined ? {} : { ownerHash: await hashOf(owner) };
    const kept = await this.#registry.forget(record, isLeft ? { forMs: REMEMBERED_FOR_MS, record: left } : undefined);
    // One that came when nobody waited for it any more was nobody's.
    if (kept && reason !== 'unclaimed') this.#reports.sessionEnded(sessionId, caller, reason, kept);
  }

  /** Whether a session has ended a while ago, and is theirs who ask. */
  async remembers(
    sessionId: string,
    { key, owner }: { key?: string | undefined; owner?: string | undefined },
  ): Promise<boolean> {
    if (!isSessionId(sessionId) || key === undefined) return false;
    const left = (await this.#registry.remembered(sessionId, await hashOf(key))) as Remembered | undefined;
    return left !== undefined && left.ownerHash === (owner === undefined ? undefined : await hashOf(owner));
  }
}
