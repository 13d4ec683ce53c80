import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

import type { FaultEffect } from '../faults/faults-rule.js';
import type { SimulatedSession } from '../sessions/simulated-session.js';

/** What the simulator's HTTP handlers share. */
export interface SimulatorEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The open session that the call concerns, once its token was checked. */
    session: SimulatedSession;
    /** What is to go wrong with the media of the viewer that connects. */
    mediaFault: FaultEffect | undefined;
  };
}

export type SimulatorContext = Context<SimulatorEnv>;

/** Sends the head of an answer and half of its body, and closes the connection. */
export async function breakOff(c: SimulatorContext, whole: Response): Promise<Response> {
  const { outgoing } = c.env;
  const body = Buffer.from(await whole.arrayBuffer());
  outgoing.writeHead(whole.status, { ...Object.fromEntries(whole.headers), 'content-length': body.length });
  outgoing.write(body.subarray(0, body.length / 2), () => dropConnection(c));
  return RESPONSE_ALREADY_SENT;
}

/** Closes the connection without an answer. */
export function dropConnection(c: SimulatorContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
