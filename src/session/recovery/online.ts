import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';

/** How long a page that is off line waits for the network, in milliseconds. */
const OFFLINE_LIMIT_MS = 5 * 60_000;

/**
 * Resolves when the browser is on line, which is at once where it does not know.
 * @throws {AvatarError} `NETWORK` after five minutes, `ABORTED`.
 */
export async function online(delay: Delay, signal: AbortSignal): Promise<void> {
  if (navigator.onLine) return;
  const settled = new AbortController();
  const back = new Promise<void>((resolve) => {
    window.addEventListener('online', () => resolve(), { signal: anySignal(signal, settled.signal) });
  });
  const limit = delay(OFFLINE_LIMIT_MS, { signal: anySignal(signal, settled.signal) }).then(() => {
    throw new AvatarError('NETWORK', 'The browser is off line. Connect to the network and start the avatar again.');
  });
  limit.catch(() => undefined); // Raced below; the loser has nobody to tell.
  try {
    await Promise.race([back, limit]);
  } finally {
    settled.abort();
  }
}
