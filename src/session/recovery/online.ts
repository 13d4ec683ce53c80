import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';

/** Browsers are wrong about being offline now and then: behind a VPN, on a machine with virtual networks. In milliseconds. */
const DOUBT_MS = 3000;

/**
 * Resolves when the browser says that it is online, and otherwise after a moment: then a try tells more than the browser.
 * @throws {AvatarError} `ABORTED`
 */
export async function online(delay: Delay, signal: AbortSignal): Promise<void> {
  if (!navigator.onLine) await cutShortOnline(delay)(DOUBT_MS, { signal });
}

/** Waits as `delay` does, but no longer than until the network comes back. */
export function cutShortOnline(delay: Delay): Delay {
  return async (ms, { signal } = {}) => {
    const settled = new AbortController();
    const either = anySignal(signal, settled.signal);
    const back = new Promise<void>((resolve) => {
      window.addEventListener('online', () => resolve(), { signal: either });
    });
    const waited = delay(ms, { signal: either });
    waited.catch(() => undefined); // Raced below; the loser has nobody to tell.
    try {
      await Promise.race([back, waited]);
    } finally {
      settled.abort();
    }
  };
}
