import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionEnd } from '../../src/server/reports/session-end.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { SILENT } from '../support/silent.js';
import { until } from '../support/until.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** What pages are told of how long a session may go on. */
interface Told {
  endsInSeconds?: number;
  idleSeconds?: number;
}

let harness: BackendHarness;
let now = START;

async function start(options: Partial<AvatarBackendOptions>): Promise<Told> {
  now = START;
  harness = await startBackendHarness({ now: () => now, ...options });
  return harness.open();
}

async function keepAlive(): Promise<Told> {
  const response = await harness.control('keep-alive');
  assert.equal(response.status, 200);
  return (await response.json()) as Told;
}

/** A token that says when it ends, as the service's do. */
function tokenUntil(at: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: at / 1000 })}.x`;
}

describe('how long a session may go on', () => {
  afterEach(() => harness.close());

  it('is told with the session and again with each keep-alive, whatever the clock of the page', async () => {
    const { endsInSeconds, idleSeconds } = await start({ limits: { sessionSeconds: 600, idleSeconds: 120 } });
    assert.deepEqual([endsInSeconds, idleSeconds], [600, 120]);
    now += 61_500;
    assert.equal((await keepAlive()).endsInSeconds, 538);
  });

  it('is longer for a visitor who is there without a word, as keep-alive?used says: it is not idle', async () => {
    const reasons: unknown[] = [];
    const onSessionEnd = ({ reason }: SessionEnd): void => void reasons.push(reason);
    await start({ limits: { idleSeconds: 120 }, onSessionEnd });
    const call = async (action: string): Promise<void> => {
      now += MINUTE_MS;
      assert.equal((await harness.control(action)).status, 200);
      await harness.backend.sweep();
    };
    await call('keep-alive?used');
    await call('keep-alive');
    assert.deepEqual(reasons, [], 'two minutes after the start, and one after it was used');
    await call('keep-alive?used');
    await call('keep-alive');
    assert.deepEqual(reasons, []);
    now += MINUTE_MS;
    await harness.backend.sweep();
    await until(() => reasons.length === 1);
    assert.deepEqual(reasons, ['idle'], 'keep-alive alone does not put it off');
  });

  it('ends with the minutes of those who pay for it, where these end before', async () => {
    const minutes = { sessionMinutesPerDay: 3 };
    const { endsInSeconds } = await start({ identify: () => 'anna', limits: { perCaller: minutes } });
    assert.equal(endsInSeconds, 180);
    now += MINUTE_MS;
    assert.equal((await keepAlive()).endsInSeconds, 120);
    now += 30_000;
    assert.equal((await keepAlive()).endsInSeconds, 90);
  });

  it('does not end with minutes of a day that is over before they are used up', async () => {
    const { endsInSeconds } = await start({
      limits: { total: { sessionMinutesPerDay: 2000 }, sessionSeconds: 86_400 },
    });
    assert.equal(endsInSeconds, 86_400);
  });

  it('ends with its token, and is told nothing that does not hold: no idle time where the page has the token', async () => {
    now = START;
    harness = await startBackendHarness({ now: () => now, exposeToken: true }, tokenUntil(START + 5 * MINUTE_MS));
    const { endsInSeconds, idleSeconds } = (await harness.open()) as Told;
    assert.deepEqual([endsInSeconds, idleSeconds], [300, undefined]);
  });
});

describe('a visitor who finds no place', () => {
  let redis: RunningRedis;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.close());
  afterEach(() => harness.close());

  async function refused(): Promise<[retryAfter: number, freeInSeconds: number]> {
    const response = await harness.backend.fetch(jsonRequest(ENDPOINT));
    const { code, freeInSeconds } = (await response.json()) as { code: string; freeInSeconds: number };
    assert.equal(code, 'CAPACITY');
    return [Number(response.headers.get('Retry-After')), freeInSeconds];
  }

  const full = { limits: { total: { sessions: 1 }, sessionSeconds: 100 } };

  it('is told when to ask again, and when a place is free at the latest', async () => {
    await start(full);
    assert.deepEqual(await refused(), [30, 100]);
    now += 88_000;
    assert.deepEqual(await refused(), [12, 12]);
  });

  it('is told so by the clock of Redis', async () => {
    const store = createRedisStore(redis.url, { logger: SILENT });
    await start({ ...full, store, now: () => START });
    await redis.elapse(88_000);
    const [retryAfter, freeInSeconds] = await refused();
    assert.ok(retryAfter === freeInSeconds && freeInSeconds <= 12 && freeInSeconds >= 1, `free in ${freeInSeconds} s`);
    await store.close();
  });

  it('is told when to ask again where the service has no room, and does not say', async () => {
    harness = await startBackendHarness();
    harness.service.answers.set('create', { status: 429 });
    const response = await harness.backend.fetch(jsonRequest(ENDPOINT));
    assert.deepEqual([response.status, response.headers.get('Retry-After')], [429, '30']);
  });
});
