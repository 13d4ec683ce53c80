import { limitBodyTime } from './body-time.js';
import type { BodyRoom } from './body-room.js';
import { bodyTooLarge, IncomingBody } from './incoming-body.js';
import type { Step } from './pipeline.js';
import { isTextStream } from './text-stream.js';

/** For a body that is read whole: no more of it is, and no more than there is room for. */
export function wholeBody(maxSize: number, room: BodyRoom): Step {
  return async (context, next) => {
    const known = context.env.arrivedBytes?.() ?? toldBytes(context.req.raw.headers);
    if (known !== undefined && known > maxSize) throw bodyTooLarge(maxSize);
    const body = new IncomingBody(context.req.raw, maxSize, room.enter(context.var.caller ?? {}));
    context.set('body', body);
    try {
      // Its length is known at its end alone, also to routes that do not look at it.
      if (known === undefined) await body.arrive();
      await next();
    } finally {
      body.release();
    }
  };
}

function toldBytes(headers: Headers): number | undefined {
  const told = headers.get('Content-Length');
  const isUntold = told === null || !/^\d+$/.test(told) || headers.has('Transfer-Encoding');
  return isUntold ? undefined : Number(told);
}

/** @param wholeMs Infinity for a body that is said as it comes. */
export function timedBody(pieceMs: number, wholeMs: number): Step {
  return async (context, next) => {
    // What is there already is not late, and need not be read piece by piece, unless it is said so.
    const hasArrived = context.env.arrivedBytes?.() !== undefined;
    if (!hasArrived || isTextStream(context.req.header('Content-Type')))
      context.req.raw = limitBodyTime(context.req.raw, { pieceMs, wholeMs }, context.env.signal, context.env.body?.());
    await next();
  };
}
