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

/** Closes the connection without an answer. */
export function dropConnection(c: SimulatorContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}
