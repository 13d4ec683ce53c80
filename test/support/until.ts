import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 25;

/** Resolves as soon as it is so; rejects when that takes longer than `limitMs`. */
export async function until(isSo: () => boolean, limitMs = 30_000): Promise<void> {
  for (let waitedMs = 0; !isSo(); waitedMs += POLL_MS) {
    if (waitedMs >= limitMs) throw new Error(`It was not so within ${limitMs / 1000} s.`);
    await sleep(POLL_MS);
  }
}
