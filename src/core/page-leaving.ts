let isLeft = false;

const onPageTransition = ({ type }: Event): void => void (isLeft = type === 'pagehide');

/**
 * Notices from now on that the page is being left. To be called for each session, before the listeners that end it are added:
 * document.open() takes all listeners away.
 */
export function watchPage(): void {
  for (const type of ['pagehide', 'pageshow']) globalThis.addEventListener(type, onPageTransition, { capture: true });
}

/** Whether the page is being left: nothing can be waited for. */
export function isPageLeft(): boolean {
  return isLeft;
}
