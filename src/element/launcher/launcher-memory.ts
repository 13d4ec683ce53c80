import type { LauncherState } from '../avatar-state.js';

const PREFIX = 'kaltura-avatar:';

/** Keeps what the visitor has made of a launcher, for the next page in the same tab of the browser. */
export function rememberLauncher(name: string, state: LauncherState): void {
  try {
    sessionStorage.setItem(PREFIX + name, state);
  } catch {
    // Sandboxed frames and strict browsers have no storage: then each page begins anew.
  }
}

export function recallLauncher(name: string): LauncherState {
  try {
    const state = sessionStorage.getItem(PREFIX + name);
    if (state === 'expanded' || state === 'dismissed') return state;
  } catch {
    // As above.
  }
  return 'collapsed';
}
