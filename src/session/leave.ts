import { delay } from '../core/delay.js';
import { isPageLeft } from '../core/page-leaving.js';

/** The session's end waits no longer than this for the viewer's place to be freed, in milliseconds. */
const FREED_WITHIN_MS = 1000;

/**
 * Ends a session: the viewer's place is freed first, for a service that has ended the session knows the place no more, and
 * Chromium writes each 404 to the console. A page that is being left waits for nothing: both requests outlive it.
 */
export async function leave(freed: Promise<void>, end: () => Promise<void>): Promise<void> {
  if (!isPageLeft()) await freedOrLate(freed);
  await Promise.all([freed, end()]);
}

async function freedOrLate(freed: Promise<void>): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const left = new Promise((resolve) => window.addEventListener('pagehide', resolve, { signal }));
  await Promise.race([freed, left, delay(FREED_WITHIN_MS, { signal }).catch(() => undefined)]);
  over.abort();
}
