/** Does `work` unless the element that has left the page is only being moved: then it is back before the microtask runs. */
export function onceRemoved(element: { readonly isConnected: boolean }, work: () => void): void {
  queueMicrotask(() => {
    if (!element.isConnected) work();
  });
}
