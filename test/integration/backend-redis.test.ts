import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { parseSessionGrant } from '../../src/core/protocol-guards.js';
import type { SessionGrant } from '../../src/core/protocol.js';
import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { SECRET_KS, SessionKeys } from '../support/backend-harness.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { startScriptedService } from '../support/scripted-service.js';
import { spawnBackend, type SpawnedBackend } from '../support/spawned-backend.js';

/** How long what is refused at once may take on a busy machine, in milliseconds. */
const AT_ONCE_MS = 1500;

/** For each visitor, of which every test has its own. */
const PER_CALLER = { sessions: 2, createsPerMinute: 7, requestsPerSecond: 15 };

interface Answer {
  status: number;
  code: string | undefined;
  headers: Headers;
  body: unknown;
}

/** One browser, which keeps its cookie and its sessions' keys, whichever process it talks to. */
class Visitor {
  readonly #keys = new SessionKeys();
  #cookie: string | undefined;

  async post({ url }: SpawnedBackend, path: string, body: object = {}): Promise<Answer> {
    const address = `${url}/api/avatar/${path}`;
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(this.#cookie ? { Cookie: this.#cookie } : {}),
        ...this.#keys.headersFor(address),
      },
      body: JSON.stringify(body),
    });
    this.#cookie = response.headers.getSetCookie().at(-1)?.split(';')[0] ?? this.#cookie;
    await this.#keys.learn(response);
    const answer = (await response.json()) as { code?: string };
    return { status: response.status, code: answer.code, headers: response.headers, body: answer };
  }

  async open(backend: SpawnedBackend, avatarId = 'avatar-1'): Promise<SessionGrant> {
    const { status, body } = await this.post(backend, 'session', { avatarId });
    assert.equal(status, 200, JSON.stringify(body));
    return parseSessionGrant(body, backend.url);
  }

  call(backend: SpawnedBackend, { sessionId }: SessionGrant, action: string): Promise<Answer> {
    return this.post(backend, `session/${sessionId}/${action}`, action === 'say-text' ? { text: 'Hello there.' } : {});
  }
}

async function get({ url }: SpawnedBackend, path: string): Promise<number> {
  return (await fetch(`${url}/${path}`)).status;
}

let simulator: Simulator;

before(async () => {
  simulator = await startSimulator({ ks: [SECRET_KS] });
});
after(() => simulator.close());

/** Two processes, and the Redis that they share. */
interface Pair {
  redis: RunningRedis;
  one: SpawnedBackend;
  other: SpawnedBackend;
  close: () => Promise<void>;
}

async function startPair(limits: AvatarLimitsInput, baseUrl = simulator.baseUrl): Promise<Pair> {
  const redis = await startRedis();
  const options = { ks: SECRET_KS, baseUrl, redisUrl: redis.url, limits };
  const [one, other] = await Promise.all([spawnBackend(options), spawnBackend(options)]);
  return {
    redis,
    one,
    other,
    close: async () => {
      await Promise.all([one.kill(), other.kill()]);
      await redis.close();
    },
  };
}

function statusOf({ sessionId }: SessionGrant): SessionStatus {
  const status = simulator.sessions().find(({ id }) => id === sessionId);
  assert.ok(status, 'the simulator does not know the session');
  return status;
}

describe('two backend processes on one Redis', () => {
  let redis: RunningRedis;
  let one: SpawnedBackend;
  let other: SpawnedBackend;
  let visitor: Visitor;
  let close: () => Promise<void>;

  before(async () => {
    ({ redis, one, other, close } = await startPair({ perCaller: PER_CALLER }));
  });
  after(() => close());
  beforeEach(() => {
    visitor = new Visitor();
  });

  /** Resolves when both have told that Redis is there again, which `outage` had taken away. */
  async function survive(outage: () => Promise<void>): Promise<void> {
    const told = [one, other].map(({ lines }) => {
      const from = lines.all.length;
      return () => lines.next((line) => line.includes('The store is back'), { from });
    });
    await outage();
    await Promise.all(told.map((isBack) => isBack()));
  }

  it('serve the same session: what one opens, the other lets speak, keeps alive, interrupts and ends', async () => {
    const grant = await visitor.open(one);
    const { createdAt } = statusOf(grant);
    for (const action of ['say-text', 'keep-alive', 'interrupt']) {
      assert.equal((await visitor.call(other, grant, action)).status, 200, action);
    }
    const { turns, lastKeepAliveAt } = statusOf(grant);
    assert.deepEqual(
      turns.map(({ text, state }) => [text, state]),
      [['Hello there.', 'interrupted']],
    );
    assert.ok(lastKeepAliveAt > createdAt);
    assert.equal((await visitor.call(other, grant, 'end')).status, 200);
    assert.equal(statusOf(grant).endReason, 'ended by the client');
    assert.equal((await visitor.call(one, grant, 'keep-alive')).status, 404);
  });

  it('have no such session for another visitor, neither of them', async () => {
    const grant = await visitor.open(one);
    const stranger = new Visitor();
    await stranger.open(other);
    for (const backend of [one, other]) {
      for (const action of ['say-text', 'keep-alive', 'interrupt', 'end']) {
        const { status, code } = await stranger.call(backend, grant, action);
        assert.deepEqual([status, code], [404, 'SESSION_NOT_FOUND'], action);
      }
    }
    assert.deepEqual([statusOf(grant).state, statusOf(grant).turns], ['ready', []]);
  });

  it('share how many sessions a visitor may have open', async () => {
    const grant = await visitor.open(one);
    await visitor.open(one);
    const { status, code, headers } = await visitor.post(other, 'session');
    assert.deepEqual([status, code, headers.get('Retry-After')], [429, 'CAPACITY', '30']);
    assert.equal((await visitor.call(other, grant, 'end')).status, 200);
    await visitor.open(other);
    assert.equal((await visitor.post(one, 'session')).code, 'CAPACITY');
    await new Visitor().open(one);
  });

  it('share how many sessions a visitor may open within a minute', async () => {
    for (let opened = 0; opened < PER_CALLER.createsPerMinute; opened += 1) {
      const [opening, ending] = opened % 2 === 0 ? [one, other] : [other, one];
      await visitor.call(ending, await visitor.open(opening), 'end');
    }
    for (const backend of [one, other]) {
      const { status, code, headers } = await visitor.post(backend, 'session');
      assert.deepEqual([status, code], [429, 'RATE_LIMITED']);
      const seconds = Number(headers.get('Retry-After'));
      assert.ok(seconds >= 1 && seconds <= 60, `Retry-After is ${seconds}`);
    }
    await new Visitor().open(one);
  });

  it('share how many calls they let through within a second', async () => {
    const grant = await visitor.open(one);
    // Each of them alone would let its half through.
    const backends = Array.from({ length: 2 * PER_CALLER.requestsPerSecond }, (_, index) =>
      index % 2 === 0 ? one : other,
    );
    const answers = await Promise.all(backends.map((backend) => visitor.call(backend, grant, 'keep-alive')));
    const refused = answers.filter(({ status }) => status !== 200);
    assert.ok(refused.length > 0, 'all were let through');
    for (const { status, code, headers } of refused) {
      assert.deepEqual([status, code, headers.get('Retry-After')], [429, 'RATE_LIMITED', '1']);
    }
    assert.equal((await visitor.call(other, grant, 'end')).status, 200, 'to end a session is never refused');
  });

  it('go on with a session, and within the limits, after Redis was started anew', async () => {
    const grant = await visitor.open(one);
    await visitor.open(other);
    await survive(() => redis.restart());
    for (const backend of [one, other]) {
      assert.equal((await visitor.call(backend, grant, 'say-text')).status, 200);
      assert.equal((await visitor.post(backend, 'session')).code, 'CAPACITY');
    }
    assert.equal((await visitor.call(other, grant, 'end')).status, 200);
    await visitor.open(one);
  });

  it('refuse requests at once while Redis is down, and recover by themselves', async () => {
    const grant = await visitor.open(one);
    await survive(async () => {
      await redis.crash();
      for (const backend of [one, other]) await assertRefusesAtOnce(backend, grant);
      await redis.start();
    });
    for (const backend of [one, other]) {
      assert.deepEqual([await get(backend, 'health'), await get(backend, 'ready')], [200, 200]);
      assert.equal((await visitor.call(backend, grant, 'keep-alive')).status, 200);
    }
    assert.equal((await visitor.call(other, grant, 'end')).status, 200);
  });

  async function assertRefusesAtOnce(backend: SpawnedBackend, grant: SessionGrant): Promise<void> {
    const startedAt = performance.now();
    const answers = [await visitor.post(backend, 'session')];
    for (const action of ['say-text', 'keep-alive', 'interrupt', 'end']) {
      answers.push(await visitor.call(backend, grant, action));
    }
    for (const { status, code, headers } of answers) {
      assert.deepEqual([status, code], [503, 'API_REQUEST_FAILED']);
      assert.equal(headers.get('Content-Type'), 'application/problem+json');
      assert.equal(headers.get('Retry-After'), '5');
    }
    assert.deepEqual([await get(backend, 'health'), await get(backend, 'ready')], [200, 503]);
    assert.ok(performance.now() - startedAt < AT_ONCE_MS);
  }
});

describe('one of two backend processes', () => {
  let pair: Pair;
  const visitor = new Visitor();
  afterEach(() => pair.close());

  it('never opens more sessions than there are places for both, however many are asked for at once', async () => {
    pair = await startPair({ total: { sessions: 4 } });
    const { one, other } = pair;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        new Visitor().post(index % 2 === 0 ? one : other, 'session', { avatarId: 'in-a-rush' }),
      ),
    );
    const codes = answers.map(({ status, code }) => code ?? status).sort();
    assert.deepEqual(codes, [...Array<number>(4).fill(200), ...Array<string>(6).fill('CAPACITY')]);
    const open = simulator.sessions().filter(({ avatarId, state }) => avatarId === 'in-a-rush' && state !== 'ended');
    assert.equal(open.length, 4);
  });

  it('goes on with the sessions of the other that was killed, and ends those whose page is gone', async () => {
    pair = await startPair({});
    const { one, other } = pair;
    const [staying, gone] = [await visitor.open(one), await new Visitor().open(one)];
    await one.kill();
    assert.equal((await visitor.call(other, staying, 'say-text')).status, 200);
    await pair.redis.elapse(60_000);
    assert.equal(await other.sweep(), 0);
    assert.equal((await visitor.call(other, staying, 'keep-alive')).status, 200);
    await pair.redis.elapse(40_000);
    assert.equal(await other.sweep(), 1);
    assert.equal(statusOf(gone).endReason, 'ended by the client');
    assert.equal(statusOf(staying).state, 'ready');
    assert.equal((await visitor.call(other, staying, 'end')).status, 200);
  });

  it('ends a session, and gives its place back, where the other was killed while it ended one', async () => {
    const service = await startScriptedService('a-token');
    try {
      pair = await startPair({ total: { sessions: 1 } }, service.url);
      const { one, other, redis } = pair;
      const grant = await visitor.open(one);
      service.answers.set('end', 'hang');
      const lost = visitor.call(one, grant, 'end').catch(() => 'the connection broke');
      await service.received('end');
      await one.kill();
      assert.equal(await lost, 'the connection broke');
      service.answers.delete('end');
      assert.equal((await visitor.call(other, grant, 'keep-alive')).status, 404);
      assert.equal((await visitor.post(other, 'session')).code, 'CAPACITY');
      await redis.elapse(60_000);
      assert.equal(await other.sweep(), 1);
      assert.equal(service.calls.filter(({ purpose }) => purpose === 'end').length, 2);
      assert.equal((await visitor.post(other, 'session')).status, 200);
    } finally {
      await service.close();
    }
  });

  it('gives a place back that the other held for a session when it was killed', async () => {
    const service = await startScriptedService('a-token');
    try {
      pair = await startPair({ total: { sessions: 1 } }, service.url);
      const { one, other } = pair;
      service.answers.set('create', 'hang');
      const lost = visitor.post(one, 'session').catch(() => 'the connection broke');
      await service.received('create');
      await one.kill();
      assert.equal(await lost, 'the connection broke');
      service.answers.delete('create');
      assert.equal((await visitor.post(other, 'session')).code, 'CAPACITY');
      await pair.redis.elapse(30_000);
      assert.equal((await visitor.post(other, 'session')).code, 'CAPACITY');
      await pair.redis.elapse(30_000);
      assert.equal((await visitor.post(other, 'session')).status, 200);
    } finally {
      await service.close();
    }
  });
});
