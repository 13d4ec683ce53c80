import { abandonable } from './abandon.js';

/** What is under way goes on; only the wait for it ends. */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<Result> {
  return signal ? abandonable(work, signal) : work;
}
