import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';

/** Browsers are wrong about being off line now and then: behind a VPN, on a machine with virtual networks. In milliseconds. */
const DOUBT_MS = 3000;

/**
 * Resolves when the browser says that it is on line, and otherwise after a moment: then a try tells more than the browser.
 * @throws {AvatarError} `ABORTED`
 */
export async function online(delay: Delay, signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return;
  const settled = new AbortController();
  const either = anySignal(signal, settled.signal);
  const back = new Promise<void>((resolve) => {
    window.addEventListener('online', () => resolve(), { signal: either });
  });
  const doubt = delay(DOUBT_MS, { signal: either });
  doubt.catch(() => undefined); // Raced below; the loser has nobody to tell.
  try {
    await Promise.race([back, doubt]);
  } finally {
    settled.abort();
  }
}
