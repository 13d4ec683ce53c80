import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells whether the element is scrolled into view. */
export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #onChange: (isOnScreen: boolean) => void;
  #observer: IntersectionObserver | undefined;

  constructor(host: ReactiveControllerHost & Element, onChange: (isOnScreen: boolean) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    // Nobody to ask: what simulates a browser has none.
    if (typeof IntersectionObserver === 'undefined') return;
    this.#observer = new IntersectionObserver((entries) => {
      const latest = entries.at(-1);
      if (latest) this.#onChange(latest.isIntersecting);
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}
