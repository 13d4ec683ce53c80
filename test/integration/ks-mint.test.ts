import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';

import { AvatarControl } from '../../src/server/avatar-control.js';
import { createKsSource, type KsSourceOptions } from '../../src/server/kaltura/ks-mint.js';
import type { ExpiringKs } from '../../src/server/sessions/ks-source.js';
import { readSettings } from '../../src/server/standalone/server-settings.js';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { ENDPOINT, startBackendHarness } from '../support/backend-harness.js';
import { startLocalServer, type LocalServer } from '../support/local-server.js';
import { ManualTimers, silentParts } from '../support/simulator-fakes.js';

const SECRET = 'Admin+secret &with=marks/0817';
const APP_TOKEN = 'app-token-0815';
const PARTNER = {
  id: 7,
  adminSecret: SECRET,
  appTokens: [
    { id: '1_256', token: APP_TOKEN },
    { id: '1_1', token: APP_TOKEN, hashType: 'SHA1' as const },
  ],
};
const AVATAR = '5ef4233d6d84715f123115e2';
const A_DAY_MS = 86_400_000;

const WRONG_SECRET = 'another-0816';
const isCalm = (message: string): boolean => [SECRET, APP_TOKEN, WRONG_SECRET].every((one) => !message.includes(one));

describe('a KS that is minted', () => {
  let clock: ManualTimers;
  let simulator: Simulator;
  const closing: LocalServer[] = [];

  const startPartnersSimulator = async (options: SimulatorOptions = {}): Promise<void> => {
    clock = new ManualTimers();
    simulator = await assembleSimulator({ profile: 'live', partner: PARTNER, ...options }, silentParts(clock));
  };
  beforeEach(() => startPartnersSimulator());
  afterEach(async () => {
    await simulator.close();
    await Promise.all(closing.splice(0).map((server) => server.close()));
  });

  const source = (options: Partial<KsSourceOptions> = {}): ReturnType<typeof createKsSource> =>
    createKsSource({
      partnerId: 7,
      ...(options.appToken ? {} : { adminSecret: SECRET }),
      ovpUrl: simulator.url,
      now: () => clock.now(),
      ...options,
    });
  const mint = async (options: Partial<KsSourceOptions> = {}): Promise<ExpiringKs> => {
    const given = await source(options)({ signal: new AbortController().signal });
    assert.ok(typeof given === 'object');
    return given;
  };
  const refusal = async (options: Partial<KsSourceOptions>): Promise<string> => {
    const error: unknown = await mint(options).then(
      () => assert.fail('it was minted'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error);
    assert.ok(isCalm(inspect(error, { depth: 9 })), 'the secret is in the error');
    return error.message;
  };
  const opens = async (options: Partial<KsSourceOptions> = {}): Promise<void> => {
    const control = new AvatarControl({ ks: source(options), baseUrl: simulator.baseUrl });
    const session = await control.create({ avatarId: AVATAR });
    await session.end();
  };
  const answering = async (...answers: [status: number, body: unknown][]): Promise<LocalServer> => {
    const server = await startLocalServer((_, response) => {
      const [status, body] = answers.shift() ?? [200, 'djJ8bWludGVk'];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' && body.startsWith('<') ? body : JSON.stringify(body));
    });
    closing.push(server);
    return server;
  };

  it('opens sessions, by the admin secret and by application tokens of each hash', async () => {
    await opens();
    await opens({ appToken: { id: '1_256', token: APP_TOKEN } });
    await opens({ appToken: { id: '1_1', token: APP_TOKEN, hashType: 'SHA1' } });
  });

  it('takes a secret of any characters', async () => {
    const adminSecret = 'ä+é &=%/?😀';
    await simulator.close();
    await startPartnersSimulator({ partner: { id: 7, adminSecret } });
    await opens({ adminSecret });
  });

  it('tells when it ends, counted from the request', async () => {
    assert.equal(Number((await mint()).expiresAt), clock.now() + A_DAY_MS);
    assert.equal(Number((await mint({ expirySeconds: 600 })).expiresAt), clock.now() + 600_000);
  });

  it('ends as early as its application token says', async () => {
    const end = Math.floor(clock.now() / 1000) + 300;
    const { url } = await answering([200, { ks: 'djJ8d2lkZ2V0' }], [200, { ks: 'djJ8bWludGVk', expiry: end }]);
    const minted = await mint({ ovpUrl: url, appToken: { id: '1_a', token: APP_TOKEN } });
    assert.equal(minted.expiresAt, end * 1000);
  });

  it('is minted once for many sessions at once, and again a minute before its end', async () => {
    const server = await answering([200, 'djJ8b25l'], [200, 'djJ8dHdv']);
    let now = 0;
    const ks = source({ ovpUrl: server.url, now: () => now });
    const harness = await startBackendHarness({ ks, now: () => now });
    const open = (): Promise<unknown> => harness.open();
    await Promise.all([open(), open(), open()]);
    now = A_DAY_MS - 60_001;
    await open();
    assert.equal(server.requests.length, 1);
    now += 1;
    await open();
    assert.equal(server.requests.length, 2);
    const sent = harness.service.calls.filter(({ purpose }) => purpose === 'create');
    assert.deepEqual([...new Set(sent.map(({ headers }) => headers.authorization))], ['KS djJ8b25l', 'KS djJ8dHdv']);
    await harness.close();
  });

  for (const status of [401, 403]) {
    it(`is minted anew, once, where the service answers a kept one with ${status}`, async () => {
      const server = await answering([200, 'djJ8b25l'], [200, 'djJ8dHdv']);
      const harness = await startBackendHarness({ ks: source({ ovpUrl: server.url, now: Date.now }) });
      await harness.open();
      harness.service.answers.set('create', { status });
      const refused = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
      assert.equal(refused.status, 502);
      const sent = harness.service.calls.filter(({ purpose }) => purpose === 'create');
      assert.deepEqual(
        sent.map(({ headers }) => headers.authorization),
        ['KS djJ8b25l', 'KS djJ8b25l', 'KS djJ8dHdv'],
      );
      await harness.close();
    });
  }

  it('is refused in plain words, without the secret', async () => {
    assert.match(await refusal({ adminSecret: WRONG_SECRET }), /partner id and the admin secret do not belong/);
    assert.match(await refusal({ partnerId: 8 }), /START_SESSION_ERROR/);
    assert.match(await refusal({ appToken: { id: '1_none', token: APP_TOKEN } }), /no application token of this id/);
    assert.match(await refusal({ appToken: { id: '1_256', token: WRONG_SECRET } }), /made with another hash type/);
    assert.match(
      await refusal({ partnerId: 8, appToken: { id: '1_256', token: APP_TOKEN } }),
      /there is no such partner id/,
    );
  });

  it('tells the operator of a mint that answers nonsense, and quotes nothing of it', async () => {
    for (const [answer, expected] of [
      [[200, { objectType: 'KalturaAPIException', code: SECRET, message: SECRET }], /an unknown code/],
      [[200, `<html>${SECRET}</html>`], /something else than JSON/],
      [[404, { error: SECRET }], /status 404.*Check ovpUrl/],
      [[200, { ks: SECRET }], /holds none/],
      [[200, ''], /holds none/],
    ] as const) {
      const { url } = await answering([...answer]);
      assert.match(await refusal({ ovpUrl: url }), expected);
    }
  });

  it('is asked for again where the mint fails for a moment', async () => {
    const server = await answering([503, {}], [200, 'djJ8bWludGVk']);
    assert.equal((await mint({ ovpUrl: server.url })).ks, 'djJ8bWludGVk');
    assert.equal(server.requests.length, 2);
  });

  it('is not asked for where a redirect leads, which would tell another the secret', async () => {
    const elsewhere = await answering();
    const server = await startLocalServer((_, response) => {
      response.writeHead(307, { Location: elsewhere.url }).end();
    });
    closing.push(server);
    await refusal({ ovpUrl: server.url });
    assert.equal(elsewhere.requests.length, 0);
  });

  it('leaves a wrong secret out of what the backend logs and answers', async () => {
    const harness = await startBackendHarness({ ks: source({ adminSecret: WRONG_SECRET }) });
    const response = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
    assert.equal(response.status, 500);
    assert.ok(isCalm(await response.text()));
    const log = harness.log.join('\n');
    assert.match(log, /partner id and the admin secret do not belong together/);
    assert.ok(isCalm(log));
    await harness.close();
  });

  it('says which option is wrong', () => {
    for (const [options, expected] of [
      [{ partnerId: '' }, /partnerId/],
      [{ partnerId: 'seven' }, /partnerId/],
      [{ adminSecret: undefined }, /adminSecret should be given, or else appToken/],
      [{ adminSecret: ' ' }, /adminSecret should be a non-empty string/],
      [{ adminSecret: SECRET, appToken: { id: '1', token: APP_TOKEN } }, /or else appToken/],
      [{ adminSecret: undefined, appToken: { id: '', token: APP_TOKEN } }, /appToken\.id/],
      [{ adminSecret: undefined, appToken: { id: '1', token: '' } }, /appToken\.token/],
      [{ adminSecret: undefined, appToken: { id: '1', token: APP_TOKEN, hashType: 'MD4' } }, /SHA1, SHA256, SHA512/],
      [{ expirySeconds: 119 }, /expirySeconds/],
      [{ expirySeconds: Infinity }, /expirySeconds/],
      [{ ovpUrl: 'ftp://example.com' }, /ovpUrl/],
    ] as const) {
      assert.throws(() => source(options as Partial<KsSourceOptions>), {
        code: 'INVALID_CONFIGURATION',
        message: expected,
      });
    }
  });

  it('comes from the environment, for the server and for the library', async () => {
    const environment = { AVATAR_PARTNER_ID: '7', AVATAR_OVP_URL: simulator.url, AVATAR_BASE_URL: simulator.baseUrl };
    const byToken = { AVATAR_APP_TOKEN_ID: '1_1', AVATAR_APP_TOKEN: APP_TOKEN, AVATAR_APP_TOKEN_HASH: 'SHA1' };
    for (const proof of [{ AVATAR_ADMIN_SECRET: SECRET }, byToken]) {
      const { ks } = readSettings({ ...environment, ...proof }).backend;
      const session = await new AvatarControl({ ks, baseUrl: simulator.baseUrl }).create({ avatarId: AVATAR });
      await session.end();
    }
    assert.throws(() => readSettings(environment), {
      message: /^AVATAR_ADMIN_SECRET should be given, or else AVATAR_APP_TOKEN/,
    });
  });

  it('leaves its secret in no string of the process once the source is made', async () => {
    const { output, errors } = await runInProcess({
      AVATAR_PARTNER_ID: '7',
      AVATAR_ADMIN_SECRET: SECRET,
      AVATAR_OVP_URL: simulator.url,
      AVATAR_BASE_URL: simulator.baseUrl,
    });
    assert.equal(output, 'opened, secret found 0 times, marker found', errors);
  });
});

/** Opens a session in a process that then looks for its secret in a dump of its own heap. */
async function runInProcess(environment: Record<string, string>): Promise<{ output: string; errors: string }> {
  const script = new URL('../support/heap-strings.ts', import.meta.url);
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--conditions=kaltura-avatar-source', '--import', 'tsx', script.pathname],
    { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { output, errors };
}
