import type { Note } from './session-store.js';

/** Whose a conversation is, and for how long it is kept. */
export interface ConversationTerms {
  /** Whom `identify` named as it began: it is nobody else's. Empty where nobody was named. */
  owner: string;
  /** By whom it can be forgotten as a whole. */
  caller: string | undefined;
  /** From now on, in milliseconds. */
  keptMs: number;
}

/** A conversation as it was before a message. */
export interface AskedConversation {
  /** Which message it is, counted from 1. */
  turn: number;
  /** What was said before, the oldest first. */
  history: readonly object[];
}

/**
 * What is said over several sessions, or without one. Each call is one step, however many processes ask. Of a conversation the last
 * messages are kept, as of a session; it expires by itself, by the store's own clock.
 */
export interface ConversationStore {
  /** Takes down a message, and puts the end off; begins the conversation where there is none. Undefined where it is somebody else's. */
  ask(id: string, message: object, terms: ConversationTerms): Promise<AskedConversation | undefined>;
  /** What was answered to a message; nothing where the conversation is gone. */
  answer(id: string, turn: number, answer: object): Promise<void>;
  /** Drops a message, and what was answered to it: it is asked again. */
  takeBack(id: string, turn: number): Promise<void>;
  /** Drops all of it. False where there is none, or it is somebody else's. @param owner Undefined: whoever's it is. */
  forget(id: string, owner?: string): Promise<boolean>;
  /** Drops all conversations of a caller, and tells how many those were. */
  forgetOf(caller: string): Promise<number>;

  /** Keeps something else of it, under a name, as JSON; undefined takes it away. */
  note(id: string, name: string, value: unknown): Promise<void>;
  noted(id: string, name: string): Promise<Note | undefined>;
}
