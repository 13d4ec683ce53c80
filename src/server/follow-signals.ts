/**
 * Aborts as soon as one of `signals` does, for its reason. Unlike with `AbortSignal.any`, whose signals know each other by weak
 * references alone, whoever has the result is told also where nobody else has it any more.
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
