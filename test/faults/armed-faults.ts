import type { FaultRule } from '../../src/simulator/faults/faults-rule.js';
import type { Simulator } from '../../src/simulator/start-simulator.js';
import { isServiceFault, type CellFault } from './cell.js';

/** The faults of one cell in the simulator, and whether they were met. They reach the sessions of the cell's avatar alone. */
export class ArmedFaults {
  readonly #simulator: Simulator;
  readonly #rules: FaultRule[];
  readonly #armed = new Map<string, FaultRule>();
  readonly #used = new Set<FaultRule>();

  constructor(simulator: Simulator, faults: readonly CellFault[]) {
    this.#simulator = simulator;
    this.#rules = faults.filter(isServiceFault);
  }

  arm(avatarId: string): void {
    const { faults, url } = this.#simulator;
    for (const rule of this.#rules) {
      const { times = 1, ...effect } = JSON.parse(JSON.stringify(rule).replaceAll('{origin}', url)) as FaultRule;
      // JSON knows no Infinity.
      const endless = rule.times === Infinity ? Infinity : times;
      this.#armed.set(faults.add({ ...effect, times: endless, avatarId }), rule);
    }
  }

  disarm(): void {
    this.#count();
    for (const id of this.#armed.keys()) this.#simulator.faults.remove(id);
    this.#armed.clear();
  }

  /** Whether any was met. */
  get wasMet(): boolean {
    this.#count();
    return this.#used.size > 0;
  }

  /** Those that the cell never came to, which therefore shows nothing. */
  unmet(): FaultRule[] {
    this.#count();
    return this.#rules.filter((rule) => !this.#used.has(rule));
  }

  #count(): void {
    for (const { id, used } of this.#simulator.faults.list()) {
      const rule = this.#armed.get(id);
      if (rule && used > 0) this.#used.add(rule);
    }
  }
}
