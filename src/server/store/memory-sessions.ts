import type { HeldPlace } from './leases.js';
import type { MemoryLeases } from './memory-leases.js';
import { inOrder, remember, type MessagesByTurn } from './memory-messages.js';
import {
  MOST_OPEN_TURNS,
  type ClaimedSession,
  type Conversation,
  type Deadlines,
  type Forgotten,
  type KeptSession,
  type NewSession,
  type Note,
  type Remembrance,
  type SessionStore,
} from './session-store.js';

/** Times are milliseconds since 1970. */
interface Entry {
  record: object;
  proofs: readonly string[];
  /** The last that has passed is the one to tell: a page that is gone was idle before it was gone. */
  deadlines: { absent?: number; idle?: number; 'too-long': number };
  /** Until then nobody else ends it. */
  claimedUntil?: number;
  reason?: string;
  turn: number;
  speaking: number;
  openTurns: readonly string[];
  conversation: MessagesByTurn;
  notes: Map<string, { value: unknown; at: number }>;
  ratings: Map<string, string>;
  since: number;
  messages: number;
  keptUntil: number;
}

/** Keeps sessions within this process. */
export class MemorySessions implements SessionStore {
  readonly #now: () => number;
  readonly #leases: MemoryLeases;
  readonly #entries = new Map<string, Entry>();
  /** Of those that have ended. */
  readonly #remembered = new Map<string, { record: object; proofs: readonly string[]; until: number }>();

  constructor(now: () => number, leases: MemoryLeases) {
    this.#now = now;
    this.#leases = leases;
  }

  add(id: string, session: NewSession): Promise<number> {
    const { record, proofs, lastsMs, notAfter, keptMs, deadlines, place } = session;
    const now = this.#now();
    this.#drop(now);
    const life = Math.min(now + lastsMs, notAfter);
    const entry: Entry = {
      ...{
        record,
        proofs,
        turn: 0,
        speaking: 0,
        openTurns: [],
        conversation: new Map<number, object>(),
        notes: new Map(),
        ratings: new Map<string, string>(),
        since: now,
        messages: 0,
      },
      deadlines: { ...absolute(deadlines, now), 'too-long': life },
      keptUntil: Math.max(life, now) + keptMs,
    };
    this.#entries.set(id, entry);
    this.#leases.hold(place, life);
    return Promise.resolve(life);
  }

  visit(id: string, proofs: readonly string[] | 'trusted', deadlines: Deadlines): Promise<KeptSession | undefined> {
    return Promise.resolve(this.visitNow(id, proofs, deadlines).session);
  }

  /** As {@link visit}, before anything else is done; tells besides whether the session is proven. */
  visitNow(
    id: string,
    proofs: readonly string[] | 'trusted',
    deadlines: Deadlines,
  ): { session: KeptSession | undefined; isProven: boolean } {
    const entry = this.#live(id);
    if (!entry) return { session: undefined, isProven: false };
    const { record, turn, openTurns } = entry;
    const now = this.#now();
    const isProven = proofs === 'trusted' || proofs.some((proof) => entry.proofs.includes(proof));
    if (isProven) {
      const { absent, idle } = absolute(deadlines, now);
      if (absent !== undefined && entry.deadlines.absent !== undefined) entry.deadlines.absent = absent;
      if (idle !== undefined && entry.deadlines.idle !== undefined) entry.deadlines.idle = idle;
    }
    return { session: { record, turn, openTurns, endsInMs: entry.deadlines['too-long'] - now }, isProven };
  }

  claim(id: string, forMs: number, because?: string): Promise<ClaimedSession | undefined> {
    const now = this.#now();
    this.#drop(now);
    const entry = this.#entries.get(id);
    const isFree = entry && (entry.reason === undefined && because !== undefined ? true : dueAt(entry) <= now);
    if (!isFree) return Promise.resolve(undefined);
    const overdue = Object.entries(entry.deadlines).filter(([, at]) => at <= now);
    const reason = entry.reason ?? because ?? overdue.at(-1)?.[0] ?? '';
    entry.reason = reason;
    entry.claimedUntil = now + forMs;
    return Promise.resolve({ record: entry.record, endsInMs: entry.deadlines['too-long'] - now, reason });
  }

  due(which?: 'all'): Promise<string[]> {
    const now = this.#now();
    this.#drop(now);
    const all = [...this.#entries].map(([id, entry]) => [id, dueAt(entry)] as const);
    // Of thousands few are due: those alone are put in order.
    const due = all.filter(([, at]) => which === 'all' || at <= now).sort(([, one], [, other]) => one - other);
    return Promise.resolve(due.map(([id]) => id));
  }

  async forget(id: string, place?: HeldPlace, remembrance?: Remembrance): Promise<Forgotten | undefined> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    const now = this.#now();
    if (!remembrance) this.#remembered.delete(id);
    else if (entry) {
      const { record, forMs } = remembrance;
      this.#remembered.set(id, { record, proofs: entry.proofs, until: now + forMs });
    }
    if (place) await this.#leases.release(place);
    if (!entry) return undefined;
    const { since, messages, ratings, conversation } = entry;
    return { openMs: now - since, messages, ratings: Object.fromEntries(ratings), history: inOrder(conversation) };
  }

  remembered(id: string, proofs: readonly string[]): Promise<object | undefined> {
    this.#drop(this.#now());
    const left = this.#remembered.get(id);
    return Promise.resolve(left && proofs.some((proof) => left.proofs.includes(proof)) ? left.record : undefined);
  }

  beginTurn(id: string, message?: object): Promise<Conversation | undefined> {
    const entry = this.#live(id);
    if (!entry) return Promise.resolve(undefined);
    const wasSpeaking = entry.speaking > 0;
    const turn = (entry.turn += 1);
    if (message) entry.messages += 1;
    entry.speaking = message ? 1 : 0;
    const history = message ? inOrder(entry.conversation) : [];
    if (message) remember(entry.conversation, 2 * turn, message);
    return Promise.resolve({ turn, wasSpeaking, history });
  }

  enterTurn(id: string): Promise<number | undefined> {
    const entry = this.#live(id);
    if (entry) entry.speaking += 1;
    return Promise.resolve(entry?.turn);
  }

  leaveTurn(id: string, turn: number, answer?: object): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry?.turn === turn && entry.speaking > 0) entry.speaking -= 1;
    if (entry && answer) remember(entry.conversation, 2 * turn + 1, answer);
    return Promise.resolve();
  }

  setTurnOpen(id: string, turnId: string, isOpen: boolean): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry) {
      const others = entry.openTurns.filter((other) => other !== turnId);
      entry.openTurns = isOpen ? [...others, turnId].slice(-MOST_OPEN_TURNS) : others;
    }
    return Promise.resolve();
  }

  rate(id: string, what: string, rating: string): Promise<void> {
    this.#entries.get(id)?.ratings.set(what, rating);
    return Promise.resolve();
  }

  note(id: string, name: string, value: unknown): Promise<void> {
    if (value === undefined) this.#entries.get(id)?.notes.delete(name);
    else this.#entries.get(id)?.notes.set(name, { value, at: this.#now() });
    return Promise.resolve();
  }

  noted(id: string, name: string): Promise<Note | undefined> {
    const note = this.#entries.get(id)?.notes.get(name);
    return Promise.resolve(note && { value: note.value, ageMs: this.#now() - note.at });
  }

  #drop(now: number): void {
    for (const [id, { keptUntil }] of this.#entries) if (keptUntil <= now) this.#entries.delete(id);
    for (const [id, { until }] of this.#remembered) if (until <= now) this.#remembered.delete(id);
  }

  /** One that nobody is ending. */
  #live(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry?.reason === undefined && (entry?.keptUntil ?? 0) > this.#now() ? entry : undefined;
  }
}

/** When it has to be looked after. */
function dueAt({ claimedUntil, deadlines }: Entry): number {
  return claimedUntil ?? Math.min(...Object.values(deadlines));
}

function absolute({ pageMs, idleMs }: Deadlines, now: number): { absent?: number; idle?: number } {
  return {
    ...(pageMs === undefined ? {} : { absent: now + pageMs }),
    ...(idleMs === undefined ? {} : { idle: now + idleMs }),
  };
}
