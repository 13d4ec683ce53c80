import { anySignal, timeoutSignal } from '../core/abort-signals.js';
import { abortedError } from '../core/errors.js';

/** A tab that the browser has put to sleep while it was asking must not keep the others waiting. */
const LONGEST_WAIT_MS = 5000;

const answered = new Set<string>();
const queues = new Map<string, Promise<void>>();

/**
 * Does `ask`; while an origin has not answered this page yet, one call at a time of all that this page and the browser's other
 * tabs make. A backend knows its callers by a cookie that comes with its first answer: of two first calls at once, each would
 * make the browser another caller, and all sessions but the last one's a stranger's.
 * @throws {AvatarError} `ABORTED` while it waits; else what `ask` throws.
 */
export async function afterFirstAnswer<Answer>(
  origin: string,
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  if (answered.has(origin)) return ask();
  const endTurn = await ('locks' in navigator ? turnOfTabs(origin, signal) : turnInPage(origin));
  if (answered.has(origin)) endTurn();
  try {
    if (signal.aborted) throw abortedError(signal.reason);
    const answer = await ask();
    answered.add(origin);
    return answer;
  } finally {
    endTurn();
  }
}

/** Resolves when it is this call's turn, with the function that ends the turn. */
function turnOfTabs(origin: string, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve) => {
    const holdUntilEnded = (): Promise<void> => new Promise((endTurn) => resolve(endTurn));
    const options = { signal: anySignal(signal, timeoutSignal(LONGEST_WAIT_MS)) };
    navigator.locks.request(`kaltura-avatar ${origin}`, options, holdUntilEnded).catch(() => resolve(() => undefined));
  });
}

/** As {@link turnOfTabs}, for pages that were not served over HTTPS: browsers have no locks for them. */
function turnInPage(origin: string): Promise<() => void> {
  const before = queues.get(origin) ?? Promise.resolve();
  return new Promise((resolve) => {
    const turn = before.then(() => new Promise<void>((endTurn) => resolve(endTurn)));
    queues.set(origin, turn);
  });
}
