import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import { processorMs } from './processor-time.js';

export type StubMethods = Readonly<{
  /** Gives the base URL of the Control API. */
  start: { params: undefined; result: string };
  processorMs: { params: undefined; result: number };
  openSessions: { params: undefined; result: number };
}>;

let sessions = 0;
const open = new Set<string>();

/** Answers every call as the service does where all is well, and does nothing else: what is measured is who calls it. */
function answerTo(path: string): object {
  const [sessionId = '', purpose] = path.split('/').slice(-2);
  if (purpose === 'end') open.delete(sessionId);
  if (purpose === 'create' || purpose === 'avatar-session') {
    sessions += 1;
    open.add(`session-${sessions}`);
    return { success: true, sessionId: `session-${sessions}`, token: `token-of-session-${sessions}` };
  }
  if (purpose !== 'init-client') return { success: true };
  return { success: true, whepUrl: 'https://media.example.com/whep/?app=app&stream=any' };
}

serveParent<StubMethods>({
  start: async () => {
    const server = createServer((request, response) => {
      request.resume();
      request.once('end', () => {
        const json = JSON.stringify(answerTo(request.url ?? ''));
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) });
        response.end(json);
      });
    });
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/avatar-session`;
  },
  processorMs,
  openSessions: () => open.size,
});
