/** Event names, each with what its listeners are called with. */
export type EventMap<Events> = { [Name in keyof Events]: readonly unknown[] };

export type Listener<Events extends EventMap<Events>, Name extends keyof Events> = (...values: Events[Name]) => void;

/** Listeners by event name. A listener that throws neither stops the others nor the emitter. */
export class TypedEvents<Events extends EventMap<Events>> {
  readonly #listeners: { [Name in keyof Events]?: Set<Listener<Events, Name>> } = {};
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  on<Name extends keyof Events>(name: Name, listener: Listener<Events, Name>): void {
    (this.#listeners[name] ??= new Set()).add(listener);
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events, Name>): void {
    this.#listeners[name]?.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, ...values: Events[Name]): void {
    for (const listener of [...(this.#listeners[name] ?? [])]) {
      try {
        listener(...values);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }
}
