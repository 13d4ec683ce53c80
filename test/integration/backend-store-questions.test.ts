import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

/** By whom requests are made, as `identify` reads it. */
const CALLER = 'Test-Caller';

/** Whatever is asked of it, named in the list. */
function overheard(store: AvatarStore, asked: string[]): AvatarStore {
  const listen = <Part extends object>(part: Part, partName = ''): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value === 'object' && value !== null) return listen(value, `${String(name)}.`);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          asked.push(partName + String(name));
          return Reflect.apply(value, target, given);
        };
      },
    });
  return listen(store);
}

for (const [name, open] of Object.entries(STORES)) {
  describe(`what a page's calls ask of ${name}`, () => {
    let shared: SharedStore;
    let harness: BackendHarness;
    let server: Server;
    let url = '';
    let key = '';
    let asked: string[] = [];

    async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
      asked = [];
      harness = await startBackendHarness({ ...options, store: overheard(shared.ends[0], asked) });
      server = createServer(toNodeHandler(harness.backend)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/avatar/session`;
      key = String((await harness.open())['key']);
    }

    async function post(
      call: string,
      body: string | ReadableStream<Uint8Array>,
      headers: Record<string, string> = {},
    ): Promise<number> {
      // Streams are sent by halves only, says fetch; TypeScript's DOM types do not know the field.
      const init: RequestInit & { duplex: 'half' } = {
        ...{ method: 'POST', body, duplex: 'half' },
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, ...headers },
      };
      const response = await fetch(`${url}/session-1/${call}`, init);
      await response.text();
      return response.status;
    }
    const say = (text: string, headers?: Record<string, string>): Promise<number> =>
      post('say-text', JSON.stringify({ text }), headers);
    const saidTexts = (): unknown[] =>
      harness.service.calls.filter(({ purpose }) => purpose === 'say-text').map(({ body }) => body);

    beforeEach(async () => void (shared = await open()));
    afterEach(async () => {
      server.closeAllConnections();
      server.close();
      await harness.backend.close({ endSessions: true });
      await harness.close();
      await shared.close();
    });

    it('is one question for a text, once it is known who pays for it, and for a keep-alive', async () => {
      await start();
      assert.equal(await say('Hello.'), 200);
      for (const [call, body] of [
        ['say-text', { text: 'Hello again.' }],
        ['keep-alive', {}],
      ] as const) {
        asked.length = 0;
        assert.equal(await post(call, JSON.stringify(body)), 200);
        assert.deepEqual(asked, ['enter']);
      }
    });

    it('is one more for a text that comes in pieces, which is charged as well', async () => {
      await start({ limits: { textLength: 10, perAddress: { charactersPerMinute: 25 } } });
      await say('One.');
      asked.length = 0;
      const pieces = ['{"text":', '"Twenty."}'].map((piece) => new TextEncoder().encode(piece));
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const piece = pieces.shift();
          if (piece) controller.enqueue(piece);
          else controller.close();
        },
      });
      assert.equal(await post('say-text', body), 200);
      assert.deepEqual(asked, ['enter', 'quotas.charge']);
    });

    it('lets nothing be said that goes past what may be said, or past the requests', async () => {
      await start({ limits: { textLength: 10, total: { charactersPerMinute: 25 } } });
      assert.deepEqual([await say('0123456789'), await say('0123456789'), await say('0123456789')], [200, 200, 429]);
      assert.equal(await say('12345'), 200, 'what fits may still be said');
      assert.equal(saidTexts().length, 3);
    });

    it('charges nobody for a text of somebody else', async () => {
      await start({
        limits: { textLength: 10, total: { charactersPerMinute: 25 } },
        identify: ({ headers }) => headers.get(CALLER) ?? 'anna',
      });
      assert.equal(await say('0123456789'), 200);
      const before = harness.service.calls.length;
      assert.equal(await say('0123456789', { [CALLER]: 'berta' }), 404);
      assert.equal(await say('0123456789', { Authorization: 'Bearer a-guess' }), 404);
      assert.equal(harness.service.calls.length, before);
      assert.equal(await say('0123456789'), 200);
      assert.equal(await say('0123456789'), 429);
    });

    it('tells what is wrong with a text to those alone whose session it is', async () => {
      await start();
      assert.deepEqual([await post('say-text', '{'), await say(' '), await say('x'.repeat(6000))], [400, 400, 413]);
      const guess = { Authorization: 'Bearer a-guess' };
      assert.deepEqual([await post('say-text', '{', guess), await say('x'.repeat(6000), guess)], [404, 404]);
      assert.deepEqual(saidTexts(), []);
    });
  });
}
