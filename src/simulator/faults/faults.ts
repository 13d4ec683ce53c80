import { checkFault } from './faults-check.js';
import type { FaultableCall, FaultEffect, FaultRule } from './faults-rule.js';

export interface Fault {
  id: string;
  rule: FaultRule;
  /** How many calls it has spoiled. */
  used: number;
}

/** What a call is about, as far as the call tells. */
export interface CallSubject {
  sessionId?: string | undefined;
  avatarId?: string | undefined;
}

/** Makes the simulated service fail on purpose. Each call is spoiled by the first rule that fits it and is not used up. */
export class Faults {
  readonly #faults = new Map<string, Fault>();
  #added = 0;

  /**
   * @returns The fault's id.
   * @throws {AvatarError} `INVALID_CONFIGURATION`: the rule makes no sense; the message says why.
   */
  add(rule: FaultRule): string {
    checkFault(rule);
    const id = `fault-${++this.#added}`;
    this.#faults.set(id, { id, rule: { ...rule }, used: 0 });
    return id;
  }

  /** Whether there was one of this id. */
  remove(id: string): boolean {
    return this.#faults.delete(id);
  }

  clear(): void {
    this.#faults.clear();
  }

  /** All faults in the order in which they were added, those that are used up included. */
  list(): Fault[] {
    return [...this.#faults.values()].map((fault) => ({ ...fault }));
  }

  /** What spoils this call, if anything does. Counts as a use. */
  take(call: FaultableCall, about: CallSubject = {}): FaultEffect | undefined {
    for (const fault of this.#faults.values()) {
      const { rule, used } = fault;
      if (rule.call !== call || !isOf(rule, about) || used >= (rule.times ?? 1)) continue;
      fault.used += 1;
      return rule;
    }
    return undefined;
  }
}

function isOf({ sessionId, avatarId }: CallSubject, about: CallSubject): boolean {
  return (
    (sessionId === undefined || sessionId === about.sessionId) &&
    (avatarId === undefined || avatarId === about.avatarId)
  );
}
