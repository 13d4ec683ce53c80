import type { AvatarHost } from '../extension.js';

/** Keeps a floating avatar above what it is in, where that comes to the top layer later: a dialog, or what fills the screen. */
export function keepAbove(host: AvatarHost, signal: AbortSignal): void {
  let isShown = host.offsetWidth > 0;
  const raise = (): void => {
    if ('hidePopover' in host && host.matches(':popover-open')) host.hidePopover();
    host.requestUpdate();
  };
  host.ownerDocument.addEventListener('fullscreenchange', raise, { signal });
  // The pages that test runners make have none.
  if (typeof ResizeObserver === 'undefined') return;
  const size = new ResizeObserver(() => {
    const wasShown = isShown;
    isShown = host.offsetWidth > 0;
    if (isShown && !wasShown) raise();
  });
  size.observe(host);
  signal.addEventListener('abort', () => size.disconnect());
}
