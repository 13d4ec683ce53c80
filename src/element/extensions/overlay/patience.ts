import { delay } from '../../../core/delay.js';
import type { AvatarHost } from '../extension.js';

/** A visitor who waits longer than this for the first picture wants to know why, in milliseconds. */
const PATIENCE_MS = 8000;

/** Notes on the element when connecting takes longer than a visitor expects; to be called with each of its updates. */
export function watchPatience(host: AvatarHost, signal: AbortSignal): () => void {
  let waiting: AbortController | undefined;
  const stop = (): void => {
    waiting?.abort();
    waiting = undefined;
    host.remarks.isSlow = false;
  };
  signal.addEventListener('abort', stop, { once: true });
  return () => {
    if (host.state !== 'connecting') stop();
    else if (!waiting) {
      waiting = new AbortController();
      delay(PATIENCE_MS, { signal: waiting.signal }).then(
        () => {
          host.remarks.isSlow = true;
          host.requestUpdate();
        },
        () => undefined, // It came in time.
      );
    }
  };
}
