import type { Delay } from '../core/delay.js';
import { isSessionOver, toAvatarError, type AvatarError } from '../core/errors.js';
import type { Logger } from '../core/logger.js';
import { KEEP_ALIVE_INTERVAL_MS } from '../core/protocol.js';

export interface KeepAliveOptions {
  keepAlive: (options: { signal: AbortSignal }) => Promise<void>;
  /** Ends the loop. */
  signal: AbortSignal;
  delay: Delay;
  logger: Logger;
  /** Called once, when the service says that the session is gone or refuses its token. */
  onGone: (error: AvatarError) => void;
}

/** Keeps a session alive, every 10 s. A single failure is only logged: the service waits for more than one. */
export async function runKeepAlive({ keepAlive, signal, delay, logger, onGone }: KeepAliveOptions): Promise<void> {
  for (;;) {
    try {
      await delay(KEEP_ALIVE_INTERVAL_MS, { signal });
      await keepAlive({ signal });
      logger.debug('The session was kept alive');
    } catch (cause) {
      const error = toAvatarError(cause, 'API_REQUEST_FAILED', 'The session could not be kept alive.');
      if (signal.aborted) return;
      if (isSessionOver(error) || error.code === 'UNAUTHORIZED') {
        onGone(error);
        return;
      }
      logger.warn('A keep-alive failed; the next one follows', error);
    }
  }
}
