import type { FaultRule } from '../../src/simulator/faults/faults-rule.js';
import type { Simulator } from '../../src/simulator/start-simulator.js';
import { isRouteFault, type CellFault } from './cell.js';

/**
 * Calls that the simulator cannot tell a session of: there is none yet, or, for a DELETE, none any more, since the viewer's
 * connection closes at the same time. Cells with such faults are played alone.
 */
const CALLS_WITHOUT_SESSION = ['create', 'whep-options', 'whep-delete'];

/** The faults of one cell in the simulator, and whether they were met. */
export class ArmedFaults {
  readonly sessionIds: string[] = [];
  readonly #simulator: Simulator;
  readonly #rules: FaultRule[];
  readonly #armed = new Map<string, FaultRule>();
  readonly #used = new Map<FaultRule, number>();

  constructor(simulator: Simulator, faults: readonly CellFault[]) {
    this.#simulator = simulator;
    this.#rules = faults
      .filter((fault) => !isRouteFault(fault))
      .map(
        (rule) =>
          JSON.parse(JSON.stringify(rule).replaceAll('{origin}', simulator.url), reviveTimes(rule)) as FaultRule,
      );
  }

  /** Those that no session is known of beforehand. */
  armSessionless(): void {
    for (const rule of this.#rules) if (CALLS_WITHOUT_SESSION.includes(rule.call)) this.#add(rule);
  }

  armFor(sessionId: string): void {
    const isFirst = this.sessionIds.length === 0;
    this.sessionIds.push(sessionId);
    for (const rule of this.#rules) {
      if (CALLS_WITHOUT_SESSION.includes(rule.call)) continue;
      if (isFirst || rule.times === Infinity) this.#add({ ...rule, sessionId }, rule);
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

  #add(rule: FaultRule, original = rule): void {
    this.#armed.set(this.#simulator.faults.add(rule), original);
  }

  #count(): void {
    for (const { id, used } of this.#simulator.faults.list()) {
      const rule = this.#armed.get(id);
      if (rule && used > 0) this.#used.set(rule, used);
    }
  }
}

/** JSON knows no Infinity. */
function reviveTimes({ times }: FaultRule): (key: string, value: unknown) => unknown {
  return (key, value) => (key === 'times' && value === null ? times : value);
}
