import { RequestProblem } from './request-problem.js';

/** Whether load balancers are to send nobody new. */
export class Drain {
  #hasBegun = false;

  begin(): void {
    this.#hasBegun = true;
  }

  /** @throws {RequestProblem} 503 */
  assertNotBegun(): void {
    if (this.#hasBegun) throw new RequestProblem(503, 'The avatar’s backend is about to shut down. Try again later.');
  }
}
