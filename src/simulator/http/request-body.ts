import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import type { Complain } from '../../core/json-reader.js';
import type { SimulatorContext, SimulatorEnv } from './http-env.js';
import { Refusal } from './refusal.js';

/** Answers 400 with what is wrong with the request. */
export const complainOfRequest: Complain = (path, expected) => {
  throw new Refusal(400, `${path} should be ${expected}.`);
};

/** @throws {Refusal} 400: the body is not JSON. */
export async function readJson(c: SimulatorContext): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Refusal(400, 'The body should be JSON.', { cause });
  }
}

/** Refuses bodies of more than `maxBytes` with 400, the status that the service documents for bad requests. */
export function limitBody(maxBytes: number): MiddlewareHandler<SimulatorEnv> {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new Refusal(400, `The body should not be larger than ${maxBytes} bytes.`);
    },
  });
}
