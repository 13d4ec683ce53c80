import { randomUUID } from 'node:crypto';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { jsonRequest } from '../support/backend-harness.js';
import { SILENT } from '../support/silent.js';

const ENDPOINT = 'https://shop.example.com/api/avatar/session';

/** By whom requests are made, as `identify` reads it. */
const CALLER = 'Test-Caller';

/** A backend with the default limits, before a service that takes whatever it is asked. */
export function createBackend(store?: AvatarStore): AvatarBackend {
  return createAvatarBackend({
    ks: 'test-ks',
    baseUrl: 'http://service.example/v1',
    defaults: { avatarId: 'avatar-1' },
    identify: (request) => request.headers.get(CALLER),
    fetch: (input) => Promise.resolve(Response.json(answerOf(new URL(input).pathname))),
    logger: SILENT,
    ...(store ? { store } : {}),
  });
}

function answerOf(path: string): object {
  if (path.endsWith('/create')) return { success: true, sessionId: randomUUID(), token: randomUUID() };
  if (!path.endsWith('/init-client')) return { success: true };
  return {
    ...{ success: true, whepUrl: 'https://media.example.com/whep/' },
    turn: { url: 'turn.example.com', username: 'guest', credential: 'turn-credential' },
  };
}

/** What came of requests. */
export interface Tally {
  answered: number;
  refused: number;
  /** How long each took, in milliseconds. */
  times: number[];
}

/** One who opens sessions and speaks in them. */
export class Visitor {
  readonly tally: Tally;
  readonly #backend: AvatarBackend;
  readonly #caller: string;
  readonly #address: string;
  #session: { url: string; key: string } | undefined;

  constructor(backend: AvatarBackend, caller: string, address: string, tally: Tally = emptyTally()) {
    this.#backend = backend;
    this.#caller = caller;
    this.#address = address;
    this.tally = tally;
  }

  async open(): Promise<boolean> {
    const response = await this.#send(ENDPOINT);
    if (!response.ok) return false;
    const { sessionId, key } = (await response.json()) as { sessionId: string; key: string };
    this.#session = { url: `${ENDPOINT}/${sessionId}`, key };
    return true;
  }

  /** Calls its session, or one that is not there. */
  async call(action: string, body?: object): Promise<boolean> {
    const { url, key } = this.#session ?? { url: `${ENDPOINT}/none`, key: 'none' };
    const response = await this.#send(`${url}/${action}`, body, { Authorization: `Bearer ${key}` });
    return response.ok;
  }

  say(text: string): Promise<boolean> {
    return this.call('say-text', { text, turnId: randomUUID(), isFinal: true });
  }

  async #send(url: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const request = jsonRequest(url, body, {
      headers: { 'Content-Type': 'application/json', [CALLER]: this.#caller, ...headers },
    });
    const startedAt = performance.now();
    const response = await this.#backend.fetch(request, { clientAddress: this.#address });
    this.tally.times.push(performance.now() - startedAt);
    if (response.status === 429) this.tally.refused += 1;
    else this.tally.answered += 1;
    return response;
  }
}

export function emptyTally(): Tally {
  return { answered: 0, refused: 0, times: [] };
}

/** Kinds of abusers: each gives somebody new for the request of this number. */
export const ABUSERS: Readonly<Record<string, (index: number) => [caller: string, address: string]>> = {
  'one caller': () => ['flood', '192.0.2.1'],
  'one address of many callers': (index) => [`caller-${index}`, '192.0.2.2'],
  'one /56 of many addresses': (index) => [`neighbour-${index}`, `2001:db8:1:${(index % 256).toString(16)}::1`],
};

/** Opens a session, and makes a few calls whatever came of it, as fast as it goes. */
export async function abuse(visitor: Visitor): Promise<void> {
  await visitor.open();
  await Promise.all([visitor.say('x'.repeat(5000)), visitor.call('keep-alive'), visitor.call('interrupt')]);
}
