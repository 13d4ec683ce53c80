import type { Fetch } from '../../core/http.js';
import { joined } from '../bytes.js';
import { nodeModule } from '../node-modules.js';
import { RecordingForm } from './recording.js';

// Of Node's types what is needed: where they are not installed, ours can still be read.

interface Emitter {
  on(event: string, listener: (value: never) => void): unknown;
}

interface IncomingAnswer extends Emitter {
  statusCode?: number;
  rawHeaders: readonly string[];
}

interface OutgoingRequest extends Emitter {
  readonly writableFinished: boolean;
  write(piece: Uint8Array, done: (error?: Error | null) => void): void;
  end(body: string | Uint8Array, done?: () => void): void;
  destroy(error?: unknown): void;
}

interface NodeHttp {
  Agent: new (options: { keepAlive: boolean; timeout: number }) => object;
  request(
    url: string,
    options: { method: string | undefined; agent: object; headers: Record<string, string> },
  ): OutgoingRequest;
}

type Unzip = (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
  done: (error: Error | null, unzipped: Uint8Array<ArrayBuffer>) => void,
) => void;

type NodeZlib = Record<'gunzip' | 'inflate' | 'brotliDecompress', Unzip>;

/** A connection that nobody uses is kept for so long, in milliseconds, as Node's own fetch does: servers close theirs soon after. */
const KEEP_CONNECTIONS_MS = 4000;

/** Recordings are handed over in pieces of so many bytes: the next one when there is room for it. */
const PIECE_BYTES = 64 * 1024;

const NO_BODY = new Set([204, 205, 304]);

/**
 * A fetch for texts and recordings that are sent, and short ones that are answered, at a fraction of its processor time: over `node:http`, with
 * connections that are kept. Redirects are answers. Undefined in runtimes other than Node, and where the global fetch was told to
 * go by another way, such as through a proxy.
 * @param longest No more of an answer is read, nor unzipped, in bytes.
 */
export function createNodeFetch(longest: number): Fetch | undefined {
  const [http, https] = ['node:http', 'node:https'].map((name) => nodeModule(name) as NodeHttp | undefined);
  if (!http || !https) return undefined;
  const options = { keepAlive: true, timeout: KEEP_CONNECTIONS_MS };
  const ways = { 'http:': [http, new http.Agent(options)], 'https:': [https, new https.Agent(options)] } as const;
  return async (url, { method, headers, body, signal }) => {
    const [way, agent] = ways[url.startsWith('https:') ? 'https:' : 'http:'];
    if (signal?.aborted) throw signal.reason;
    const sending = sendingOf(body);
    const sent = way.request(url, { method, agent, headers: headersOf(headers, sending.headers) });
    const onAbort = (): void => sent.destroy(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    try {
      return await new Promise<Response>((resolve, reject) => {
        sent.on('error', reject);
        sent.on('response', (answer: IncomingAnswer) => void readAnswer(answer, longest).then(resolve, reject));
        sending.send(sent).catch(reject);
      });
    } catch (error) {
      sent.destroy(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      // Who is answered before all was sent has no use for the rest.
      if (!sent.writableFinished) sent.destroy();
    }
  };
}

/** A body on its way. */
interface Sending {
  headers: Record<string, string>;
  send: (sent: OutgoingRequest) => Promise<void>;
}

function sendingOf(body: RequestInit['body']): Sending {
  if (body instanceof RecordingForm) return sendingOfRecording(body);
  const text = new TextEncoder().encode(typeof body === 'string' ? body : '');
  return {
    headers: { 'Content-Length': String(text.length) },
    send: (sent) => {
      sent.end(text);
      return Promise.resolve();
    },
  };
}

function sendingOfRecording(form: RecordingForm): Sending {
  const { recording } = form;
  const { contentType, before, after } = form.frame();
  const length = before.length + recording.size + after.length;
  return {
    headers: { 'Content-Type': contentType, 'Content-Length': String(length) },
    send: async (sent) => {
      await written(sent, before);
      await writeAll(sent, recording.take());
      sent.end(after, () => recording.handedOver());
    },
  };
}

async function writeAll(sent: OutgoingRequest, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) await written(sent, bytes.subarray(at, at + PIECE_BYTES));
}

function written(sent: OutgoingRequest, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    sent.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

const ownFetch = globalThis.fetch;

/** Whether the global fetch is as Node has it, and so no more than a way to send requests. */
export function isFetchPlain(): boolean {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  // Node's own is an Agent; a proxy is another dispatcher.
  const dispatcher = (globalThis as Record<symbol, unknown>)[Symbol.for('undici.globalDispatcher.1')];
  const isStraight = dispatcher === undefined || (dispatcher as object).constructor.name === 'Agent';
  return isStraight && globalThis.fetch === ownFetch && !process?.env?.['NODE_USE_ENV_PROXY'];
}

function headersOf(given: RequestInit['headers'], ofBody: Record<string, string>): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Encoding': 'gzip, br', ...ofBody };
  new Headers(given).forEach((value, name) => (headers[name] = value));
  return headers;
}

async function readAnswer(answer: IncomingAnswer, longest: number): Promise<Response> {
  const headers = new Headers();
  for (let i = 0; i < answer.rawHeaders.length; i += 2)
    headers.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
  const { statusCode: status = 0 } = answer;
  const body = await unzipped(await readWhole(answer, longest), headers.get('Content-Encoding'), longest);
  return new Response(NO_BODY.has(status) ? null : body, { status, headers });
}

function readWhole(answer: IncomingAnswer, longest: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    answer.on('data', (part: Uint8Array<ArrayBuffer>) => {
      length += part.length;
      if (length > longest) reject(tooLong(longest));
      else parts.push(part);
    });
    answer.on('error', reject);
    answer.on('close', () => reject(new Error('The answer was cut off')));
    answer.on('end', () => resolve(joined(parts)));
  });
}

async function unzipped(
  bytes: Uint8Array<ArrayBuffer>,
  coding: string | null,
  longest: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (coding === null || coding === 'identity' || bytes.length === 0) return bytes;
  const zlib = nodeModule('node:zlib') as NodeZlib | undefined;
  const unzip = { gzip: zlib?.gunzip, 'x-gzip': zlib?.gunzip, deflate: zlib?.inflate, br: zlib?.brotliDecompress }[
    coding
  ];
  if (!unzip) throw new Error(`The answer is encoded as ${coding}`);
  return new Promise((resolve, reject) => {
    unzip(bytes, { maxOutputLength: longest }, (error, whole) => (error ? reject(error) : resolve(whole)));
  });
}

function tooLong(bytes: number): Error {
  return new Error(`The answer is longer than ${bytes} bytes`);
}
