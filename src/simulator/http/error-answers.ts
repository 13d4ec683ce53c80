import { STATUS_CODES } from 'node:http';

import type { SimulatorContext } from './http-env.js';
import { INTERNAL_ERROR, Refusal } from './refusal.js';

/** Answers an error as the Control API does. */
export function answerControlError(error: Error, c: SimulatorContext): Response {
  const { status, message, headers } = describe(error, c);
  return c.json({ success: false, error: message }, status, headers);
}

/** Answers an error as problem details (RFC 9457), which WHEP recommends. */
export function answerWhepError(error: Error, c: SimulatorContext): Response {
  const { status, message, headers } = describe(error, c);
  const problem = { title: STATUS_CODES[status], status, detail: message };
  return c.body(JSON.stringify(problem), status, { ...headers, 'Content-Type': 'application/problem+json' });
}

function describe(
  error: Error,
  c: SimulatorContext,
): Pick<Refusal, 'message' | 'headers'> & { status: Refusal['status'] | 500 } {
  if (error instanceof Refusal) return error;
  // Children that die are counted, and nobody waits for the answer of a request that was given up.
  const isAccountedFor = error.name === 'ChildCrashedError' || c.req.raw.signal.aborted;
  if (!isAccountedFor) process.emitWarning(error);
  return { status: 500, message: INTERNAL_ERROR, headers: {} };
}
