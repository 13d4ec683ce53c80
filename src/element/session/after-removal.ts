/** Frameworks take nodes out of the page to put them back: while they fetch, animate or swap. In milliseconds. */
const GRACE_MS = 1000;

const removedAt = new WeakMap<object, number>();

/** Does `work` once the element that has left the page did not come back to it within a second. */
export function afterRemoval(element: { readonly isConnected: boolean }, work: () => void): void {
  removedAt.set(element, performance.now());
  setTimeout(() => {
    // One that came back and left again has a second of its own.
    const goneForMs = performance.now() - (removedAt.get(element) ?? 0);
    if (!element.isConnected && goneForMs >= GRACE_MS - 10) work();
  }, GRACE_MS);
}
