import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Session endpoints as integrators have them, good and bad, with CORS for any page.
 *
 * `/seed` opens a session and answers `{ sessionId, token }`, as the documented Express backend does. `/held` does so once
 * `/release` is asked for, whether or not anybody still waits, and names the avatar of its session by its query. Whatever is
 * called below `/own` is taken, and answered with 204.
 */
export async function startIntegratorsEndpoints(baseUrl: string): Promise<{ url: string; close: () => void }> {
  const json = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const openSession = async (response: ServerResponse, avatarId = 'maya'): Promise<void> => {
    const created = await fetch(baseUrl, {
      method: 'POST',
      headers: { Authorization: 'ks test-ks', 'Content-Type': 'application/json' },
      body: JSON.stringify({ visualConfig: { avatarId } }),
    });
    const { sessionId, token } = (await created.json()) as Record<string, string>;
    json(response, { sessionId, token });
  };
  const held: (() => void)[] = [];
  const answers: Record<string, (response: ServerResponse, query: string | undefined) => void> = {
    '/held': (response, avatarId) =>
      void held.push(() => void openSession(response, avatarId).catch(() => response.destroy())),
    '/release': (response) => {
      const released = held.splice(0);
      for (const open of released) open();
      json(response, released.length);
    },
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
    if (request.method === 'OPTIONS' || request.url?.startsWith('/own/')) response.writeHead(204).end();
    else {
      const [path = '', query] = (request.url ?? '').split('?');
      (answers[path] ?? ((missing) => json(missing, { error: 'Cannot POST' }, 404)))(response, query);
    }
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
