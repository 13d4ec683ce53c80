import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import { processorMs } from './processor-time.js';

export type StubMethods = Readonly<{
  /** Gives the base URL of the Control API. */
  start: { params: undefined; result: string };
  processorMs: { params: undefined; result: number };
}>;

let sessions = 0;

/** Answers every call as the service does where all is well, and does nothing else: what is measured is who calls it. */
function answerTo(purpose: string | undefined): object {
  if (purpose === 'create' || purpose === 'avatar-session') {
    sessions += 1;
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
        const json = JSON.stringify(answerTo(request.url?.split('/').at(-1)));
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) });
        response.end(json);
      });
    });
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/avatar-session`;
  },
  processorMs,
});
