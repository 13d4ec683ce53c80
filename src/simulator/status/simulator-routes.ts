import { Hono } from 'hono';

import { isAvatarError } from '../../core/errors.js';
import { answerControlError } from '../http/error-answers.js';
import type { Faults } from '../faults/faults.js';
import { faultToJson, parseFaultRule } from '../faults/faults-json.js';
import type { SimulatorContext, SimulatorEnv } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import { complainOfRequest, limitBody, readJson } from '../http/request-body.js';
import type { SimulatorStatus } from './simulator-status.js';

const JSON_LIMIT_BYTES = 100_000;

export type ChildName = 'media' | 'voice';

export interface SimulatorRoutesOptions {
  faults: Faults;
  status: () => SimulatorStatus;
  /** The process id of a child, where it runs. */
  pidOf: (child: ChildName) => number | undefined;
}

/**
 * The simulator's own calls, for tests and for a look inside.
 *
 * They send no CORS headers: a web page that happens to be open on the same machine has no business here.
 */
export function createSimulatorRoutes({ faults, status, pidOf }: SimulatorRoutesOptions): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.onError(answerControlError);

  app.get('/status', (c) => c.json(status()));

  app.get('/faults', (c) => c.json({ faults: faults.list().map(faultToJson) }));

  app.post('/faults', limitBody(JSON_LIMIT_BYTES), async (c) => {
    const rule = parseFaultRule(await readOwnJson(c), complainOfRequest);
    try {
      return c.json({ id: faults.add(rule) }, 201);
    } catch (error) {
      if (isAvatarError(error)) throw new Refusal(400, error.message, { cause: error });
      throw error;
    }
  });

  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.delete('/faults/:id', (c) => {
    if (!faults.remove(c.req.param('id'))) throw new Refusal(404, 'There is no such fault.');
    return c.body(null, 204);
  });

  app.post('/crash', limitBody(JSON_LIMIT_BYTES), async (c) => {
    const child = readChild(await readOwnJson(c));
    const pid = pidOf(child);
    if (pid === undefined)
      throw new Refusal(409, `The ${child} process does not run: it starts when it is first needed.`);
    process.kill(pid, 'SIGKILL');
    return c.json({ pid }, 202);
  });

  return app;
}

/** A page of another origin cannot send this type without asking first, and it is told no. */
async function readOwnJson(c: SimulatorContext): Promise<unknown> {
  const isJson = /^application\/json\b/i.test(c.req.header('Content-Type') ?? '');
  if (!isJson) throw new Refusal(415, 'The body should be application/json.');
  return readJson(c);
}

function readChild(body: unknown): ChildName {
  const child = typeof body === 'object' && body !== null && 'child' in body ? body.child : undefined;
  return child === 'media' || child === 'voice' ? child : complainOfRequest('child', '"media" or "voice"');
}
