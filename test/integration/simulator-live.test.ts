import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { SimulatorOptions } from '../../src/simulator/options.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { fetchJson, SimulatorClient } from '../support/simulator-client.js';
import { ManualTimers, silentParts } from '../support/simulator-fakes.js';

const VISUAL = { visualConfig: { id: '5ef4233d6d84715f123115e2' } };
const PARTNER = { id: 7, adminSecret: 'admin-secret', appTokens: [{ id: '1_a', token: 'app-token' }] };
const ADMIN = { format: '1', partnerId: '7', secret: 'admin-secret', type: '2', privileges: 'disableentitlement' };

interface CatalogueList {
  objects: { itemId: string; imageUrl?: string; attributes: Record<string, Record<string, string>> }[];
  totalCount: number;
}

describe('the simulator as the live service has been seen to answer', () => {
  let clock: ManualTimers;
  let simulator: Simulator;
  let client: SimulatorClient;

  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    clock = new ManualTimers();
    simulator = await assembleSimulator({ profile: 'live', partner: PARTNER, ...options }, silentParts(clock));
    client = new SimulatorClient(simulator.baseUrl);
  };

  beforeEach(() => start());
  afterEach(() => simulator.close());

  const mint = async (call: string, parameters: Record<string, string>): Promise<unknown> => {
    const { status, body } = await fetchJson(`${simulator.url}/api_v3/service/${call}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    assert.equal(status, 200);
    return body;
  };
  const mintAdmin = (changes: Record<string, string> = {}): Promise<unknown> =>
    mint('session/action/start', { ...ADMIN, ...changes });
  const createWith = async (ks: unknown, body: unknown = VISUAL): Promise<number> =>
    (await client.create(body, { authorization: `KS ${String(ks)}` })).status;

  describe('the mint', () => {
    it('gives a partner with its secret a KS that opens sessions', async () => {
      const ks = await mintAdmin();
      assert.match(String(ks), /^djJ8/);
      assert.equal(await createWith(ks), 200);
    });

    it('answers what it refuses with status 200 and an exception', async () => {
      for (const wrong of [{ secret: 'other' }, { partnerId: '8' }]) {
        const answer = (await mintAdmin(wrong)) as { objectType: string; code: string };
        assert.deepEqual([answer.objectType, answer.code], ['KalturaAPIException', 'START_SESSION_ERROR']);
      }
    });

    it('gives a KS for an application token whose hash is right', async () => {
      const widget = (await mint('session/action/startWidgetSession', { format: '1', widgetId: '_7' })) as {
        ks: string;
      };
      const hash = createHash('sha256').update(`${widget.ks}app-token`).digest('hex');
      const start = (tokenHash: string): Promise<unknown> =>
        mint('appToken/action/startSession', { format: '1', id: '1_a', tokenHash, ks: widget.ks, expiry: '60' });
      const info = (await start(hash)) as { ks: string; expiry: number };
      assert.equal(await createWith(info.ks), 200);
      assert.equal(info.expiry, Math.floor(clock.now() / 1000) + 60);
      assert.equal(((await start('00')) as { code: string }).code, 'INVALID_APP_TOKEN_HASH');
      assert.equal(await createWith(widget.ks), 403);
    });

    it('gives a KS that ends when it was asked to', async () => {
      const ks = await mintAdmin({ expiry: '60' });
      clock.advance(59_000);
      assert.equal(await createWith(ks), 200);
      clock.advance(2000);
      assert.equal(await createWith(ks), 401);
    });

    it('answers in XML unless it is asked for JSON', async () => {
      const parameters = new URLSearchParams(ADMIN);
      parameters.delete('format');
      const response = await fetch(`${simulator.url}/api_v3/service/session/action/start`, {
        method: 'POST',
        body: parameters,
      });
      assert.match(await response.text(), /<result>djJ8[^<]+<\/result>/);
    });
  });

  describe('create', () => {
    it('refuses the KS of a conversation with 403, and one that nobody has minted with 401', async () => {
      assert.equal(await createWith(await mintAdmin({ privileges: 'geniegpcid:1' })), 403);
      assert.equal(await createWith(await mintAdmin({ type: '0' })), 403);
      assert.equal(await createWith('made-up'), 401);
    });

    it('takes a KS that it was started with', async () => {
      await simulator.close();
      await start({ ks: ['good-ks'] });
      assert.equal(await createWith('good-ks'), 200);
    });

    it('asks for an id of the visual catalogue', async () => {
      const ks = await mintAdmin();
      for (const id of ['maya', '5ef4233d', '5ef4233d6d84715f123115eg']) {
        assert.equal(await createWith(ks, { visualConfig: { id } }), 400);
      }
    });
  });

  describe('a session', () => {
    it('answers every text with 503 and calls that it does not have with 404', async () => {
      const session = (await client.create(VISUAL, { authorization: `KS ${String(await mintAdmin())}` })).body as {
        sessionId: string;
        token: string;
      };
      const said = await client.call(session, 'say-text', { text: 'Hello.', turnId: 't1', isFinal: true });
      assert.deepEqual(said.body, { success: false, error: 'Service temporarily unavailable' });
      assert.equal(said.status, 503);
      for (const call of ['set-emotion', 'queue-status', 'status', 'session-status', 'say']) {
        assert.equal((await client.call(session, call)).status, 404, call);
      }
    });
  });

  describe('the catalogue', () => {
    const list = async (body: unknown, ks?: unknown): Promise<{ status: number; body: CatalogueList }> => {
      const { status, body: answer } = await fetchJson(`${simulator.url}/v1/catalog-item/list`, {
        method: 'POST',
        headers: { Authorization: `KS ${String(ks ?? (await mintAdmin()))}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status, body: answer as CatalogueList };
    };

    it('lists avatars whose ids create takes, each with its picture', async () => {
      const { body } = await list({ filter: { typeEqual: 'Visual' }, pager: { offset: 0, limit: 500 } });
      assert.equal(body.objects.length, body.totalCount);
      const [first] = body.objects;
      assert.ok(first?.attributes['visual']?.['name']);
      assert.equal(await createWith(await mintAdmin(), { visualConfig: { id: first.itemId } }), 200);
      const picture = await fetch(first.imageUrl ?? '');
      assert.equal(picture.headers.get('Content-Type'), 'image/png');
      assert.equal(
        Buffer.from(await picture.arrayBuffer())
          .subarray(1, 4)
          .toString('latin1'),
        'PNG',
      );
    });

    it('lists voices, page by page', async () => {
      const { body } = await list({ filter: { typeEqual: 'Voice' }, pager: { offset: 1, limit: 1 } });
      assert.equal(body.objects.length, 1);
      assert.ok(body.totalCount > 1);
      assert.ok(body.objects[0]?.attributes['voice']?.['language']);
    });

    it('gives one item, and 404 for one that it does not have', async () => {
      const get = async (itemId: string): Promise<number> =>
        (
          await fetchJson(`${simulator.url}/v1/catalog-item/get`, {
            method: 'POST',
            headers: { Authorization: `KS ${String(await mintAdmin())}`, 'Content-Type': 'application/json' },
            body: JSON.stringify({ itemId }),
          })
        ).status;
      assert.equal(await get('5ef4233d6d84715f123115e2'), 200);
      assert.equal(await get('none'), 404);
    });

    it('is for those with a KS', async () => {
      assert.equal((await list({}, 'made-up')).status, 401);
    });
  });
});
