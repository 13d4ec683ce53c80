import { expect } from '@open-wc/testing';

import { findTestService } from '../support/in-browser.js';

describe('the Control API client in a worker', () => {
  it('opens, uses and ends a session', async () => {
    const { baseUrl } = await findTestService();
    const worker = new Worker(new URL('../support/core-worker.ts', import.meta.url), { type: 'module' });
    const result = await new Promise<unknown>((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => resolve(data));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage(baseUrl);
    });
    worker.terminate();
    expect(result).to.deep.equal({ hasWhepUrl: true, afterwards: 'SESSION_GONE' });
  });
});
