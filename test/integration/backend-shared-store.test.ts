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
import { startTcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

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
  let audit: AuditEvent[];

  /** Each as the page of one visitor sees it, which has the keys of its sessions. */
  const createBackend = ({ store, ...options }: AvatarBackendOptions = {}): AvatarBackend => {
    const backend = createAvatarBackend({
      ks: SECRET_KS,
      baseUrl: service.url,
      defaults: { avatarId: 'avatar-1' },
      store: store ?? createRedisStore(redis.url, { logger: SILENT }),
      identify: () => 'anna',
      limits: { perCaller: MANY },
      audit: { sink: (event) => void audit.push(event) },
      logger: SILENT,
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
    audit = [];
    keys = new SessionKeys();
    await redis.command('FLUSHALL');
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
    await redis.elapse(1.4 * MINUTE_MS);
    assert.equal(await sweepBoth(), 0);
    const [heardOf = '', ...silent] = ids;
    assert.equal(await call(other, heardOf, 'keep-alive'), 200);
    await redis.elapse(0.2 * MINUTE_MS);
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
    await redis.elapse(1.5 * MINUTE_MS);
    const swept = slow.sweep();
    await full;
    const waiting = ids.at(-1) ?? '';
    assert.equal(await call(other, waiting, 'keep-alive'), 200);
    for (const goOn of underWay) goOn();
    assert.equal(await swept, 10);
    assert.deepEqual(ends(), ids.slice(0, -1));
    assert.equal(await call(one, waiting, 'keep-alive'), 200);
    await slow.close();
  });

  for (const [reason, afterMs] of OVERDUE) {
    it(`try one that is ${reason}, and would not end, again after a minute and not before`, async () => {
      await open(one, 'session-1');
      service.answers.set('end', { status: 400 });
      await redis.elapse(afterMs);
      assert.equal(await sweepBoth(), 0);
      await redis.elapse(MINUTE_MS - 5000);
      assert.equal(await sweepBoth(), 0);
      assert.deepEqual(ends(), ['session-1']);
      service.answers.delete('end');
      await redis.elapse(5000);
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
      await redis.elapse(afterMs);
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

  it('end a session that one of them was about to end, and did not', async () => {
    await open(one, 'session-1');
    service.answers.set('end', 'hang');
    // Nobody waits for it: so it is with a process that is killed.
    void call(one, 'session-1', 'end').catch(() => undefined);
    await service.received('end');
    assert.equal(await call(other, 'session-1', 'end'), 404, 'somebody is at it');
    service.answers.delete('end');
    await redis.elapse(MINUTE_MS - 2000);
    assert.equal(await other.sweep(), 0);
    await redis.elapse(2001);
    assert.equal(await other.sweep(), 1);
    assert.deepEqual(ends(), ['session-1', 'session-1']);
    assert.deepEqual(
      audit.filter(({ action }) => action === 'end').map(({ reason, status }) => reason ?? status),
      [404, 'requested'],
    );
  });

  it('go by the clock of Redis: one whose own is ahead ends no session, and opens none that is over', async () => {
    const ahead = createBackend({ now: () => Date.now() + 3 * 60 * MINUTE_MS });
    const behind = createBackend({ now: () => Date.now() - 3 * 60 * MINUTE_MS });
    await open(one, 'session-1');
    await open(ahead, 'session-2');
    await open(behind, 'session-3');
    assert.deepEqual([await ahead.sweep(), await behind.sweep()], [0, 0]);
    for (const id of ['session-1', 'session-2', 'session-3']) {
      for (const backend of [one, ahead, behind]) assert.equal(await call(backend, id, 'keep-alive'), 200);
    }
    await redis.elapse(1.5 * MINUTE_MS);
    assert.equal(await behind.sweep(), 3);
    await Promise.all([ahead, behind].map((backend) => backend.close()));
  });

  it('find a session and charge for its request in one round trip', async () => {
    const network = await startTcpProxy(redis.port);
    const far = createBackend({ store: createRedisStore(`redis://127.0.0.1:${network.port}`, { logger: SILENT }) });
    await open(far, 'session-1');
    assert.equal(await call(far, 'session-1', 'keep-alive'), 200);
    const asked = async (): Promise<number> =>
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(String(await redis.command('INFO', 'commandstats')))?.[1]);
    const before = await asked();
    assert.equal(await call(far, 'session-1', 'keep-alive'), 200);
    assert.equal((await asked()) - before, 1);
    await far.close();
    await network.close();
  });

  it('leave nothing in Redis that does not expire, whatever was asked of them', async () => {
    const limits = { perCaller: { ...MANY, sessions: 3 } };
    const strict = createBackend({
      avatars: ['avatar-1'],
      limits,
      async *reply() {
        yield 'Hello. ';
        await Promise.resolve();
        yield 'And bye.';
      },
    });
    for (const id of ['session-1', 'session-2', 'session-3']) await open(strict, id);
    const post = async (path: string, body?: unknown): Promise<number> => {
      const answer = await strict.fetch(jsonRequest(`${ENDPOINT}${path}`, body));
      await answer.text();
      return answer.status;
    };
    const statuses = [
      await post('', { avatarId: 'avatar-2' }),
      await post(''),
      await post('/session-1/say-text', { text: 'Hello', turnId: 't1', isFinal: false }),
      await post('/session-1/reply', { message: 'Hello?' }),
      await post('/session-1/interrupt'),
      await post('/nobodys/keep-alive'),
      await post('/session-2/end'),
    ];
    assert.deepEqual(statuses, [403, 429, 200, 200, 200, 404, 200]);
    service.answers.set('init-client', { status: 500 });
    assert.equal(await post(''), 502);
    service.answers.set('end', { status: 500 });
    await post('/session-3/end');
    await redis.elapse(1.5 * MINUTE_MS);
    await strict.sweep();
    const keys = await redis.keys();
    assert.ok(keys.size > 3);
    for (const [key, expiresInMs] of keys) assert.ok(expiresInMs > 0, `${key} never expires`);
    await redis.elapse(24 * 60 * MINUTE_MS);
    assert.equal((await redis.keys()).size, 0);
    await strict.close();
  });
});

describe('an answer of a backend that shares a Redis', () => {
  let redis: RunningRedis;
  let service: ScriptedService;
  const backends: AvatarBackend[] = [];
  /** What the model was asked, with what was said before. */
  let asked: { message: string; history: string[] }[];
  /** Lets the model say one more sentence. */
  let sentences: { push: (text: string) => void; end: () => void; signal: AbortSignal }[];

  before(async () => {
    redis = await startRedis();
    service = await startScriptedService('a-token');
  });
  after(async () => {
    await service.close();
    await redis.close();
  });
  beforeEach(() => {
    asked = [];
    sentences = [];
    service.calls.length = 0;
  });
  afterEach(() => Promise.all(backends.splice(0).map((backend) => backend.close({ endSessions: true }))));

  /** Two, of which each has what the page has. */
  async function open(): Promise<[AvatarBackend, AvatarBackend]> {
    const keys = new SessionKeys();
    const pair = [0, 1].map(() =>
      asBrowser(
        createAvatarBackend({
          ...{ ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, logger: SILENT },
          store: createRedisStore(redis.url, { logger: SILENT }),
          reply: (message, { history, signal }) => {
            asked.push({ message, history: history.map(({ content }) => content) });
            const texts = new TransformStream<string, string>();
            const writer = texts.writable.getWriter();
            sentences.push({
              push: (text) => void writer.write(text).catch(() => undefined),
              end: () => void writer.close().catch(() => undefined),
              signal,
            });
            signal.addEventListener('abort', () => void writer.abort().catch(() => undefined));
            return texts.readable;
          },
        }),
        keys,
      ),
    ) as [AvatarBackend, AvatarBackend];
    backends.push(...pair);
    assert.equal((await pair[0].fetch(jsonRequest(ENDPOINT))).status, 200);
    return pair;
  }

  const said = (): string[] =>
    service.calls
      .filter(({ purpose }) => purpose === 'say-text')
      .map(({ body }) => (JSON.parse(body) as { text: string }).text.trim())
      .filter((text) => text !== '');
  const ask = (backend: AvatarBackend, message: string): Promise<Response> =>
    backend.fetch(jsonRequest(`${ENDPOINT}/session-1/reply`, { message }));

  it('is stopped by an interrupt at another: not a sentence more, and the model is told', async () => {
    const [one, other] = await open();
    const answer = ask(one, 'Tell me a story.');
    await until(() => sentences.length === 1);
    sentences[0]?.push('It was a dark night. ');
    await until(() => said().length === 1);
    const response = await answer;
    assert.equal((await other.fetch(jsonRequest(`${ENDPOINT}/session-1/interrupt`))).status, 200);
    sentences[0]?.push('The wind blew cold. ');
    assert.match(await response.text(), /event: error/);
    assert.deepEqual([said(), sentences[0]?.signal.aborted], [['It was a dark night.'], true]);
  });

  it('is stopped by a message at another, and both are remembered in their order', async () => {
    const [one, other] = await open();
    const first = ask(one, 'Tell me a story.');
    await until(() => sentences.length === 1);
    sentences[0]?.push('It was a dark night. ');
    await until(() => said().length === 1);
    const second = ask(other, 'Another one.');
    await until(() => sentences.length === 2);
    assert.ok(service.calls.some(({ purpose }) => purpose === 'interrupt'));
    sentences[1]?.push('The sun was shining. ');
    sentences[0]?.push('The wind blew cold. ');
    assert.match(await (await first).text(), /event: error/);
    await until(() => said().length === 2);
    assert.deepEqual(said(), ['It was a dark night.', 'The sun was shining.']);
    const third = ask(one, 'Go on.');
    await until(() => asked.length === 3);
    await second;
    assert.deepEqual(asked[1]?.history, ['Tell me a story.']);
    assert.deepEqual(asked[2]?.history.slice(0, 3), [
      'Tell me a story.',
      'It was a dark night. The wind blew cold. ',
      'Another one.',
    ]);
    sentences[2]?.push('Here we go. ');
    for (const sentence of sentences) sentence.end();
    for (const answer of [second, third]) await (await answer).text();
  });
});
