import { delay as realDelay, type Delay } from '../../../src/core/delay.js';
import { PACE } from '../pace.js';

/** Polls are not made denser than this, in milliseconds. */
const SHORTEST_MS = 20;

/** The session's waits, shortened. */
export const delay: Delay = (ms, options) => realDelay(Math.max(ms / PACE, Math.min(ms, SHORTEST_MS)), options);

/** Requests time out sooner, too. */
export function shortenTimeouts(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => timeout(ms / PACE);
}
