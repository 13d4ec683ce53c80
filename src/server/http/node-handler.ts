import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

import { getRequestListener } from '@hono/node-server';

import type { Connection, FetchHandler } from './connection.js';
import { problemResponse } from './error-response.js';

type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** A listener for `node:http`, and so for Express, Connect and their like. */
export type NodeHandler = (request: IncomingRequest, response: ServerResponse | Http2ServerResponse) => void;

/**
 * Mounts the backend in a Node server: `createServer(toNodeHandler(backend))`, `app.use('/api/avatar', toNodeHandler(backend))`.
 */
export function toNodeHandler(backend: FetchHandler): NodeHandler {
  const listener = getRequestListener(
    async (request, { incoming }) => {
      const parsed = withParsedBody(request, incoming);
      const response = await backend.fetch(parsed ?? request, {
        ...connectionOf(incoming, request.signal),
        ...(parsed ? {} : { arrivedBytes: () => arrivedBytes(incoming), body: () => bodyOf(incoming) }),
      });
      return hasUnreadBody(incoming) ? closing(response) : response;
    },
    {
      // A library does not replace the globals of the process it runs in.
      overrideGlobalObjects: false,
      errorHandler: () =>
        problemResponse({ status: 400, code: 'INVALID_CONFIGURATION', detail: 'The request cannot be understood.' }),
    },
  );
  return (request, response) => void listener(request, response);
}

/** @param signal The adapter's own, which is told of by the connection: those of Requests follow only while they are in use. */
function connectionOf({ socket }: IncomingRequest, signal: AbortSignal): Connection {
  return { signal, ...('remoteAddress' in socket ? { clientAddress: socket.remoteAddress } : {}) };
}

/** The rest of it would be taken for the next request's head, so the connection ends: that has to be said in the answer. */
function hasUnreadBody(incoming: IncomingRequest): boolean {
  return incoming.httpVersionMajor < 2 && !incoming.complete;
}

function closing(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('Connection', 'close');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function arrivedBytes(incoming: IncomingRequest): number | undefined {
  const isUnread = incoming.complete && !incoming.readableEnded && !incoming.readableDidRead;
  return isUnread && incoming.httpVersionMajor < 2 ? incoming.readableLength : undefined;
}

/** All that has come by then at once, however many pieces it came in: each of them would cost a promise and more. */
function bodyOf(incoming: IncomingRequest): ReadableStream<Uint8Array> {
  let wake = (): void => undefined;
  for (const event of ['readable', 'end', 'close', 'error']) incoming.on(event, () => wake());
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        for (;;) {
          const piece = incoming.read() as Uint8Array | null;
          if (piece) {
            controller.enqueue(piece);
            return;
          }
          if (incoming.readableEnded) {
            controller.close();
            return;
          }
          if (incoming.destroyed) throw new Error('The connection was closed before the body had come');
          await new Promise<void>((resolve) => (wake = resolve));
        }
      },
    },
    { highWaterMark: 0 },
  );
}

function withParsedBody(request: Request, incoming: IncomingRequest): Request | undefined {
  const body = parsedBefore(incoming);
  if (body === undefined) return undefined;
  // By its parts: the runtime's Request cannot be made from the adapter's own, which is one in looks alone.
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, body, signal });
}

/** What a body parser such as `express.json()`, which has emptied the stream by then, has made of the body. */
function parsedBefore(incoming: IncomingRequest): string | Uint8Array<ArrayBuffer> | undefined {
  if (!incoming.readableEnded || !('body' in incoming)) return undefined;
  const { body } = incoming;
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return typeof body === 'object' ? JSON.stringify(body) : undefined;
}
