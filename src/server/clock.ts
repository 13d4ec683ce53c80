import type { Complain } from '../core/json-reader.js';
import { createLogger } from '../core/logger.js';
import { quietly } from './quietly.js';

/** Gives the time, in milliseconds since 1970. */
export type Now = () => number;

const A_TIME = 'a function that gives the milliseconds since 1970';

/**
 * A clock of the integrator's. Should it fail later, that is told once, and the system's own goes on for it.
 * @param complain Told where it is none, or fails at once.
 * @param tell Default: to the console.
 */
export function checkClock(
  now: Now | undefined,
  complain: Complain,
  tell: (line: string) => void = (line) => createLogger().error(line),
): Now {
  if (now === undefined) return Date.now;
  if (typeof now !== 'function' || !isTime(quietly(now))) complain('now', A_TIME);
  let isTold = false;
  return () => {
    const time: unknown = quietly(now);
    if (isTime(time)) return time;
    if (!isTold) tell(`now gave no time, and Date.now is asked in its place: it should be ${A_TIME}`);
    isTold = true;
    return Date.now();
  };
}

function isTime(time: unknown): time is number {
  return typeof time === 'number' && Number.isFinite(time);
}
