import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Session endpoints as integrators have them, good and bad, with CORS for any page.
 *
 * `/seed` opens a session and answers `{ sessionId, token }`, as the documented Express backend does.
 */
export async function startIntegratorsEndpoints(baseUrl: string): Promise<{ url: string; close: () => void }> {
  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const openSession = async (response: ServerResponse): Promise<void> => {
    const created = await fetch(baseUrl, {
      method: 'POST',
      headers: { Authorization: 'ks test-ks', 'Content-Type': 'application/json' },
      body: JSON.stringify({ visualConfig: { avatarId: 'maya' } }),
    });
    const { sessionId, token } = (await created.json()) as Record<string, string>;
    json(response, { sessionId, token });
  };
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/seed': (response) => void openSession(response).catch(() => json(response, { error: 'failed' }, 500)),
    '/html': (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Log in</h1>'),
    '/401': (response) => json(response, { error: 'Not signed in' }, 401),
    '/500': (response) => json(response, { error: 'Failed to create session' }, 500),
    '/empty-object': (response) => json(response, {}),
    '/bad-jwt': (response) => json(response, { sessionId: 'made-up', token: 'not-a-jwt' }),
  };
  const server: Server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') response.writeHead(204).end();
    else (answers[request.url ?? ''] ?? ((missing) => json(missing, { error: 'Cannot POST' }, 404)))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
