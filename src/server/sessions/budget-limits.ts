import type { Charge } from '../store/avatar-store.js';
import type { Scope } from './scopes.js';

const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

const SAID_ENOUGH = 'The avatar has said as much as it may for now. Try again later.';

/** What is counted: by which limits, each with its period, in which unit, and what a visitor is told who is refused. */
export const BUDGETS = {
  requests: { limits: { requestsPerSecond: SECOND_MS }, unit: 1, refusal: 'Too many requests. Try again later.' },
  creates: {
    limits: { createsPerMinute: MINUTE_MS, createsPerDay: DAY_MS },
    ...{ unit: 1, refusal: 'The avatar was opened too many times. Try again later.' },
  },
  sessionMinutes: {
    limits: { sessionMinutesPerDay: DAY_MS },
    ...{ unit: 1, refusal: 'The avatar was open for as long as it may be for now. Try again later.' },
  },
  replies: {
    limits: { repliesPerMinute: MINUTE_MS, repliesPerDay: DAY_MS },
    ...{ unit: 1, refusal: 'Too many messages. Try again later.' },
  },
  feedback: {
    limits: { feedbackPerMinute: MINUTE_MS, feedbackPerDay: DAY_MS },
    ...{ unit: 1, refusal: 'That was rated often enough. Try again later.' },
  },
  characters: {
    limits: { charactersPerMinute: MINUTE_MS, charactersPerDay: DAY_MS },
    ...{ unit: 1, refusal: SAID_ENOUGH },
  },
  // Counted in thousandths, since stores count whole numbers.
  audioSeconds: {
    limits: { audioSecondsPerMinute: MINUTE_MS, audioSecondsPerDay: DAY_MS },
    ...{ unit: 1000, refusal: SAID_ENOUGH },
  },
  transcriptionSeconds: {
    limits: { transcriptionSecondsPerMinute: MINUTE_MS, transcriptionSecondsPerDay: DAY_MS },
    ...{ unit: 1000, refusal: 'The avatar has listened as much as it may for now. Try again later, or write.' },
  },
} as const;

export type BudgetName = keyof typeof BUDGETS;

type NamesOf<Budget> = Budget extends { limits: infer Limits } ? keyof Limits : never;

/** A limit that holds for a time. */
export type LimitName = NamesOf<(typeof BUDGETS)[BudgetName]>;

export type Amounts = Partial<Record<BudgetName, number>>;

/** A charge, and what it is for. */
export interface BudgetCharge extends Charge {
  name: LimitName;
  scope: Scope;
  unit: number;
  refusal: string;
}
