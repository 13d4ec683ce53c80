import { limitBodyTime } from './body-time.js';
import type { BodyRoom } from './body-room.js';
import { RequestProblem } from '../request-problem.js';
import { bodyTooLarge, IncomingBody } from './incoming-body.js';
import type { RouteContext, Step } from './pipeline.js';
import { isTextStream } from './text-stream.js';

/** For a body that is read whole: no more of it is, and no more than there is room for. */
export function wholeBody(maxSize: number, room: BodyRoom): Step {
  return async (context, next) => {
    if (context.get('isBodyHeld')) return next();
    assertNotEncoded(context);
    const { headers } = context.req.raw;
    const arrivedBytes = context.env.arrivedBytes?.();
    const known = arrivedBytes ?? toldBytes(headers);
    if (known !== undefined && known > maxSize) throw bodyTooLarge(maxSize);
    const source = {
      arrived: arrivedBytes === undefined ? undefined : context.env.arrived,
      stream: () => streamOf(context),
      toldBytes: Number(headers.get('Content-Length')),
    };
    const body = new IncomingBody(source, maxSize, room.enter(context.get('caller') ?? {}));
    context.set('body', body);
    context.set('isBodyHeld', true);
    try {
      // Its length is known at its end alone, also to routes that do not look at it.
      if (known === undefined) await body.arrive();
      await next();
      return undefined;
    } finally {
      body.release();
    }
  };
}

/** A few bytes may become any number when they are unpacked, and packed ones are no text: they are not read. RFC 9110, 15.5.16. */
function assertNotEncoded({ req, env }: RouteContext): void {
  const encoding = req.header('Content-Encoding')?.trim().toLowerCase() ?? '';
  if (env.isDecoded || encoding === '' || encoding === 'identity') return;
  throw new RequestProblem(415, 'The body may not be compressed: send it without Content-Encoding.', {
    headers: { 'Accept-Encoding': 'identity' },
  });
}

/** A body that is read whole, or said as it comes, once. It may be cancelled. */
export function streamOf(context: RouteContext): ReadableStream<Uint8Array> | null {
  return context.get('stream') ?? context.env.body?.() ?? uncancelled(context.req.raw.body);
}

/** A platform's own stream is not cancelled: see {@link limitBodyTime}. */
function uncancelled(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
  if (!body) return null;
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

function toldBytes(headers: Headers): number | undefined {
  const told = headers.get('Content-Length');
  const isUntold = told === null || !/^\d+$/.test(told) || headers.has('Transfer-Encoding');
  return isUntold ? undefined : Number(told);
}

/** @param wholeMs Infinity for a body that is said as it comes. */
export function timedBody(pieceMs: number, wholeMs: number): Step {
  return async (context, next) => {
    if (context.get('isBodyHeld')) return next();
    assertNotEncoded(context);
    // What is there already is not late, and need not be read piece by piece, unless it is said so.
    const hasArrived = context.env.arrivedBytes?.() !== undefined;
    if (!hasArrived || isTextStream(context.req.header('Content-Type'))) {
      const stream = context.env.body?.() ?? context.req.raw.body;
      if (stream) context.set('stream', limitBodyTime(stream, { pieceMs, wholeMs }, context.env.signal));
    }
    return next();
  };
}
