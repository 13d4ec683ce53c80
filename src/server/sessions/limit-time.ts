import { LONGEST_TIMER_MS } from '../../core/timeout-signal.js';

/** A signal whose time need not run out. */
interface LimitedSignal extends AbortSignal {
  stop?: () => void;
}

/**
 * By one timer: the runtime's signals take many times as long, and theirs stay until the time is over. For whoever knows when nobody waits any
 * more, {@link stopLimit} takes it away.
 */
export function limitTime(ms: number, caller: AbortSignal | undefined): AbortSignal {
  return limit(ms, caller, true);
}

/** As {@link limitTime}, by a timer that a process which has nothing else to do does not wait for. */
export function limitTimeQuietly(ms: number, caller: AbortSignal | undefined): AbortSignal {
  return limit(ms, caller, false);
}

function limit(ms: number, caller: AbortSignal | undefined, keepsAlive: boolean): AbortSignal {
  const limited = new AbortController();
  const onAbort = (): void => limited.abort(caller?.reason);
  const onTimeUp = (): void => {
    caller?.removeEventListener('abort', onAbort);
    limited.abort(new DOMException('The time is over', 'TimeoutError'));
  };
  const timer = setTimeout(onTimeUp, Math.min(ms, LONGEST_TIMER_MS));
  // Only Node's timers, which are objects, have to be told.
  if (!keepsAlive && typeof timer === 'object') timer.unref();
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort);
  const stop = (): void => {
    clearTimeout(timer);
    caller?.removeEventListener('abort', onAbort);
  };
  return Object.assign(limited.signal, { stop });
}

/** @param signal Of {@link limitTime}; of any other nothing is done. */
export function stopLimit(signal: LimitedSignal | null | undefined): void {
  signal?.stop?.();
}
