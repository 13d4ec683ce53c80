/** Frameworks take nodes out of the page to put them back: while they fetch, animate or swap. In milliseconds. */
const GRACE_MS = 1000;

const removedAt = new WeakMap<Element, number>();

/** Whether an element is in a document that a window shows: those that are parsed or made by a script have none. */
export function isOnPage({ isConnected, ownerDocument }: Element): boolean {
  return isConnected && ownerDocument.defaultView !== null;
}

/** Does `work` once the element that has left the page did not come back to it within a second, or the page is left before. */
export function afterRemoval(element: Element, work: () => void): void {
  removedAt.set(element, performance.now());
  const settle = (): void => {
    if (!isOnPage(element)) work();
  };
  // A page in the back-forward cache stands still.
  addEventListener('pagehide', settle);
  setTimeout(() => {
    removeEventListener('pagehide', settle);
    // One that came back and left again has a second of its own.
    const goneForMs = performance.now() - (removedAt.get(element) ?? 0);
    if (goneForMs >= GRACE_MS - 10) settle();
  }, GRACE_MS);
}
