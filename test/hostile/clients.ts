import { once } from 'node:events';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';

/** One request, as it goes over the wire. */
export interface HostileRequest {
  method: string;
  path: string;
  headers: readonly (readonly [name: string, value: string])[];
  body?: Uint8Array | undefined;
  /** Sent in chunks of so many bytes, without a length. */
  chunkBytes?: number | undefined;
  /** What is told of the body's length, where that is not so. */
  toldBytes?: string | undefined;
}

export interface Sent {
  bytes: number;
  /** Of the first line, or of HTTP/2's own field; undefined where nothing was answered. */
  status: number | undefined;
}

/** Whoever is not answered by then has gone, in milliseconds; at once, nearly, where more was announced than comes. */
const PATIENCE_MS = 2000;
const SHORT_PATIENCE_MS = 100;

/**
 * @param beforeLast Called when all but the last byte of the body has been sent.
 * @param onAnswer Told of the answer, as it comes.
 */
export type Client = (
  port: number,
  request: HostileRequest,
  beforeLast?: () => Promise<void>,
  onAnswer?: (text: string) => void,
) => Promise<Sent>;

export const http1: Client = async (port, request, beforeLast, onAnswer) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // It is cut off, as it may be.
  await once(socket, 'connect');
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let answer = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    answer ||= piece;
    onAnswer?.(piece);
  });
  const patience = setTimeout(() => socket.destroy(), request.toldBytes ? SHORT_PATIENCE_MS : PATIENCE_MS);
  const message = messageOf(request);
  socket.write(message.subarray(0, -1));
  if (beforeLast && request.body) await beforeLast();
  socket.write(message.subarray(-1));
  await closed;
  clearTimeout(patience);
  return { bytes: socket.bytesWritten, status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]) || undefined };
};

function messageOf({ method, path, headers, body, chunkBytes, toldBytes }: HostileRequest): Buffer {
  const length = chunkBytes === undefined ? ['Content-Length', toldBytes ?? String(body?.length ?? 0)] : CHUNKED;
  const head = [['Host', '127.0.0.1'], ['Connection', 'close'], ...(body ? [length] : []), ...headers]
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const parts = [Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1')];
  if (body && chunkBytes === undefined) parts.push(Buffer.from(body));
  else if (body && chunkBytes !== undefined) {
    for (let at = 0; at < body.length; at += chunkBytes) {
      const chunk = body.subarray(at, at + chunkBytes);
      parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), Buffer.from(chunk), Buffer.from('\r\n'));
    }
    parts.push(Buffer.from('0\r\n\r\n'));
  }
  return Buffer.concat(parts);
}

const CHUNKED = ['Transfer-Encoding', 'chunked'];

export const http2: Client = async (
  port,
  { method, path, headers, body, chunkBytes, toldBytes },
  beforeLast,
  onAnswer,
) => {
  const client = connectHttp2(`http://127.0.0.1:${port}`);
  client.on('error', () => undefined);
  let status: number | undefined;
  const patience = setTimeout(() => client.destroy(), toldBytes ? SHORT_PATIENCE_MS : PATIENCE_MS);
  try {
    const fields: Record<string, string | string[]> = { ':method': method, ':path': path };
    for (const [name, value] of headers) fields[name.toLowerCase()] = [fields[name.toLowerCase()] ?? [], value].flat();
    if (body && chunkBytes === undefined) fields['content-length'] = toldBytes ?? String(body.length);
    const stream = client.request(flattened(fields), { endStream: body === undefined });
    stream.on('response', (answered: IncomingHttpHeaders & { ':status'?: number }) => (status = answered[':status']));
    stream
      .on('error', () => undefined)
      .setEncoding('utf8')
      .on('data', (piece: string) => onAnswer?.(piece));
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    if (body) {
      const step = chunkBytes ?? 65_536;
      for (let at = 0; at < body.length - 1; at += step)
        stream.write(body.subarray(at, Math.min(at + step, body.length - 1)));
      if (beforeLast) await beforeLast();
      stream.end(body.subarray(-1));
    }
    await closed;
  } catch {
    // No such request can be made.
  }
  clearTimeout(patience);
  const bytes = client.destroyed ? (body?.length ?? 0) : client.socket.bytesWritten;
  client.destroy();
  return { bytes: Math.max(bytes, 0), status };
};

function flattened(fields: Record<string, string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      Array.isArray(value) && value.length === 1 ? (value[0] ?? '') : value,
    ]),
  );
}
