import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { AvatarState, LauncherState, Remarks } from '../avatar-state.js';

/**
 * Shows what the element does as custom states, for `:state(...)` in style sheets; where the browser has none, as the words of
 * its attribute `data-states`.
 */
export class StatesController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** Missing before Firefox 126 and Safari 17.4. */
  readonly #states: Set<string> | undefined;
  readonly #current: () => readonly string[];

  /** @param current The states that are on now. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    internals: ElementInternals,
    current: () => readonly string[],
  ) {
    this.#host = host;
    this.#states = (internals as Partial<ElementInternals>).states;
    this.#current = current;
    host.addController(this);
  }

  hostUpdate(): void {
    const states = this.#states;
    const current = this.#current();
    try {
      if (states) {
        for (const state of states) if (!current.includes(state)) states.delete(state);
        for (const state of current) states.add(state);
        return;
      }
    } catch {
      // Chromium before 125 takes other names.
    }
    this.#host.dataset['states'] = current.join(' ');
  }
}

/** The custom states of an element as it is now. */
export function shownStates(
  { state, speaking, remarks }: { state: AvatarState; speaking: boolean; remarks: Remarks },
  { isBlocked, launcher }: { isBlocked: boolean; launcher: LauncherState | null },
): string[] {
  return [
    state,
    ...(speaking ? ['speaking'] : []),
    ...(['listening', 'thinking'] as const).filter((activity) => remarks[activity]),
    ...(state === 'live' && isBlocked ? ['blocked'] : []),
    ...(launcher ? [launcher] : []),
  ];
}
