import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import { DEFAULT_HOOK_TIMEOUTS } from '../../src/server/ask-hook.js';
import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import { createKsSource } from '../../src/server/kaltura/ks-mint.js';
import { DEFAULT_LIMITS, SCOPES } from '../../src/server/sessions/limits.js';
import { asBrowser, createLogJournal, ENDPOINT, jsonRequest, SECRET_KS } from '../support/backend-harness.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { STORES, type SharedStore } from '../support/shared-stores.js';

/** What is not a number, and numbers that timers, stores or sums may stumble over. */
const VALUES: readonly unknown[] = [
  ...[0, -5, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e300, 1.5, 0.001],
  ...['5', '', true, [], {}],
];

type Setting = readonly [path: string, optionsFor: (value: unknown) => Record<string, unknown>];

const { perCaller, perAddress, total, ...singles } = DEFAULT_LIMITS;
const scopes = { perCaller, perAddress, total };

const SETTINGS: readonly Setting[] = [
  ['timeoutMs', (timeoutMs) => ({ timeoutMs })],
  ['trustedProxies', (trustedProxies) => ({ trustedProxies })],
  ['voiceSpeed', (voiceSpeed) => ({ defaults: { avatarId: 'avatar-1', voiceSpeed } })],
  ...Object.keys(DEFAULT_HOOK_TIMEOUTS).map((name): Setting => [
    `hookTimeouts.${name}`,
    (value) => ({ hookTimeouts: { [name]: value } }),
  ]),
  ...Object.keys(singles).map((name): Setting => [
    `limits.${name}`,
    (value) => ({ limits: { ...NO_LIMITS, [name]: value } }),
  ]),
  ...SCOPES.flatMap((scope) =>
    Object.keys(scopes[scope]).map((name): Setting => [
      `limits.${scope}.${name}`,
      // The others' defaults are soon reached by so many visits.
      (value) => ({ limits: { ...NO_LIMITS, [scope]: { ...NO_LIMITS[scope], [name]: value } } }),
    ]),
  ),
];

/** Where there is hardly any of it, a visitor is refused; where there is hardly any time, it is over. */
const REFUSALS = [404, 408, 410, 413, 429];

describe('a number among the options of createAvatarBackend', () => {
  let service: ScriptedService;
  const stores = new Map<string, SharedStore>();
  before(async () => {
    service = await startScriptedService('a-token');
    for (const [name, open] of Object.entries(STORES)) stores.set(name, await open());
  });
  after(async () => {
    for (const store of stores.values()) await store.close();
    await service.close();
  });

  let sessions = 0;

  /** Undefined where the value is refused, in words that name the option. */
  function create(path: string, options: Record<string, unknown>): [AvatarBackend, string[]] | undefined {
    const { lines, logger } = createLogJournal();
    try {
      const backend = createAvatarBackend({
        ...{ ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, limits: NO_LIMITS, logger },
        ...{ reply: () => 'Good morning.', identify: () => `caller-${sessions}`, ...options },
      });
      return [backend, lines];
    } catch (error) {
      assert.ok(isAvatarError(error) && error.code === 'INVALID_CONFIGURATION', `${path}: ${String(error)}`);
      // A limit may be at odds with another one, which is named then.
      const [first = '', second = first] = path.split('.').slice(path.startsWith('limits.') ? -1 : 0);
      assert.match(error.message, new RegExp(`${first}|${second}`), path);
      return undefined;
    }
  }

  /** What a visitor gets who does all that there is to be done. */
  async function visit(backend: AvatarBackend): Promise<number[]> {
    sessions += 1;
    const sessionId = `numbers-${sessions}`;
    service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } });
    const browser = asBrowser(backend);
    const connection = { clientAddress: `203.0.113.${sessions % 250}` };
    const say = { text: 'Hello.', turnId: 'turn', isFinal: true };
    const calls = { 'say-text': say, reply: { message: 'Hello?' }, 'keep-alive': {}, interrupt: {}, end: {} };
    const opened = await browser.fetch(new Request(ENDPOINT, { method: 'POST' }), connection);
    const statuses = [opened.status];
    if (opened.status !== 200) return statuses;
    for (const [action, body] of Object.entries(calls)) {
      const response = await browser.fetch(jsonRequest(`${ENDPOINT}/${sessionId}/${action}`, body), connection);
      await response.text();
      statuses.push(response.status);
    }
    return statuses;
  }

  for (const [path, optionsFor] of SETTINGS) {
    it(`${path} is refused by name, or does what it says`, async () => {
      for (const value of VALUES) {
        for (const [name, { ends }] of stores) {
          // What a store is not told of it cannot stumble over, and all scopes are charged in one step.
          if (name !== 'the memory store' && !/^limits\.(?!perCaller|perAddress)/.test(path)) continue;
          const created = create(path, { ...optionsFor(value), store: ends[0] });
          if (!created) break;
          const [backend, log] = created;
          const what = `${path}: ${String(value)}, with ${name}`;
          assert.equal(typeof value, 'number', what);
          const statuses = await visit(backend);
          await backend.sweep();
          const isLarge = (value as number) >= 2 ** 31 - 1;
          for (const status of statuses) {
            const isFine = status === 200 || (!isLarge && path.startsWith('limits.') && REFUSALS.includes(status));
            assert.ok(isFine, `${what}: ${statuses.join()}\n${log.join('\n')}`);
          }
          assert.doesNotMatch(log.join('\n'), /^error/m, what);
        }
      }
    });
  }

  it('lets no session end before its time, however long that is', async () => {
    for (const name of ['absentSeconds', 'idleSeconds', 'sessionSeconds', 'bodySeconds']) {
      for (const [storeName, { ends }] of stores) {
        for (const value of [Infinity, 1e300, 2 ** 53, 2 ** 31, (2 ** 31 - 1) / 1000]) {
          const created = create(name, { limits: { ...NO_LIMITS, [name]: value }, store: ends[0] });
          assert.ok(created);
          service.answers.set('create', { body: { success: true, sessionId: 'long', token: 'token-of-long' } });
          const browser = asBrowser(created[0]);
          assert.equal((await browser.fetch(new Request(ENDPOINT, { method: 'POST' }))).status, 200);
          assert.equal(await created[0].sweep(), 0, `${name}: ${value}, with ${storeName}`);
          assert.equal((await browser.fetch(jsonRequest(`${ENDPOINT}/long/keep-alive`))).status, 200);
          assert.equal((await browser.fetch(jsonRequest(`${ENDPOINT}/long/end`))).status, 200);
        }
      }
    }
  });
});

describe('a number among the options of createKsSource', () => {
  it('expirySeconds is refused by name, or asked for as it is', async () => {
    for (const value of VALUES) {
      let asked = '';
      const fetch = (_url: string, init: RequestInit): Promise<Response> => {
        asked = new TextDecoder().decode(init.body as Uint8Array);
        return Promise.resolve(Response.json('a-kaltura-session'));
      };
      try {
        const source = createKsSource({ partnerId: 1, adminSecret: 's', expirySeconds: value as number, fetch });
        await source({ signal: new AbortController().signal });
        assert.match(asked, /expiry=\d+(?:&|$)/, String(value));
      } catch (error) {
        assert.ok(isAvatarError(error), String(error));
        assert.match(error.message, /expirySeconds should be/, String(value));
      }
    }
  });
});
