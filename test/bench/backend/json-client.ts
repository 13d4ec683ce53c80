import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  /** From the call to the answer's last byte, in milliseconds. */
  latencyMs: number;
}

/** A session, as somebody reaches it: with its token at the service, or with its key at the backend. */
export interface ReachedSession {
  url: string;
  headers: Record<string, string>;
}

/** Sends JSON over connections that are kept; plain node:http, which adds less of its own than fetch. */
export class JsonClient {
  readonly #agent: Agent;

  /** @param connections How many may be open at once. */
  constructor(connections = Infinity) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(url: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const json = JSON.stringify(body);
      const ownHeaders = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
      const sent = request(url, { method: 'POST', agent: this.#agent, headers: { ...ownHeaders, ...headers } });
      sent.once('error', reject);
      sent.once('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', reject);
        response.once('end', () => {
          const latencyMs = performance.now() - startedAt;
          resolve({
            status: response.statusCode ?? 0,
            body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>,
            latencyMs,
          });
        });
      });
      sent.end(json);
    });
  }

  /** @throws {Error} The answer is not 200. */
  async postOk(url: string, body: object, headers?: Record<string, string>): Promise<Answer> {
    const answer = await this.post(url, body, headers);
    if (answer.status === 200) return answer;
    throw new Error(
      `${url.split('/').at(-1) ?? ''} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`,
    );
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Opens a session as a page of a new visitor does. */
export async function openThroughBackend(client: JsonClient, endpoint: string): Promise<ReachedSession> {
  const { body } = await client.postOk(endpoint, {});
  const headers = { Authorization: `Bearer ${String(body['key'])}` };
  return { url: new URL(String(body['controlUrl']), endpoint).href, headers };
}

/** Opens a session as the backend does. */
export async function openDirectly(client: JsonClient, baseUrl: string): Promise<ReachedSession> {
  const create = { visualConfig: { id: 'maya' } };
  const { body } = await client.postOk(`${baseUrl}/create`, create, { Authorization: 'KS bench-ks' });
  const session = {
    url: `${baseUrl}/${String(body['sessionId'])}`,
    headers: { Authorization: `Bearer ${String(body['token'])}` },
  };
  await client.postOk(`${session.url}/init-client`, {}, session.headers);
  return session;
}
