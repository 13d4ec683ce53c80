import type { HeldPlace } from './leases.js';
import { keysOf } from './redis-leases.js';
import { messageIn, notedIn, parse, textOf } from './redis-messages.js';
import { keyOf, type RunScript } from './redis-scripts.js';
import type { SESSION_SCRIPTS } from './redis-session-scripts.js';
import {
  LONGEST_HISTORY,
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

export const INDEX = keyOf('sessions');

/** Each call is one script, and so one round trip. */
export class RedisSessions implements SessionStore {
  readonly #scripts: Readonly<Record<keyof typeof SESSION_SCRIPTS, RunScript>>;

  constructor(scripts: Readonly<Record<keyof typeof SESSION_SCRIPTS, RunScript>>) {
    this.#scripts = scripts;
  }

  async add(id: string, session: NewSession): Promise<number> {
    const { record, proofs, lastsMs, notAfter, keptMs, deadlines, place } = session;
    const values = [id, JSON.stringify(record), place.id, lastsMs, Number.isFinite(notAfter) ? notAfter : '', keptMs];
    const keys = [sessionKey(id), INDEX, ...keysOf(place.groups)];
    return (await this.#scripts.addSession(keys, [...values, ...inOrder(deadlines), ...proofs])) as number;
  }

  async visit(
    id: string,
    proofs: readonly string[] | 'trusted',
    deadlines: Deadlines,
  ): Promise<KeptSession | undefined> {
    const proof = proofs === 'trusted' ? ['trusted'] : ['', ...proofs];
    const found = await this.#scripts.visitSession([sessionKey(id), INDEX], [...visitValues(id, deadlines), ...proof]);
    return readVisited(found);
  }

  async claim(id: string, forMs: number, because = ''): Promise<ClaimedSession | undefined> {
    const claimed = await this.#scripts.claimSession([sessionKey(id), INDEX], [id, forMs, because]);
    if (!claimed) return undefined;
    const [record, endsInMs, reason] = claimed as [string, number, string];
    return { record: parse(record), endsInMs, reason };
  }

  async due(which: 'all' | '' = ''): Promise<string[]> {
    return (await this.#scripts.dueSessions([INDEX], [which])) as string[];
  }

  async forget(
    id: string,
    place: HeldPlace = { id: '', groups: [] },
    remembrance?: Remembrance,
  ): Promise<Forgotten | undefined> {
    const keys = [sessionKey(id), INDEX, conversationKey(id), ...keysOf(place.groups)];
    const left = remembrance ? [remembrance.forMs, JSON.stringify(remembrance.record)] : ['', ''];
    const forgotten = await this.#scripts.forgetSession(keys, [id, place.id, ...left]);
    if (!forgotten) return undefined;
    const [openMs, messages, ratings, history] = forgotten as [number, number, string[], string[]];
    return { openMs, messages, ratings: inPairs(ratings), history: history.map(messageIn) };
  }

  async remembered(id: string, proofs: readonly string[]): Promise<object | undefined> {
    const record = await this.#scripts.rememberedSession([sessionKey(id)], proofs);
    return typeof record === 'string' ? parse(record) : undefined;
  }

  async rate(id: string, what: string, rating: string): Promise<void> {
    await this.#scripts.rateInSession([sessionKey(id)], [what, rating]);
  }

  async beginTurn(id: string, message?: object): Promise<Conversation | undefined> {
    const keys = [sessionKey(id), conversationKey(id)];
    const begun = await this.#scripts.beginTurn(keys, [textOf(message), LONGEST_HISTORY]);
    if (!begun) return undefined;
    const [turn, speaking, history] = begun as [number, number, string[]];
    return { turn, wasSpeaking: speaking > 0, history: history.map(messageIn) };
  }

  async enterTurn(id: string): Promise<number | undefined> {
    const turn = await this.#scripts.enterTurn([sessionKey(id)]);
    return typeof turn === 'number' ? turn : undefined;
  }

  async leaveTurn(id: string, turn: number, answer?: object): Promise<void> {
    await this.#scripts.leaveTurn([sessionKey(id), conversationKey(id)], [turn, textOf(answer), LONGEST_HISTORY]);
  }

  async setTurnOpen(id: string, turnId: string, isOpen: boolean): Promise<void> {
    await this.#scripts.setTurnOpen([sessionKey(id)], [turnId, isOpen ? 1 : 0, MOST_OPEN_TURNS]);
  }

  async note(id: string, name: string, value: unknown): Promise<void> {
    await this.#scripts.note([sessionKey(id)], [name, textOf(value)]);
  }

  async noted(id: string, name: string): Promise<Note | undefined> {
    return notedIn(await this.#scripts.noted([sessionKey(id)], [name]));
  }
}

export function visitValues(id: string, deadlines: Deadlines): (string | number)[] {
  return [id, ...inOrder(deadlines)];
}

/** @param found What `visit` gave. */
export function readVisited(found: unknown): KeptSession | undefined {
  if (!found) return undefined;
  const [record, endsInMs, turn, openTurns] = found as [string, number, number, string];
  return { record: parse(record), endsInMs, turn, openTurns: parse(openTurns) as string[] };
}

export function sessionKey(id: string): string {
  return keyOf('session', id);
}

function conversationKey(id: string): string {
  return keyOf('conversation', id);
}

function inOrder({ pageMs = '', idleMs = '' }: { [Name in keyof Deadlines]: Deadlines[Name] | '' }): (number | '')[] {
  return [pageMs, idleMs];
}

/** Names and values in turn. */
function inPairs(flat: readonly string[]): Record<string, string> {
  return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
}
