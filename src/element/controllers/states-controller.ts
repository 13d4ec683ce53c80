import type { ReactiveController, ReactiveControllerHost } from 'lit';

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
