import { LONGEST_HISTORY } from './session-store.js';

/** Even numbers ask, odd ones answer. */
export type MessagesByTurn = Map<number, object>;

/** The oldest first, whichever answer came first. */
export function inOrder(messages: ReadonlyMap<number, object>): object[] {
  return [...messages].sort(([one], [other]) => one - other).map(([, message]) => message);
}

/** Keeps one more; of many the last. */
export function remember(messages: MessagesByTurn, at: number, message: object): void {
  messages.set(at, message);
  if (messages.size > LONGEST_HISTORY) messages.delete(Math.min(...messages.keys()));
}
