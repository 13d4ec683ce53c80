import type { Answer, Send } from '../../core/http.js';
import { joined } from '../bytes.js';
import { nodeModule } from '../node-modules.js';
import { ConnectionsAhead, type ConnectingAgent } from './connections-ahead.js';
import { RecordingForm } from './recording.js';

// Of Node's types what is needed: where they are not installed, ours can still be read.

interface Emitter {
  on(event: string, listener: (value: never) => void): unknown;
}

interface IncomingAnswer extends Emitter {
  statusCode?: number;
  rawHeaders: readonly string[];
}

/** Of a connection: whether a process that has nothing else to do waits for it. */
interface Waiting {
  unref(): unknown;
}

interface OutgoingRequest extends Emitter {
  readonly writableFinished: boolean;
  write(piece: Uint8Array, done: (error?: Error | null) => void): void;
  end(body: string | Uint8Array, done?: () => void): void;
  destroy(error?: unknown): void;
}

/** Where a request goes: without its path the same for all that go to one server. */
interface Target {
  protocol: string;
  hostname: string;
  port: string;
  agent: object;
}

interface RequestOptions extends Target {
  path: string;
  method: string | undefined;
  headers: Record<string, string>;
}

interface NodeHttp {
  Agent: new (options: { keepAlive: boolean; timeout: number }) => ConnectingAgent;
  request(options: RequestOptions): OutgoingRequest;
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

/** Of a URL without credentials and fragment. */
const ORIGIN_AND_PATH = /^(https?:\/\/[^/?]+)(.*)$/s;

export interface ConnectionWait {
  /**
   * Whether a process that has nothing else to do waits for the answer. Default true; false where a timer of who waits for it does
   * that, and nobody waits for what comes later.
   */
  keepsAlive?: boolean;
}

export interface NodeFetch {
  (...given: [...Parameters<Send>, wait?: ConnectionWait]): Promise<NodeAnswer>;
  /** Opens a connection for a request that is about to come; never throws. */
  connectAhead(url: string): void;
}

/**
 * A fetch for texts and recordings that are sent, and short ones that are answered, at a fraction of its processor time: over `node:http`, with
 * connections that are kept. Redirects are answers. Undefined in runtimes other than Node, and where the global fetch was told to
 * go by another way, such as through a proxy.
 * @param longest No more of an answer is read, nor unzipped, in bytes.
 */
export function createNodeFetch(longest: number): NodeFetch | undefined {
  const [http, https] = ['node:http', 'node:https'].map((name) => nodeModule(name) as NodeHttp | undefined);
  if (!http || !https) return undefined;
  const options = { keepAlive: true, timeout: KEEP_CONNECTIONS_MS };
  const agents = [new http.Agent(options), new https.Agent(options)] as const;
  const ahead = agents.map((agent) => new ConnectionsAhead(agent, KEEP_CONNECTIONS_MS));
  const ways = { 'http:': [http, agents[0]], 'https:': [https, agents[1]] } as const;
  /** Of the server that was asked last: it is hardly ever another. */
  let last: { origin: string; way: NodeHttp; target: Target } | undefined;
  const find = (origin: string): { way: NodeHttp; target: Target } => {
    if (last?.origin === origin) return last;
    const { protocol, hostname, port } = new URL(origin);
    const [way, agent] = ways[protocol === 'https:' ? 'https:' : 'http:'];
    last = { origin, way, target: { protocol, hostname: unbracketed(hostname), port, agent } };
    return last;
  };
  const send = async (
    ...[url, { method, headers, body, signal }, { keepsAlive = true } = {}]: Parameters<NodeFetch>
  ): Promise<NodeAnswer> => {
    if (signal?.aborted) throw signal.reason;
    const [, origin = '', path = ''] = ORIGIN_AND_PATH.exec(url) ?? [];
    const { way, target } = find(origin);
    const sending = sendingOf(body);
    const sent = way.request({ ...target, path: path || '/', method, headers: headersOf(headers, sending.headers) });
    // A connection that is used again is waited for again.
    if (!keepsAlive) sent.on('socket', (socket: Waiting) => void socket.unref());
    const onAbort = (): void => sent.destroy(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    try {
      const answered = await new Promise<NodeAnswer>((resolve, reject) => {
        sent.on('error', reject);
        sent.on('response', (answer: IncomingAnswer) => void readAnswer(answer, longest).then(resolve, reject));
        sending.send(sent, reject);
      });
      if (answered.isWhole) return answered;
      if (signal?.aborted) throw signal.reason;
      sent.destroy();
      return answered;
    } catch (error) {
      sent.destroy(error);
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      // Who is answered before all was sent has no use for the rest.
      if (!sent.writableFinished) sent.destroy();
    }
  };
  const connectAhead = (url: string): void => {
    const { protocol, hostname: host, port } = new URL(url);
    const isSecure = protocol === 'https:';
    ahead[isSecure ? 1 : 0]?.open({ host: unbracketed(host), port: port || (isSecure ? 443 : 80) });
  };
  return Object.assign(send, { connectAhead });
}

/** In URLs an IPv6 address stands in brackets. */
const unbracketed = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** A body on its way. */
interface Sending {
  headers: Record<string, string>;
  send: (sent: OutgoingRequest, onError: (error: unknown) => void) => void;
}

function sendingOf(body: RequestInit['body']): Sending {
  if (body instanceof RecordingForm) return sendingOfRecording(body);
  // As a text: with its head it goes in one piece, and with its length.
  return { headers: {}, send: (sent) => sent.end(typeof body === 'string' ? body : '') };
}

function sendingOfRecording(form: RecordingForm): Sending {
  const { recording } = form;
  const { contentType, before, after } = form.frame();
  const length = before.length + recording.size + after.length;
  return {
    headers: { 'Content-Type': contentType, 'Content-Length': String(length) },
    send: (sent, onError) => {
      const sendAll = async (): Promise<void> => {
        await written(sent, before);
        await writeAll(sent, recording.take());
        sent.end(after, () => recording.handedOver());
      };
      sendAll().catch(onError);
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
  if (given instanceof Headers || Array.isArray(given)) {
    new Headers(given).forEach((value, name) => (headers[name] = value));
    return headers;
  }
  return Object.assign(headers, given);
}

const decoder = new TextDecoder();

/** An answer that was read to its end: as a Response has it, which takes many times as long to be made. */
export class NodeAnswer implements Answer {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly #body: Uint8Array | Error;

  /** @param body Or why it could not be read: the head tells what to give back. */
  constructor(status: number, rawHeaders: readonly string[], body: Uint8Array | Error) {
    this.status = status;
    this.headers = { get: (name) => headerIn(rawHeaders, name) };
    this.#body = body;
  }

  get isWhole(): boolean {
    return !(this.#body instanceof Error);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  text(): Promise<string> {
    if (this.#body instanceof Error) return Promise.reject(this.#body);
    return Promise.resolve(decoder.decode(this.#body));
  }
}

/** @param raw Names and values in turn, as they came. */
function headerIn(raw: readonly string[], name: string): string | null {
  const wanted = name.toLowerCase();
  const values = raw.filter((_, at) => at % 2 === 1 && raw[at - 1]?.toLowerCase() === wanted);
  return values.length === 0 ? null : values.join(', ');
}

async function readAnswer(answer: IncomingAnswer, longest: number): Promise<NodeAnswer> {
  const { statusCode = 0, rawHeaders } = answer;
  const coding = headerIn(rawHeaders, 'Content-Encoding');
  const body = await readWhole(answer, longest)
    .then((whole) => unzipped(whole, coding, longest))
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  return new NodeAnswer(statusCode, rawHeaders, body);
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
