import { isRecord, JsonReader, type Complain } from '../core/json-reader.js';
import { readNumbers, type AvatarLimits } from './sessions/limits.js';
import { DEFAULT_QUEUE, type QueueSettings } from './sessions/session-queue.js';

/** Undefined where nobody waits. */
export function checkQueue(
  queue: unknown,
  { limits, exposeToken }: { limits: AvatarLimits; exposeToken: boolean },
  complain: Complain,
): QueueSettings | undefined {
  if (queue === undefined || queue === false) return undefined;
  if (queue !== true && !isRecord(queue)) complain('queue', 'true, or { length: 100, longestSeconds: 1800 }');
  if (exposeToken) complain('queue', 'left out with exposeToken: this backend does not hear when a session ends');
  if (limits.total.sessions === Infinity)
    complain('queue', 'left out where limits.total.sessions is Infinity: nobody would wait');
  if (queue === true) return DEFAULT_QUEUE;
  return readNumbers(new JsonReader(queue, complain, 'queue'), DEFAULT_QUEUE, { path: 'queue', complain });
}
