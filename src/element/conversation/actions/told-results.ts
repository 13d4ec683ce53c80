import type { ActionResult } from './perform.js';

/** What came of the actions of an answer, for the backend. */
export interface ToldResults {
  results: readonly ActionResult[];
}
