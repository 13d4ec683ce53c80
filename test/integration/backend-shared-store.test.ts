import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { asBrowser, ENDPOINT, jsonRequest, SECRET_KS, SessionKeys } from '../support/backend-harness.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';

const MINUTE_MS = 60_000;
/** After how much time a session that nobody hears of is overdue, by each of its reasons. */
const OVERDUE = [
  ['absent', 1.5 * MINUTE_MS],
  ['idle', 30 * MINUTE_MS],
  ['too-long', 120 * MINUTE_MS],
] as const;

const MANY = { sessions: 100, createsPerMinute: 100, requestsPerSecond: 1000 };

describe('backends that share a Redis', () => {
  let redis: RunningRedis;
  let service: ScriptedService;
  let one: AvatarBackend;
  let other: AvatarBackend;
  let keys: SessionKeys;
  let now: number;
  let audit: AuditEvent[];

  /** Each as the page of one visitor sees it, which has the keys of its sessions. */
  const createBackend = (options: AvatarBackendOptions = {}): AvatarBackend => {
    const backend = createAvatarBackend({
      ks: SECRET_KS,
      baseUrl: service.url,
      defaults: { avatarId: 'avatar-1' },
      store: createRedisStore(redis.url, { logger: SILENT }),
      identify: () => 'anna',
      limits: { perCaller: MANY },
      audit: { sink: (event) => void audit.push(event) },
      logger: SILENT,
      now: () => now,
      ...options,
    });
    return asBrowser(backend, keys);
  };

  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.close());
  beforeEach(async () => {
    service = await startScriptedService('a-token');
    now = Date.now();
    audit = [];
    keys = new SessionKeys();
    [one, other] = [createBackend(), createBackend()];
  });
  afterEach(async () => {
    await one.close({ endSessions: true });
    await other.close({ endSessions: true });
    await service.close();
  });

  async function open(backend: AvatarBackend, sessionId: string): Promise<void> {
    service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } });
    assert.equal((await backend.fetch(new Request(ENDPOINT, { method: 'POST' }))).status, 200);
  }

  async function call(backend: AvatarBackend, sessionId: string, action: string): Promise<number> {
    return (await backend.fetch(jsonRequest(`${ENDPOINT}/${sessionId}/${action}`))).status;
  }

  /** Both at the same moment; how many sessions they ended. */
  async function sweepBoth(): Promise<number> {
    const [mine, theirs] = await Promise.all([one.sweep(), other.sweep()]);
    return mine + theirs;
  }

  /** The sessions that the service was asked to end, each as often as it was. */
  function ends(): string[] {
    const calls = service.calls.filter(({ purpose }) => purpose === 'end');
    return calls.map(({ path }) => path.split('/').at(-2) ?? '').sort();
  }

  it('let a turn be closed at one that text has opened at the other, once', async () => {
    await open(one, 'session-1');
    const say = async (backend: AvatarBackend, text: string, isFinal: boolean): Promise<number> =>
      (await backend.fetch(jsonRequest(`${ENDPOINT}/session-1/say-text`, { text, turnId: 't1', isFinal }))).status;
    assert.equal(await say(one, 'Hello.', false), 200);
    assert.equal(await say(other, '', true), 200);
    assert.equal(await say(other, '', true), 400);
    assert.equal(await say(one, '', true), 400);
  });

  it('end each session that is overdue once, though they look for them at the same moment', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `session-${String(index).padStart(2, '0')}`);
    for (const [index, id] of ids.entries()) await open(index % 2 === 0 ? one : other, id);
    now += 1.4 * MINUTE_MS;
    assert.equal(await sweepBoth(), 0);
    const [heardOf = '', ...silent] = ids;
    assert.equal(await call(other, heardOf, 'keep-alive'), 200);
    now += 0.2 * MINUTE_MS;
    assert.equal(await sweepBoth(), silent.length);
    assert.deepEqual(ends(), silent);
    assert.equal(await sweepBoth(), 0);
    assert.deepEqual(ends(), silent);
    assert.equal(await call(one, heardOf, 'keep-alive'), 200);
    assert.equal(await call(one, silent[0] ?? '', 'keep-alive'), 404);
  });

  it('leave a session alone that is heard of again before it is its turn', async () => {
    const ids = Array.from({ length: 11 }, (_, index) => `session-${String(index).padStart(2, '0')}`);
    for (const id of ids) await open(one, id);
    const underWay: (() => void)[] = [];
    let onFull = (): void => undefined;
    const full = new Promise<void>((resolve) => (onFull = resolve));
    // Ten are ended at a time: the eleventh waits until they are let go on.
    const slow = createBackend({
      fetch: async (input, init) => {
        if (input.endsWith('/end') && underWay.length < 10)
          await new Promise<void>((resolve) => underWay.push(resolve) === 10 && onFull());
        return fetch(input, init);
      },
    });
    now += 1.5 * MINUTE_MS;
    const swept = slow.sweep();
    await full;
    const [waiting = ''] = ids;
    assert.equal(await call(other, waiting, 'keep-alive'), 200);
    for (const goOn of underWay) goOn();
    assert.equal(await swept, 10);
    assert.deepEqual(ends(), ids.slice(1));
    assert.equal(await call(one, waiting, 'keep-alive'), 200);
    await slow.close();
  });

  for (const [reason, afterMs] of OVERDUE) {
    it(`try one that is ${reason}, and would not end, again after a minute and not before`, async () => {
      await open(one, 'session-1');
      service.answers.set('end', { status: 400 });
      now += afterMs;
      assert.equal(await sweepBoth(), 0);
      now += MINUTE_MS - 1;
      assert.equal(await sweepBoth(), 0);
      assert.deepEqual(ends(), ['session-1']);
      service.answers.delete('end');
      now += 1;
      assert.equal(await sweepBoth(), 1);
      assert.deepEqual(ends(), ['session-1', 'session-1']);
      const ended = audit.filter(({ action }) => action === 'end');
      assert.deepEqual(
        ended.map((event) => [event.sessionId, event.reason, event.result]),
        [['session-1', reason, 'done']],
      );
    });
  }

  for (const [reason, afterMs] of OVERDUE) {
    it(`end one that is ${reason} once, though its page ends it meanwhile`, async () => {
      await open(one, 'session-1');
      now += afterMs;
      await Promise.all([sweepBoth(), call(one, 'session-1', 'end'), call(other, 'session-1', 'end')]);
      assert.deepEqual(ends(), ['session-1']);
    });
  }

  it('leave the sessions to the others when they close', async () => {
    await open(one, 'session-1');
    await open(other, 'session-2');
    await one.close();
    assert.deepEqual(ends(), []);
    for (const id of ['session-1', 'session-2']) assert.equal(await call(other, id, 'keep-alive'), 200);
  });

  it('end all sessions, those of the others too, when they close and are told to', async () => {
    await open(one, 'session-1');
    await open(other, 'session-2');
    await one.close({ endSessions: true });
    assert.deepEqual(ends(), ['session-1', 'session-2']);
    for (const id of ['session-1', 'session-2']) assert.equal(await call(other, id, 'keep-alive'), 404);
  });
});
