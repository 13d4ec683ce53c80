import { abandonable } from '../../core/abandon.js';

/** Chromium alone prepares pages that nobody has opened yet. */
export function isPrerendering(page: Document): boolean {
  return (page as Document & { prerendering?: boolean }).prerendering === true;
}

/** Resolves once a prerendered page is opened. @throws {AvatarError} `ABORTED` */
export function untilActivated(page: Document, signal: AbortSignal): Promise<void> {
  const activated = new Promise<void>((resolve) => {
    page.addEventListener('prerenderingchange', () => resolve(), { once: true, signal });
  });
  return abandonable(activated, signal);
}
