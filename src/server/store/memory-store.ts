import { checkClock } from '../clock.js';
import { complaintOf } from '../complaint.js';
import type { AvatarStore, Entered, Entry } from './avatar-store.js';
import { MemoryConversations } from './memory-conversations.js';
import { MemoryLeases } from './memory-leases.js';
import { MemoryQueue } from './memory-queue.js';
import { MemoryQuotas } from './memory-quotas.js';
import { MemorySessions } from './memory-sessions.js';

export interface MemoryStoreOptions {
  /** Milliseconds since 1970; where it fails later, `Date.now` goes on for it. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * Keeps everything in this process, which suits one process and nothing more.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: `now` gives no time.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): AvatarStore {
  const now = checkClock(options.now, complaintOf('createMemoryStore'));
  const leases = new MemoryLeases(now);
  const sessions = new MemorySessions(now, leases);
  const quotas = new MemoryQuotas(now);
  const enter = ({ sessionId, proofs, deadlines, charges, furtherCharges }: Entry): Entered => {
    const { session, isProven } = sessions.visitNow(sessionId, proofs, deadlines);
    const charged = quotas.chargeNow(charges);
    const goesOn = isProven && !charged.refusal && furtherCharges.length > 0;
    return { session, charged, chargedFurther: goesOn ? quotas.chargeNow(furtherCharges) : undefined };
  };
  return {
    isShared: false,
    sessions,
    conversations: new MemoryConversations(now),
    leases,
    queue: new MemoryQueue(now, leases),
    quotas,
    enter: (entry) => Promise.resolve(enter(entry)),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
