import { RequestProblem } from '../request-problem.js';
import { hashOf } from '../sessions/session-keys.js';
import type { AvatarLimits } from '../sessions/limits.js';
import type { AvatarStore } from '../store/avatar-store.js';
import type { ChatMessage } from './hooks.js';

/** Which conversation a message belongs to, as its page says. */
export interface ConversationWish {
  /** The page’s secret: whoever has it can go on with the conversation. */
  key: string;
  /** For how long it is to be kept after this message. */
  seconds?: number | undefined;
}

/** Whose message it is. */
interface Whose {
  owner?: string | undefined;
  caller?: string | undefined;
}

/** A conversation, as it was before a message. */
export interface Conversation {
  id: string;
  /** Which of its messages this is, counted from 1. */
  turn: number;
  history: readonly ChatMessage[];
}

/** So long a conversation is kept whose page does not say, in seconds. */
const DEFAULT_SECONDS = 3600;

/** Under which name a session keeps which conversation went on in it. */
const NOTED = 'conversation';

/** What goes on over several sessions, or without one. It is found by the hash of its key: the key itself only its page has. */
export class Conversations {
  readonly #store: Pick<AvatarStore, 'conversations' | 'sessions'>;
  readonly #limits: AvatarLimits;

  constructor(store: Pick<AvatarStore, 'conversations' | 'sessions'>, limits: AvatarLimits) {
    this.#store = store;
    this.#limits = limits;
  }

  /** What it is kept by. */
  idOf({ key }: ConversationWish): Promise<string> {
    return hashOf(key);
  }

  /** @throws {RequestProblem} 404: it is somebody else's. */
  async ask({ key, seconds = DEFAULT_SECONDS }: ConversationWish, who: Whose, message: string): Promise<Conversation> {
    const id = await hashOf(key);
    const asked = await this.#store.conversations.ask(id, this.#messageOf('user', message), {
      owner: who.owner ?? '',
      caller: who.caller,
      keptMs: Math.min(seconds, this.#limits.conversationSeconds) * 1000,
    });
    if (!asked) throw noSuchConversation();
    return { id, turn: asked.turn, history: asked.history as readonly ChatMessage[] };
  }

  /** Whoever has just been answered is not told that the store has failed since. */
  async answer({ id, turn }: Conversation, content: string): Promise<void> {
    if (content === '') return;
    await this.#store.conversations.answer(id, turn, this.#messageOf('assistant', content)).catch(() => undefined);
  }

  /** Of a message that its page asks again, in another session. Never rejects. */
  async takeBack({ id, turn }: Conversation): Promise<void> {
    await this.#store.conversations.takeBack(id, turn).catch(() => undefined);
  }

  /** @throws {RequestProblem} 404: there is none, or it is somebody else's; which of the two is not told. */
  async forget({ key }: ConversationWish, owner: string | undefined): Promise<void> {
    if (!(await this.#store.conversations.forget(await hashOf(key), owner ?? ''))) throw noSuchConversation();
  }

  /** Notes that it goes on in a session, so that it goes with what else is to be forgotten of that. */
  noteIn(sessionId: string, { id }: Conversation): Promise<void> {
    return this.#store.sessions.note(sessionId, NOTED, id);
  }

  /** Forgets the one that went on in a session. */
  async forgetIn(sessionId: string): Promise<void> {
    const id = (await this.#store.sessions.noted(sessionId, NOTED))?.value;
    if (typeof id === 'string') await this.#store.conversations.forget(id);
  }

  forgetOf(caller: string): Promise<number> {
    return this.#store.conversations.forgetOf(caller);
  }

  /** No more of it than a hook may be told. */
  #messageOf(role: ChatMessage['role'], content: string): ChatMessage {
    return { role, content: content.slice(0, this.#limits.historyLength) };
  }
}

function noSuchConversation(): RequestProblem {
  return new RequestProblem(404, 'There is no such conversation: begin a new one.', { code: 'INVALID_STATE' });
}
