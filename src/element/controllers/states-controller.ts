import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AvatarState, LauncherState } from '../avatar-state.js';

/** Shows what the element does as custom states, for `:state(...)` in the page's styles. */
export class StatesController implements ReactiveController {
  /** Missing before Firefox 126. */
  readonly #states: Set<string> | undefined;
  readonly #current: () => readonly string[];

  /** @param current The states that are on now. */
  constructor(host: ReactiveControllerHost, internals: ElementInternals, current: () => readonly string[]) {
    this.#states = (internals as Partial<ElementInternals>).states;
    this.#current = current;
    host.addController(this);
  }

  hostUpdate(): void {
    const states = this.#states;
    if (!states) return;
    const current = this.#current();
    try {
      for (const state of states) if (!current.includes(state)) states.delete(state);
      for (const state of current) states.add(state);
    } catch {
      // Chromium before 125 took other names.
    }
  }
}

/** The custom states of an element as it is now. */
export function shownStates(
  { state, speaking }: { state: AvatarState; speaking: boolean },
  { isBlocked, launcher }: { isBlocked: boolean; launcher: LauncherState | null },
): string[] {
  return [
    state,
    ...(speaking ? ['speaking'] : []),
    ...(state === 'live' && isBlocked ? ['blocked'] : []),
    ...(launcher ? [launcher] : []),
  ];
}
