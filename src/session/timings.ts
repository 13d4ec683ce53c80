/** The steps from nothing to the first frame, in their order. */
export type ConnectStep = 'grant' | 'initClient' | 'whep' | 'ice' | 'dtls' | 'firstFrame';

/** How long each step took, in milliseconds; a step that was not taken, or not yet, is missing. */
export type SessionTimings = Readonly<Partial<Record<ConnectStep | 'total', number>>>;

/**
 * Times the way to the first frame. Each step is also a `performance.measure` named `kaltura-avatar:<step>`, so that it
 * shows in the browser's own profiler.
 */
export class Timings {
  readonly #onDone: (step: ConnectStep) => void;
  readonly #startedAt = performance.now();
  #stepStartedAt = this.#startedAt;
  readonly #steps: Partial<Record<ConnectStep | 'total', number>> = {};

  constructor(onDone: (step: ConnectStep) => void) {
    this.#onDone = onDone;
  }

  get all(): SessionTimings {
    return { ...this.#steps };
  }

  /** A step is done; the next one begins. */
  done(step: ConnectStep): void {
    this.#measure(step, this.#stepStartedAt);
    this.#stepStartedAt = performance.now();
    if (step === 'firstFrame') this.#measure('total', this.#startedAt);
    this.#onDone(step);
  }

  #measure(step: ConnectStep | 'total', start: number): void {
    const end = performance.now();
    this.#steps[step] = end - start;
    const name = `kaltura-avatar:${step}`;
    // The timeline keeps what it is given for ever; the last connect's is enough.
    performance.clearMeasures(name);
    performance.measure(name, { start, end });
  }
}
