import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';

import { toNodeHandler } from '../../src/server/http/node-handler.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import { verifyWebhook } from '../../src/server/reports/webhook-signature.js';
import { createRedisStore } from '../../src/server/store/redis-store.js';
import { startSimulator } from '../../src/simulator/start-simulator.js';
import { SECRET_KS } from '../support/backend-harness.js';
import { answerJson, startLocalServer } from '../support/local-server.js';
import { startRedis } from '../support/redis.js';
import { SILENT } from '../support/silent.js';
import { until } from '../support/until.js';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

it('a visitor consents, talks, is told how long that may go on, and rates it; and its owner hears of it all', async () => {
  const [redis, simulator] = await Promise.all([startRedis(), startSimulator({ ks: [SECRET_KS] })]);
  const owner = await startLocalServer((_request, response) => answerJson(response, {}));
  const backend = createAvatarBackend({
    ...{ ks: SECRET_KS, baseUrl: simulator.baseUrl, defaults: { avatarId: 'avatar-1' }, logger: SILENT },
    store: createRedisStore(redis.url, { logger: SILENT }),
    reply: () => 'Hello to you.',
    requireConsent: { version: '2026-11' },
    webhook: { url: owner.url, secret: SECRET },
    includeTranscript: true,
    limits: { sessionSeconds: 600 },
  });
  const server = createServer(toNodeHandler(backend)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/avatar`;
  const post = async (path: string, body: object, key?: string): Promise<{ status: number; text: string }> => {
    const headers = { 'Content-Type': 'application/json', ...(key ? { Authorization: `Bearer ${key}` } : {}) };
    const response = await fetch(`${url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };
  try {
    const refused = await post('session', {});
    assert.deepEqual([refused.status, simulator.sessions().length], [403, 0]);
    const opened = await post('session', { consent: { version: '2026-11' } });
    assert.equal(opened.status, 200, opened.text);
    const { sessionId, key, endsInSeconds } = JSON.parse(opened.text) as Record<string, string>;
    assert.equal(endsInSeconds, 600);
    const call = (action: string, body: object = {}): ReturnType<typeof post> =>
      post(`session/${String(sessionId)}/${action}`, body, key);
    assert.match((await call('reply', { message: 'Hello!' })).text, /event: done/);
    const kept = JSON.parse((await call('keep-alive')).text) as { endsInSeconds: number };
    assert.ok(kept.endsInSeconds > 500 && kept.endsInSeconds <= 600);
    assert.equal((await call('feedback', { rating: 'up' })).status, 200);
    assert.equal((await call('end')).status, 200);
    assert.equal((await call('feedback', { stars: 5, comment: 'Nice.' })).status, 200);
    await until(() => owner.requests.length === 3);
    const events = await Promise.all(
      owner.requests.map(({ body, headers }) => verifyWebhook(body, headers, { secret: SECRET })),
    );
    const end = events.find(({ type }) => type === 'session.ended');
    assert.ok(end?.type === 'session.ended');
    const { reason, turns, rating, transcript } = end.data;
    assert.deepEqual([reason, turns, rating], ['requested', 1, { up: 1, down: 0 }]);
    assert.deepEqual(
      transcript?.map(({ content }) => content),
      ['Hello!', 'Hello to you.'],
    );
    assert.equal(events.filter(({ type }) => type === 'feedback.given').length, 2);
  } finally {
    server.closeAllConnections();
    server.close();
    await backend.close({ endSessions: true });
    await Promise.all([owner.close(), simulator.close(), redis.close()]);
  }
});
