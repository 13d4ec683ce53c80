import type { LifecycleEvent } from '../step.js';

let isOnline = true;
let visibility: DocumentVisibilityState = 'visible';

/** Lets the page say of itself what the sequence wants it to. */
export function takeOverEnvironment(): void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => isOnline });
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => visibility === 'hidden' });
}

type BrowserEvent = Exclude<LifecycleEvent, 'off screen' | 'on screen'>;

const transition = (name: string, persisted: boolean) => (): boolean =>
  window.dispatchEvent(new PageTransitionEvent(name, { persisted }));

const connection = (online: boolean) => (): boolean => {
  isOnline = online;
  return window.dispatchEvent(new Event(online ? 'online' : 'offline'));
};

const sight = (state: DocumentVisibilityState) => (): boolean => {
  visibility = state;
  return document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};

/** Each makes the browser's event, and what goes with it, happen. */
export const EVENTS: Record<BrowserEvent, () => boolean> = {
  pagehide: transition('pagehide', false),
  'pagehide persisted': transition('pagehide', true),
  pageshow: transition('pageshow', false),
  'pageshow persisted': transition('pageshow', true),
  offline: connection(false),
  online: connection(true),
  hidden: sight('hidden'),
  visible: sight('visible'),
};
