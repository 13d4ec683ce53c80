import { abandonable } from '../../core/abandon.js';

/** Chromium alone prepares pages that nobody has opened yet. */
export function isPrerendering(page: Document): boolean {
  return (page as Document & { prerendering?: boolean }).prerendering === true;
}

/**
 * Resolves once the page is opened, at once where it is: one that is prerendered may never be.
 * @throws {AvatarError} `ABORTED`
 */
export async function untilActivated(page: Document, signal: AbortSignal): Promise<void> {
  if (!isPrerendering(page)) return;
  const activated = new Promise<void>((resolve) => {
    page.addEventListener('prerenderingchange', () => resolve(), { once: true, signal });
  });
  await abandonable(activated, signal);
}
