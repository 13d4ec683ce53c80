import { anySignal } from './abort-signals.js';

/** Event names, each with what its listeners are called with. */
export type EventMap<Events> = { [Name in keyof Events]: readonly unknown[] };

export type Listener<Events extends EventMap<Events>, Name extends keyof Events> = (...values: Events[Name]) => void;

export interface ListenOptions {
  /** Ends the listening. */
  signal?: AbortSignal | undefined;
}

/** Listeners by event name. A listener that throws neither stops the others nor the emitter. */
export class TypedEvents<Events extends EventMap<Events>> {
  readonly #listeners: { [Name in keyof Events]?: Set<Listener<Events, Name>> } = {};
  /** By the listener that was given to {@link once}. */
  readonly #once = new WeakMap<object, AbortController>();
  readonly #onListenerError: (error: unknown) => void;

  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** Listens until {@link off} is called or `signal` aborts. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events, Name>, { signal }: ListenOptions = {}): void {
    if (signal?.aborted) return;
    (this.#listeners[name] ??= new Set()).add(listener);
    signal?.addEventListener('abort', () => this.off(name, listener), { once: true });
  }

  /** Listens to the next event alone. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events, Name>, { signal }: ListenOptions = {}): void {
    const heard = new AbortController();
    const onEvent: Listener<Events, Name> = (...values) => {
      heard.abort();
      listener(...values);
    };
    this.#once.set(listener, heard);
    this.on(name, onEvent, { signal: anySignal(heard.signal, signal) });
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events, Name>): void {
    this.#listeners[name]?.delete(listener);
    this.#once.get(listener)?.abort();
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
