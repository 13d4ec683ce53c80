import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';

import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { SECRET_KS } from '../support/backend-harness.js';
import { startRedis } from '../support/redis.js';
import { StandaloneServer } from '../support/standalone-server.js';

describe('kaltura-avatar-server', () => {
  let simulator: Simulator;
  let folder: string;
  let server: StandaloneServer;
  before(async () => {
    simulator = await startSimulator({ ks: [SECRET_KS] });
    folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-server-'));
  });
  afterEach(async () => {
    server.end('SIGKILL');
    await server.exited;
  });
  after(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (environment: Record<string, string> = {}): StandaloneServer =>
    (server = new StandaloneServer({
      AVATAR_KS: SECRET_KS,
      AVATAR_BASE_URL: simulator.baseUrl,
      AVATAR_ID: 'yara',
      ...environment,
    }));

  const openSessions = (): string[] =>
    simulator
      .sessions()
      .filter(({ state }) => state !== 'ended')
      .map(({ id }) => id);

  it('serves sessions, tells its health and readiness, and ends what is open when it is told to go', async () => {
    const url = await start().url();
    const opened = await fetch(`${url}/api/avatar/session`, { method: 'POST' });
    assert.equal(opened.status, 200);
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' });
    assert.deepEqual(await (await fetch(`${url}/ready`)).json(), { status: 'ready' });
    assert.equal(openSessions().length, 1);
    server.end('SIGTERM');
    assert.equal(await server.exited, 0);
    assert.deepEqual(openSessions(), []);
  });

  it('writes lines of JSON, an audit of each action, and no secret', async () => {
    const url = await start({ AVATAR_LOG_LEVEL: 'debug' }).url();
    await fetch(`${url}/session`, { method: 'POST' });
    const { level, action, result, latencyMs } = await server.line('audit');
    assert.deepEqual([level, action, result, typeof latencyMs], ['info', 'create', 'done', 'number']);
    server.end('SIGINT');
    assert.equal(await server.exited, 0);
    assert.ok(server.lines.every((line) => line.level !== '' && 'time' in line));
    assert.doesNotMatch(JSON.stringify(server.lines), new RegExp(`${SECRET_KS}|eyJ`));
  });

  it('reads its KS from a file, anew for each session', async () => {
    const file = join(folder, 'ks');
    await writeFile(file, 'a-wrong-ks\n');
    server = new StandaloneServer({ AVATAR_KS_FILE: file, AVATAR_BASE_URL: simulator.baseUrl, AVATAR_ID: 'yara' });
    const url = await server.url();
    const open = async (): Promise<number> => (await fetch(`${url}/session`, { method: 'POST' })).status;
    assert.equal(await open(), 502);
    await writeFile(file, `${SECRET_KS}\n`);
    assert.equal(await open(), 200);
  });

  it('limits by the address that the proxy before it saw, and not by what a visitor writes', async () => {
    const limits = '{"perAddress":{"sessions":1}}';
    const url = await start({ AVATAR_TRUSTED_PROXIES: '1', AVATAR_LIMITS: limits }).url();
    const open = async (forwarded: string): Promise<number> =>
      (await fetch(`${url}/session`, { method: 'POST', headers: { 'X-Forwarded-For': forwarded } })).status;
    assert.equal(await open('192.0.2.1'), 200);
    assert.equal(await open('198.51.100.9, 192.0.2.1'), 429);
    assert.equal(await open('192.0.2.1, 192.0.2.2'), 200);
  });

  it('shares its sessions with another on one Redis, which goes on with them when it is told to go', async () => {
    const redis = await startRedis();
    const shared = { AVATAR_STORE: redis.url };
    const other = start(shared);
    try {
      const otherUrl = await other.url();
      const url = await start(shared).url();
      const opened = await fetch(`${otherUrl}/session`, { method: 'POST' });
      const { sessionId, key } = (await opened.json()) as { sessionId: string; key: string };
      other.end('SIGTERM');
      assert.equal(await other.exited, 0);
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
      const say = (): Promise<Response> =>
        fetch(`${url}/session/${sessionId}/say-text`, { method: 'POST', headers, body: '{"text":"Hello"}' });
      assert.equal((await say()).status, 200);
      await redis.stop();
      assert.equal((await fetch(`${url}/ready`)).status, 503);
      assert.equal((await fetch(`${url}/health`)).status, 200);
      await redis.start();
      await server.line('The store is back');
      assert.equal((await say()).status, 200);
      assert.doesNotMatch(JSON.stringify([...other.lines, ...server.lines]), new RegExp(`${SECRET_KS}|eyJ`));
    } finally {
      other.end('SIGKILL');
      server.end('SIGKILL');
      await Promise.all([other.exited, server.exited]);
      await redis.close();
    }
  });

  it('tells a Prometheus its figures, on a port of its own or for who knows the token, and nobody else', async () => {
    const token = 'a-token-for-prometheus-of-32-characters';
    const url = await start({ AVATAR_METRICS_PORT: '0' }).url();
    await fetch(`${url}/session`, { method: 'POST' });
    const { metricsUrl } = await server.line('Listening');
    const figures = await (await fetch(String(metricsUrl))).text();
    assert.match(figures, /^kaltura_avatar_session_created_total 1$/m);
    assert.match(figures, /^kaltura_avatar_session_count 1$/m);
    assert.match(figures, /^kaltura_avatar_service_call_duration_seconds_count\{kaltura_avatar_call="create"\} 1$/m);
    assert.match(
      figures,
      /^http_server_request_duration_seconds_bucket\{le="0.005",.*http_route="\/session".*\} \d+$/m,
    );
    assert.match(figures, /^process_resident_memory_bytes \d+$/m);
    assert.doesNotMatch(figures, new RegExp(`${SECRET_KS}|eyJ`));
    assert.equal((await fetch(`${url}/metrics`)).status, 404);
    server.end('SIGTERM');
    assert.equal(await server.exited, 0);
    const other = await start({ AVATAR_METRICS_TOKEN: token }).url();
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${other}/metrics`, { headers })).status;
    assert.deepEqual(
      [await ask({}), await ask({ Authorization: 'Bearer wrong' }), await ask({ Authorization: `Bearer ${token}` })],
      [401, 401, 200],
    );
    assert.equal((await fetch(`${other}/health`)).status, 200);
  });

  it('is not ready first when it is told to go, serves who comes meanwhile, and leaves with 0', async () => {
    // Servers that other tests have killed leave theirs.
    const before = openSessions();
    const url = await start({ AVATAR_DRAIN_SECONDS: '1' }).url();
    assert.equal((await fetch(`${url}/ready`)).status, 200);
    server.end('SIGTERM');
    await server.line('Shutting down');
    assert.equal((await fetch(`${url}/ready`)).status, 503);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    assert.equal((await fetch(`${url}/session`, { method: 'POST' })).status, 200);
    assert.equal(await server.exited, 0);
    assert.deepEqual(openSessions(), before);
  });

  const wrong: [Record<string, string>, RegExp][] = [
    [{ AVATAR_KS: '' }, /ks should be a Kaltura Session \(is AVATAR_KS set/],
    [{ PORT: 'http' }, /PORT should be a whole number from 0 to 65535/],
    [{ AVATAR_LIMITS: '{' }, /AVATAR_LIMITS should be a JSON object/],
    [{ AVATAR_LIMITS: '{"sessions":1}' }, /AVATAR_LIMITS\.sessions should be left out/],
    [{ AVATAR_WEBHOOK_URL: 'http://example.com' }, /AVATAR_WEBHOOK_URL should be an https URL/],
    [{ AVATAR_WEBHOOK_URL: 'https://example.com' }, /AVATAR_WEBHOOK_SECRET should be whsec_/],
    [{ AVATAR_INCLUDE_TRANSCRIPT: 'yes' }, /AVATAR_INCLUDE_TRANSCRIPT should be 1 or 0/],
    [{ AVATAR_REQUIRE_CONSENT: 'x'.repeat(65) }, /AVATAR_REQUIRE_CONSENT should be 1, 0 or a version/],
    [{ AVATAR_QUEUE: 'yes' }, /AVATAR_QUEUE should be 1 or 0/],
    [{ AVATAR_EXPOSE_TOKEN: 'yes' }, /AVATAR_EXPOSE_TOKEN should be 1 or 0/],
    [{ AVATAR_MEDIA_THROUGH: 'nobody' }, /AVATAR_MEDIA_THROUGH should be backend or page/],
    [{ AVATAR_ALLOWED_ORIGINS: 'example.com' }, /allowedOrigins: "example\.com" should be an origin with its scheme/],
    [{ AVATAR_STORE: 'postgres://localhost' }, /The store should be a URL such as redis:/],
    [{ AVATAR_METRICS_TOKEN: 'short' }, /AVATAR_METRICS_TOKEN should be a random text of at least 32 characters/],
    [{ AVATAR_LOG_LEVEL: 'loud' }, /AVATAR_LOG_LEVEL should be debug, info, warn or error/],
  ];
  for (const [environment, message] of wrong) {
    it(`does not start with ${JSON.stringify(environment)}, and says why`, async () => {
      start(environment);
      assert.equal(await server.exited, 2);
      assert.match(server.stderr, message);
      assert.match(server.stderr, /--help/);
      assert.doesNotMatch(server.stderr, /\n\s+at /);
    });
  }

  it('tells what it takes', async () => {
    server = new StandaloneServer({}, ['--help']);
    assert.equal(await server.exited, 0);
    assert.match(server.lines.map(({ msg }) => msg).join('\n'), /AVATAR_KS .*AVATAR_STORE .*HOST, PORT/s);
  });
});
