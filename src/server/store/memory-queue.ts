import type { HeldPlace } from './leases.js';
import type { MemoryLeases } from './memory-leases.js';
import type { Claim, Claimed, TurnedAway, Waiting, WaitingQueue, WaitingTerms } from './waiting-queue.js';

interface Ticket {
  joinedAt: number;
  /** When it leaves. */
  until: number;
  /** Until when its place is kept, once it is its turn. */
  heldUntil?: number | undefined;
}

/** Keeps the queue within this process. */
export class MemoryQueue implements WaitingQueue {
  readonly #now: () => number;
  readonly #leases: MemoryLeases;
  /** In their order. */
  #tickets = new Map<string, Ticket>();

  constructor(now: () => number, leases: MemoryLeases) {
    this.#now = now;
    this.#leases = leases;
  }

  join(ticket: string, terms: WaitingTerms, joinedAt?: number): Promise<Waiting | TurnedAway> {
    this.#dropExpired();
    if (!this.#tickets.has(ticket)) {
      const full = joinedAt === undefined ? this.#fullFor(terms) : undefined;
      if (full !== undefined) return Promise.resolve({ full });
      this.#add(ticket, joinedAt);
    }
    // Where it waited for as long as it may, it is its turn to leave.
    return Promise.resolve(this.#stay(ticket, terms) ?? { full: -1 });
  }

  ask(ticket: string, terms: WaitingTerms): Promise<Waiting | undefined> {
    this.#dropExpired();
    return Promise.resolve(this.#tickets.has(ticket) ? this.#stay(ticket, terms) : undefined);
  }

  claim(claim: Claim): Promise<Claimed> {
    return Promise.resolve(this.#claimNow(claim));
  }

  leave(ticket: HeldPlace): Promise<void> {
    this.#remove(ticket);
    return Promise.resolve();
  }

  #claimNow({ id, forMs, wanted, waiting, ticket = '' }: Claim): Claimed {
    this.#dropExpired();
    const ahead = this.#rankOf(ticket) ?? this.#tickets.size;
    const narrowed = wanted.map(({ group, limit }, at) =>
      at === wanted.length - 1 ? { group, limit: Math.max(0, limit - ahead) } : { group, limit },
    );
    const acquired = this.#leases.acquireNow(id, forMs, narrowed);
    if (acquired.full !== undefined) {
      const length = this.#tickets.size;
      return { full: acquired.full, length, freeInMs: length > 0 ? undefined : acquired.freeInMs };
    }
    const joinedAt = this.#tickets.get(ticket)?.joinedAt;
    this.#remove({ id: ticket, groups: waiting });
    return { ...acquired, joinedAt };
  }

  #remove({ id, groups }: HeldPlace): void {
    this.#tickets.delete(id);
    this.#leases.releaseNow({ id, groups });
  }

  #fullFor({ length, shares }: WaitingTerms): number | undefined {
    if (this.#tickets.size >= length) return -1;
    const held = (group: string): number => this.#leases.held(group);
    const full = shares.findIndex(({ open, waiting, limit }) => held(open) + held(waiting) >= limit);
    return full < 0 ? undefined : full;
  }

  #add(ticket: string, given: number | undefined): void {
    const last = [...this.#tickets.values()].at(-1)?.joinedAt ?? 0;
    const joinedAt = given ?? Math.max(this.#now(), last + 1);
    const all = [...this.#tickets, [ticket, { joinedAt, until: Infinity }] as const];
    this.#tickets = new Map(all.sort(([, one], [, other]) => one.joinedAt - other.joinedAt));
  }

  #stay(id: string, terms: WaitingTerms): Waiting | undefined {
    const ticket = this.#tickets.get(id);
    const rank = this.#rankOf(id);
    if (!ticket || rank === undefined) return undefined;
    const now = this.#now();
    const isNext = rank < terms.place.limit - this.#leases.held(terms.place.group);
    ticket.heldUntil = isNext ? (ticket.heldUntil ?? now + terms.holdMs) : undefined;
    ticket.until = ticket.heldUntil ?? Math.min(now + terms.keptMs, ticket.joinedAt + terms.longestMs);
    this.#leases.hold({ id, groups: terms.shares.map(({ waiting }) => waiting) }, ticket.until);
    if (ticket.until <= now) return undefined;
    return { place: rank + 1, heldMs: ticket.heldUntil === undefined ? undefined : ticket.heldUntil - now };
  }

  #rankOf(ticket: string): number | undefined {
    const rank = [...this.#tickets.keys()].indexOf(ticket);
    return rank < 0 ? undefined : rank;
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [id, { until }] of this.#tickets) if (until <= now) this.#tickets.delete(id);
  }
}
