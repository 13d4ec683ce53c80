import { abortedError } from '../core/errors.js';

const answered = new Set<string>();
const asking = new Map<string, Promise<void>>();

/**
 * Does `ask`; while an origin has not answered this page yet, one call at a time. A backend knows its callers by a cookie that
 * comes with its first answer: of two first calls at once, each would make the page another caller, and all sessions but the
 * last one's a stranger's.
 * @throws {AvatarError} `ABORTED` while it waits; else what `ask` throws.
 */
export async function afterFirstAnswer<Answer>(
  origin: string,
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  for (let first = asking.get(origin); first; first = asking.get(origin)) await first;
  if (signal.aborted) throw abortedError(signal.reason);
  if (answered.has(origin)) return ask();
  const answer = ask();
  const settled = answer.then(
    () => void answered.add(origin),
    () => undefined,
  );
  asking.set(
    origin,
    settled.then(() => void asking.delete(origin)),
  );
  return answer;
}
