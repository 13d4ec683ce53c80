import type { AvatarHost } from './extension.js';

/** Less of the window than this is taken by bars of the browser's, and not by a keyboard; in CSS pixels. */
const LOWEST_KEYBOARD_PX = 100;

/** What of the window is seen, as `visualViewport` has it. */
interface Seen {
  height: number;
  offsetTop: number;
  scale: number;
}

/** How much of the window's lower end the keyboard of a phone takes, in CSS pixels. */
export function keyboardHeight({ height, offsetTop, scale }: Seen, windowHeight: number): number {
  // Whoever has zoomed in sees a part of the page.
  if (scale > 1.01) return 0;
  const taken = windowHeight - height - offsetTop;
  return taken >= LOWEST_KEYBOARD_PX ? taken : 0;
}

/** Keeps the panel, and an avatar that fills the screen, above the keyboard of a phone, which lies over the page: as `--_keyboard`. */
export function keepAboveKeyboard(host: AvatarHost, signal: AbortSignal): void {
  const view = host.ownerDocument.defaultView;
  const viewport = view?.visualViewport;
  if (!view || !viewport) return;
  const stage = (): HTMLElement | null | undefined => host.shadowRoot?.querySelector<HTMLElement>('.stage');
  const fit = (): void => {
    stage()?.style.setProperty('--_keyboard', `${keyboardHeight(viewport, view.innerHeight)}px`);
  };
  for (const type of ['resize', 'scroll']) viewport.addEventListener(type, fit, { signal });
  signal.addEventListener('abort', () => stage()?.style.removeProperty('--_keyboard'), { once: true });
}
