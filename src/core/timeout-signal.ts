/** The longest time that timers know, in milliseconds; what is longer would be over at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Aborts with a `TimeoutError` after `ms` milliseconds, 24 days at most. As `AbortSignal.timeout`, which Safari has since 16. */
export function timeoutSignal(longest: number): AbortSignal {
  const ms = Math.min(longest, LONGEST_TIMER_MS);
  if ('timeout' in AbortSignal) return AbortSignal.timeout(ms);
  const over = new AbortController();
  setTimeout(() => over.abort(new DOMException('Timeout', 'TimeoutError')), ms);
  return over.signal;
}
