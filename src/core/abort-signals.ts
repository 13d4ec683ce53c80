/**
 * Aborts as soon as one of `signals` does, for its reason. As `AbortSignal.any`, which Safari has since 17.4, Chrome since 116 and
 * Firefox since 124; what is undefined is left out.
 */
export function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const given = signals.filter((signal) => signal !== undefined);
  if (given.length === 1 && given[0]) return given[0];
  // eslint-disable-next-line no-restricted-properties -- the rule does not see that it is asked for
  return 'any' in AbortSignal ? AbortSignal.any(given) : followSignals(...given);
}

/**
 * As {@link anySignal}, held strongly: the signals of `AbortSignal.any` know each other by weak references alone, and a source
 * that nobody else has may be collected before it aborts.
 */
export function followSignals(...signals: readonly AbortSignal[]): AbortSignal {
  const joined = new AbortController();
  for (const signal of signals) {
    const onAbort = (): void => joined.abort(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { signal: joined.signal });
  }
  return joined.signal;
}

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

/** As `signal.throwIfAborted()`, which is left out by some shims of `AbortSignal`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason as Error;
}
