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

/** As `signal.throwIfAborted()`, which is left out by some shims of `AbortSignal`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason as Error;
}
