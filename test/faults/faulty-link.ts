import { request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { CellBackend } from './cell-backend.js';
import type { LinkFault } from './cell.js';
import { callOf } from './faulty-route.js';

/** The way between a cell's page and its backend, and what goes wrong on it. */
export class FaultyLink {
  /** How often each fault was met. */
  readonly met: number[];
  readonly #faults: readonly LinkFault[];
  readonly #backend: Pick<CellBackend, 'url'>;

  constructor(faults: readonly LinkFault[], backend: Pick<CellBackend, 'url'>) {
    this.#faults = faults;
    this.#backend = backend;
    this.met = faults.map(() => 0);
  }

  async carry(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await buffer(request);
    const fault = this.#find(request, path, body);
    const message = { path, body, answerPart: 1, onAnswer: () => this.#meet(fault) };
    if (fault?.kind === 'cut-answer') {
      this.#forward(request, response, { ...message, answerPart: fault.part });
      return;
    }
    this.#meet(fault);
    if (fault?.kind === 'half-request') this.#forward(request, response, { ...message, isCutShort: true });
    else if (fault?.kind === 'other-offer')
      this.#forward(request, response, { ...message, body: withOffer(body, fault.offer) });
    else if (fault?.kind === 'knows-no-offer')
      response.writeHead(fault.status, { 'Content-Type': 'application/json' }).end('{"error":"Unknown field: offer"}');
    else this.#forward(request, response, message);
  }

  #find({ method }: IncomingMessage, path: string, body: Buffer): LinkFault | undefined {
    const call = callOf(new URL(path, 'http://page.invalid'), method);
    return this.#faults.find(
      (fault, at) =>
        fault.link === call &&
        (this.met[at] ?? 0) < (fault.times ?? 1) &&
        (fault.kind !== 'knows-no-offer' || body.includes('"offer"')),
    );
  }

  #meet(fault: LinkFault | undefined): void {
    if (!fault) return;
    const index = this.#faults.indexOf(fault);
    this.met[index] = (this.met[index] ?? 0) + 1;
  }

  #forward(request: IncomingMessage, response: ServerResponse, message: Message): void {
    const { path, body, isCutShort = false, answerPart, onAnswer } = message;
    const headers = { ...request.headers, 'content-length': body.length };
    const upstream = sendRequest(this.#backend.url + path, { method: request.method, headers, agent: false });
    const drop = (): void => void response.socket?.destroy();
    upstream.on('error', drop);
    // A backend has to notice a page that leaves.
    response.on('close', () => upstream.destroy());
    upstream.on('response', (answer) => {
      buffer(answer).then((whole) => {
        if (answerPart < 1) onAnswer();
        if (answerPart > 0)
          response.writeHead(answer.statusCode ?? 502, {
            ...answer.headers,
            'content-length': whole.length,
            connection: 'close',
          });
        if (answerPart === 1) response.end(whole);
        else if (answerPart === 0) drop();
        else response.write(whole.subarray(0, whole.length * answerPart), drop);
      }, drop);
    });
    if (isCutShort) upstream.write(body.subarray(0, body.length / 2), () => drop());
    else upstream.end(body);
  }
}

interface Message {
  path: string;
  body: Buffer;
  /** Half of it arrives. */
  isCutShort?: boolean;
  /** How much of the answer arrives: 1 is all of it. */
  answerPart: number;
  /** Called where it does not arrive as a whole. */
  onAnswer: () => void;
}

function withOffer(body: Buffer, offer: string): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(body.toString()) as object), offer }));
}
