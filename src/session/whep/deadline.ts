import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import type { AvatarError } from '../../core/errors.js';

export interface DeadlineOptions {
  /** In milliseconds. */
  deadlineMs: number;
  /** What the work fails with when the time is up. */
  late: () => AvatarError;
  delay: Delay;
  signal: AbortSignal;
}

/** Runs `work` under a signal that aborts with `signal`, when the time is up, and when the work is over. */
export async function beforeDeadline<Result>(
  { deadlineMs, late, delay, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const limited = anySignal(signal, over.signal);
  void delay(deadlineMs, { signal: limited }).then(
    () => over.abort(late()),
    () => undefined, // It was over before.
  );
  try {
    return await work(limited);
  } finally {
    over.abort();
  }
}
