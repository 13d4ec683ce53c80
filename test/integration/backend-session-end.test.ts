import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { SessionEnd } from '../../src/server/reports/session-end.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import {
  asBrowser,
  ENDPOINT,
  jsonRequest,
  SECRET_KS,
  SessionKeys,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { startScriptedService, type ScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';
import { spawnBackend } from '../support/spawned-backend.js';
import { until } from '../support/until.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

describe('the end of a session', () => {
  let harness: BackendHarness;
  let now = START;
  let ends: SessionEnd[] = [];
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    now = START;
    ends = [];
    harness = await startBackendHarness({
      now: () => now,
      identify: () => 'anna',
      reply: (message) => `You said: ${message}`,
      onSessionEnd: (end) => void ends.push(end),
      ...options,
    });
    await harness.open();
  }

  const ask = async (message: string): Promise<string> =>
    (await harness.control('reply', { message, turnId: `turn-${message}` })).text();
  const end = async (): Promise<number> => (await harness.control('end')).status;

  it('is told once: whose it was, why, how long it was open and how much was asked', async () => {
    await start();
    await ask('Hello');
    await harness.control('interrupt');
    await ask('And you?');
    now += 90_400;
    assert.equal(await end(), 200);
    assert.equal(await end(), 404);
    await harness.backend.sweep();
    const told = { sessionId: 'session-1', caller: 'anna', reason: 'requested', seconds: 90, turns: 2 };
    assert.deepEqual(ends, [told]);
  });

  it('is told with how it was rated, each message by its last thumb', async () => {
    await start();
    const rate = async (body: object): Promise<number> => (await harness.control('feedback', body)).status;
    for (const rating of ['up', 'down', 'up']) assert.equal(await rate({ turnId: 'turn-1', rating }), 200);
    await rate({ turnId: 'turn-2', rating: 'down' });
    await rate({ stars: 4, comment: 'Nice.' });
    await end();
    assert.deepEqual(ends[0]?.rating, { stars: 4, up: 1, down: 1 });
  });

  it('is told without a word of what was said, unless that is wanted', async () => {
    for (const includeTranscript of [undefined, true]) {
      await start({ includeTranscript });
      await ask('Hello');
      await end();
      const said = [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'You said: Hello' },
      ];
      assert.deepEqual(ends[0]?.transcript, includeTranscript && said);
      if (!includeTranscript) await harness.close();
    }
  });

  it('is told without what was said by a visitor who took the consent back, or whose data is forgotten', async () => {
    await start({ includeTranscript: true });
    await ask('Hello');
    await harness.control('consent', { withdrawn: true });
    await harness.open();
    await ask('Hello');
    assert.equal(await harness.backend.forget({ caller: 'anna' }), 1);
    assert.deepEqual(
      ends.map(({ reason, transcript }) => [reason, transcript]),
      [
        ['withdrawn', undefined],
        ['forgotten', undefined],
      ],
    );
  });

  it('has no transcript where nothing is answered, and so nothing is kept', async () => {
    await start({ includeTranscript: true, reply: undefined });
    await end();
    assert.equal(ends[0] && 'transcript' in ends[0], false);
  });

  it('is told of sessions that nobody ends, with the reason', async () => {
    await start();
    now += 90_000;
    assert.equal(await harness.backend.sweep(), 1);
    await harness.open();
    harness.service.answers.set('keep-alive', { status: 410 });
    assert.equal((await harness.control('keep-alive')).status, 410);
    await harness.open();
    await harness.backend.close();
    assert.deepEqual(
      ends.map(({ reason }) => reason),
      ['absent', 'lost', 'shutdown'],
    );
  });

  it('is told when the session is over, not while the service will not end it', async () => {
    await start();
    harness.service.answers.set('end', { status: 500 });
    assert.equal(await end(), 502);
    assert.deepEqual(ends, []);
    harness.service.answers.delete('end');
    now += MINUTE_MS + 1;
    assert.equal(await harness.backend.sweep(), 1);
    assert.deepEqual(
      ends.map(({ reason }) => reason),
      ['requested'],
    );
  });

  it('is not told of a session that was nobody’s', async () => {
    await start();
    await end();
    harness.service.answers.set('init-client', { status: 500 });
    await assert.rejects(harness.open());
    await until(() => harness.service.calls.filter(({ purpose }) => purpose === 'end').length === 2);
    assert.equal(ends.length, 1);
  });

  it('harms nobody where the hook throws, or never answers', async () => {
    let told = 0;
    await start({
      onSessionEnd: () =>
        (told += 1) === 1 ? Promise.reject(new Error('the disk is full')) : new Promise(() => undefined),
      hookTimeouts: { onSessionEnd: 50 },
    });
    assert.equal(await end(), 200);
    await until(() => harness.log.some((line) => line.startsWith('error onSessionEnd failed')));
    await harness.open();
    assert.equal(await end(), 200);
    await until(() => harness.log.filter((line) => line.startsWith('error onSessionEnd failed')).length === 2);
    assert.match(harness.log.join('\n'), /did not answer within 50 ms/);
  });
});

describe('the end of a session of backends that share a Redis', () => {
  let redis: RunningRedis;
  let service: ScriptedService;
  let ends: SessionEnd[];
  let backends: AvatarBackend[];
  const keys = new SessionKeys();

  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.close());
  beforeEach(async () => {
    service = await startScriptedService('a-token');
    ends = [];
    await redis.command('FLUSHALL');
    backends = [0, 1, 2].map(() =>
      asBrowser(
        createAvatarBackend({
          ...{ ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' }, logger: SILENT },
          store: createRedisStore(redis.url, { logger: SILENT }),
          reply: () => 'Hello.',
          includeTranscript: true,
          onSessionEnd: (end) => void ends.push(end),
        }),
        keys,
      ),
    );
  });
  afterEach(async () => {
    await Promise.all(backends.map((backend) => backend.close()));
    await service.close();
  });

  it('is told by one of them, though all look for what is overdue while its page ends it', async () => {
    const [one, other] = backends as [AvatarBackend, AvatarBackend];
    const ids = Array.from({ length: 20 }, (_, index) => `session-${String(index).padStart(2, '0')}`);
    for (const sessionId of ids) {
      service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } });
      assert.equal((await one.fetch(jsonRequest(ENDPOINT))).status, 200);
    }
    await (await other.fetch(jsonRequest(`${ENDPOINT}/session-00/reply`, { message: 'Hi!' }))).text();
    await redis.elapse(1.5 * MINUTE_MS);
    await Promise.all([
      ...backends.map((backend) => backend.sweep()),
      ...ids.map((id) => other.fetch(jsonRequest(`${ENDPOINT}/${id}/end`))),
    ]);
    await Promise.all(backends.map((backend) => backend.sweep()));
    assert.deepEqual(ends.map(({ sessionId }) => sessionId).sort(), ids);
    const first = ends.find(({ sessionId }) => sessionId === 'session-00');
    assert.deepEqual([first?.turns, first?.transcript?.map(({ content }) => content)], [1, ['Hi!', 'Hello.']]);
    assert.ok(first && first.seconds >= 90 && first.seconds < 120);
  });

  it('is told by another process, where the one that opened it was killed', async () => {
    const options = { ks: SECRET_KS, baseUrl: service.url, redisUrl: redis.url };
    const [opener, survivor] = await Promise.all([spawnBackend(options), spawnBackend(options)]);
    try {
      assert.equal((await fetch(`${opener.url}/session`, { method: 'POST' })).status, 200);
      await opener.kill();
      await redis.elapse(1.5 * MINUTE_MS);
      await Promise.all([survivor.sweep(), ...backends.map((backend) => backend.sweep())]);
      await survivor.sweep();
      const told = survivor.lines.all.filter((line) => line.startsWith('Told of the end'));
      assert.equal(told.length + ends.length, 1);
      assert.match(JSON.stringify([told, ends]), /absent/);
    } finally {
      await Promise.all([opener.kill(), survivor.kill()]);
    }
  });
});
