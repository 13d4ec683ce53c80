import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';

import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

import type { Connection, FetchHandler } from './connection.js';
import { problemResponse } from './error-response.js';
import { streamOf, type IncomingRequest } from './incoming-stream.js';
import { TextResponse } from './text-response.js';

/** A listener for `node:http`, and so for Express, Connect and their like. */
export type NodeHandler = (request: IncomingRequest, response: ServerResponse | Http2ServerResponse) => void;

/**
 * Mounts the backend in a Node server: `createServer(toNodeHandler(backend))`, `app.use('/api/avatar', toNodeHandler(backend))`.
 */
export function toNodeHandler(backend: FetchHandler): NodeHandler {
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const body = accessTo(incoming);
      const response = await backend.fetch(request, connectionOf(incoming, request.signal, body));
      const isClosing = incoming.httpVersionMajor < 2 && !body.isHere();
      if (response instanceof TextResponse) return write(outgoing, response, isClosing);
      return isClosing ? closing(response) : response;
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
function connectionOf({ socket }: IncomingRequest, signal: AbortSignal, body: BodyAccess): Connection {
  const clientAddress = 'remoteAddress' in socket ? socket.remoteAddress : undefined;
  const { arrivedBytes, arrived, stream, isDecoded } = body;
  return { signal, clientAddress, takesTexts: true, arrivedBytes, arrived, body: stream, isDecoded };
}

/** How a request's body is read. */
interface BodyAccess extends Required<Pick<Connection, 'arrivedBytes' | 'arrived' | 'isDecoded'>> {
  stream: () => ReadableStream<Uint8Array>;
  /** Whether nothing of it is still to come: that would be taken for the next request's head, so the connection has to end. */
  isHere: () => boolean;
}

function accessTo(incoming: IncomingRequest): BodyAccess {
  const parsed = parsedBefore(incoming);
  if (parsed) {
    const stream = (): ReadableStream<Uint8Array> => new Blob([parsed]).stream();
    return { arrivedBytes: () => parsed.length, arrived: () => parsed, stream, isDecoded: true, isHere: () => true };
  }
  let isTaken = false;
  const take = (): Uint8Array => {
    isTaken = true;
    const bytes = incoming.read() as Uint8Array | null;
    // Towards its end, which nobody waits for.
    incoming.resume();
    return bytes ?? new Uint8Array();
  };
  return {
    arrivedBytes: () => (isTaken ? undefined : arrivedBytes(incoming)),
    arrived: take,
    stream: () => streamOf(incoming),
    isDecoded: false,
    isHere: () => isTaken || incoming.complete || arrivedBytes(incoming) !== undefined,
  };
}

/** Straight to the connection: no stream is made for a text that is known. */
function write(outgoing: ServerResponse | Http2ServerResponse, response: TextResponse, isClosing: boolean): Response {
  const { status, content } = response;
  const headers: Record<string, string | string[]> = { 'Content-Length': String(Buffer.byteLength(content)) };
  response.headers.forEach((value, name) => (headers[name] = value));
  if ('set-cookie' in headers) headers['set-cookie'] = response.headers.getSetCookie();
  if (isClosing) headers['Connection'] = 'close';
  outgoing.writeHead(status, headers);
  outgoing.end(content);
  return RESPONSE_ALREADY_SENT;
}

function closing(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('Connection', 'close');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Node tells that a body is complete a moment after its last piece has come: what its length says is known before. */
function arrivedBytes(incoming: IncomingRequest): number | undefined {
  const { complete, headers, readableLength } = incoming;
  if (incoming.httpVersionMajor > 1 || incoming.readableEnded || incoming.readableDidRead) return undefined;
  const hasCome = headers['content-length'] === String(readableLength) && headers['transfer-encoding'] === undefined;
  return complete || hasCome ? readableLength : undefined;
}

/** What a body parser such as `express.json()`, which has emptied the stream by then, has made of the body. */
function parsedBefore(incoming: IncomingRequest): Uint8Array<ArrayBuffer> | undefined {
  if (!incoming.readableEnded || !('body' in incoming)) return undefined;
  const { body } = incoming;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (typeof body !== 'string' && typeof body !== 'object') return undefined;
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}
