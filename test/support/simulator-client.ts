import type { SessionCredentials } from '../../src/core/protocol.js';

export interface JsonAnswer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** The Control API over plain fetch, for what a well-behaved client would never send. */
export class SimulatorClient {
  readonly #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  post(path: string, init: RequestInit = {}): Promise<JsonAnswer> {
    return fetchJson(this.#baseUrl + path, { method: 'POST', ...init });
  }

  create(
    body: unknown = { visualConfig: { id: 'maya' } },
    { path = '/create', authorization = 'KS test-ks' }: { path?: string; authorization?: string | null } = {},
  ): Promise<JsonAnswer> {
    return this.post(path, {
      headers: authorization === null ? {} : { Authorization: authorization },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async open(body?: unknown): Promise<SessionCredentials> {
    const answer = await this.create(body);
    if (answer.status !== 200) throw new Error(`create was answered with ${answer.status}.`);
    return answer.body as SessionCredentials;
  }

  /** @param body A form goes as it is, anything else as JSON. */
  call({ sessionId, token }: SessionCredentials, call: string, body?: unknown): Promise<JsonAnswer> {
    return this.post(`/${sessionId}/${call}`, {
      headers: { Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  }

  /** The WHEP URL of a session. */
  async whepUrl(session: SessionCredentials): Promise<string> {
    const { body } = await this.call(session, 'init-client');
    return (body as { whepUrl: string }).whepUrl;
  }
}

export async function fetchJson(url: string, init?: RequestInit): Promise<JsonAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
}

/** Sends an offer, or what passes for one. */
export function postOffer(whepUrl: string, offer: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(whepUrl, { method: 'POST', body: offer, headers: { 'Content-Type': 'application/sdp', ...headers } });
}

export function patch(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const type = { 'Content-Type': 'application/trickle-ice-sdpfrag' };
  return fetch(url, { method: 'PATCH', body, headers: { ...type, ...headers } });
}

/** The absolute address of what was created. */
export function locationOf(response: Response): string {
  return new URL(response.headers.get('Location') ?? '', response.url).href;
}
