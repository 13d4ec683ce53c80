import type { LauncherState } from '../avatar-state.js';

const PREFIX = 'kaltura-avatar:';

/** Keeps what the visitor has made of a launcher, for the next page in the same tab of the browser. */
export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // Sandboxed frames and strict browsers have no storage: then each page begins anew.
  }
}

/** Null where nothing was kept. */
export function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null; // As above.
  }
}

export function recallLauncher(name: string): LauncherState {
  const state = recall(name);
  return state === 'expanded' || state === 'dismissed' ? state : 'collapsed';
}
