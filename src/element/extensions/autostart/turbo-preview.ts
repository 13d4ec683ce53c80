import { delay } from '../../../core/delay.js';

/** How long the page that follows a preview is waited for at the most, in milliseconds. */
const PREVIEW_ENDS_WITHIN_MS = 2000;

/**
 * Tells whether the page shows Turbo's preview of another one. Turbo unmarks a preview before it takes away what belongs to it,
 * and waits in between for style sheets: it is over with the next `turbo:render`.
 * @param check Called when a preview is over.
 */
export function watchPreview(page: Document, check: () => void, signal: AbortSignal): () => boolean {
  const isMarked = (): boolean => page.documentElement.matches('[data-turbo-preview]');
  let isShown = isMarked();
  const settle = (): void => {
    isShown = isMarked();
    check();
  };
  page.addEventListener('turbo:render', settle, { signal });
  const marks = new MutationObserver(() => {
    if (isMarked()) isShown = true;
    // A page without Turbo may mark itself.
    else if (isShown) delay(PREVIEW_ENDS_WITHIN_MS, { signal }).then(settle, () => undefined);
  });
  marks.observe(page.documentElement, { attributeFilter: ['data-turbo-preview'] });
  signal.addEventListener('abort', () => marks.disconnect(), { once: true });
  return () => isShown || isMarked();
}
