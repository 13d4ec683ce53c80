import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How the service answers a call, and after what; `hang` never does. */
export type ScriptedAnswer =
  { status?: number; headers?: Record<string, string>; body?: unknown; after?: Promise<unknown> } | 'hang';

export interface ReceivedCall {
  /** `create`, `say-text`, ...: the last part of the path. */
  purpose: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A stand-in for the avatar service that answers what a test tells it to: errors, above all. */
export interface ScriptedService {
  url: string;
  calls: ReceivedCall[];
  /** By purpose; what is not set succeeds. */
  answers: Map<string, ScriptedAnswer>;
  /** Resolves when a call for this purpose has arrived, also one that came before. */
  received(purpose: string): Promise<ReceivedCall>;
  close(): Promise<void>;
}

export async function startScriptedService(token: string): Promise<ScriptedService> {
  const calls: ReceivedCall[] = [];
  const answers = new Map<string, ScriptedAnswer>();
  const waiting = new Set<() => void>();
  const successes: Readonly<Record<string, unknown>> = {
    create: { success: true, sessionId: 'session-1', token },
    'init-client': {
      success: true,
      whepUrl: 'https://media.example.com/whep/?app=app&stream=session-1',
      turn: { url: 'turn.example.com', username: 'guest', credential: 'turn-credential' },
    },
  };

  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const path = request.url ?? '';
      const purpose = path.split('/').at(-1) ?? '';
      calls.push({ purpose, path, headers: request.headers, body: await text(request) });
      for (const check of waiting) check();
      const scripted = answers.get(purpose) ?? { body: successes[purpose] ?? { success: true } };
      if (scripted === 'hang') return;
      const { status = 200, headers = {}, body = { success: status < 400 }, after } = scripted;
      await after;
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    answer().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/avatar-session`,
    calls,
    answers,
    received: (purpose) =>
      new Promise((resolve) => {
        const check = (): void => {
          const call = calls.find((one) => one.purpose === purpose);
          if (!call) return;
          waiting.delete(check);
          resolve(call);
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
