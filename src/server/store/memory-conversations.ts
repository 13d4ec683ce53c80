import type { AskedConversation, ConversationStore, ConversationTerms } from './conversation-store.js';
import { inOrder, remember, type MessagesByTurn } from './memory-messages.js';
import type { Note } from './session-store.js';

/** Times are milliseconds since 1970. */
interface Entry {
  owner: string;
  caller: string | undefined;
  turn: number;
  messages: MessagesByTurn;
  notes: Map<string, { value: unknown; at: number }>;
  keptUntil: number;
}

/** What is over is dropped so often, in milliseconds. */
const DROP_EVERY_MS = 60_000;

/** Keeps conversations within this process. */
export class MemoryConversations implements ConversationStore {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  #dropAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  ask(
    id: string,
    message: object,
    { owner, caller, keptMs }: ConversationTerms,
  ): Promise<AskedConversation | undefined> {
    const now = this.#now();
    this.#drop(now);
    const begun = { owner, caller, turn: 0, messages: new Map<number, object>(), notes: new Map(), keptUntil: 0 };
    const entry: Entry = this.#find(id) ?? begun;
    if (entry.owner !== owner) return Promise.resolve(undefined);
    const turn = (entry.turn += 1);
    const history = inOrder(entry.messages);
    remember(entry.messages, 2 * turn, message);
    entry.caller = caller ?? entry.caller;
    entry.keptUntil = now + keptMs;
    this.#entries.set(id, entry);
    return Promise.resolve({ turn, history });
  }

  answer(id: string, turn: number, answer: object): Promise<void> {
    const entry = this.#find(id);
    if (entry) remember(entry.messages, 2 * turn + 1, answer);
    return Promise.resolve();
  }

  takeBack(id: string, turn: number): Promise<void> {
    const messages = this.#find(id)?.messages;
    messages?.delete(2 * turn);
    messages?.delete(2 * turn + 1);
    return Promise.resolve();
  }

  forget(id: string, owner?: string): Promise<boolean> {
    const entry = this.#find(id);
    const isTheirs = entry !== undefined && (owner === undefined || entry.owner === owner);
    if (isTheirs) this.#entries.delete(id);
    return Promise.resolve(isTheirs);
  }

  forgetOf(caller: string): Promise<number> {
    this.#drop(Infinity);
    const ids = [...this.#entries].filter(([, entry]) => entry.caller === caller).map(([id]) => id);
    for (const id of ids) this.#entries.delete(id);
    return Promise.resolve(ids.length);
  }

  note(id: string, name: string, value: unknown): Promise<void> {
    const notes = this.#find(id)?.notes;
    if (value === undefined) notes?.delete(name);
    else notes?.set(name, { value, at: this.#now() });
    return Promise.resolve();
  }

  noted(id: string, name: string): Promise<Note | undefined> {
    const noted = this.#find(id)?.notes.get(name);
    return Promise.resolve(noted && { value: noted.value, ageMs: this.#now() - noted.at });
  }

  #find(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry && entry.keptUntil > this.#now() ? entry : undefined;
  }

  /** @param due Milliseconds since 1970; Infinity: whenever it was done last. */
  #drop(due: number): void {
    if (due < this.#dropAt) return;
    const now = this.#now();
    this.#dropAt = now + DROP_EVERY_MS;
    for (const [id, { keptUntil }] of this.#entries) if (keptUntil <= now) this.#entries.delete(id);
  }
}
