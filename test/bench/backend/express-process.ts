import type { AddressInfo } from 'node:net';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';
import { createExpressSample } from './express-sample.js';
import { processorMs } from './processor-time.js';

export type ExpressMethods = Readonly<{
  /** Gives the URL below which its routes are. */
  start: { params: { baseUrl: string }; result: string };
  processorMs: { params: undefined; result: number };
}>;

serveParent<ExpressMethods>({
  start: async ({ baseUrl }) => {
    const server = createExpressSample(baseUrl, 'bench-ks').listen(0, '127.0.0.1');
    server.keepAliveTimeout = 0;
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/avatar`;
  },
  processorMs,
});
