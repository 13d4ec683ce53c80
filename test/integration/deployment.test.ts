import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { parse } from 'yaml';

import { createAvatarBackend } from '../../src/server/backend.js';
import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { Reply } from '../../src/server/speech/hooks.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { SECRET_KS } from '../support/backend-harness.js';
import { findFreePort } from '../support/child-process.js';
import { startNginx, type RunningNginx } from '../support/nginx.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { SILENT } from '../support/silent.js';
import { StandaloneServer } from '../support/standalone-server.js';
import { until } from '../support/until.js';

const COMPOSE = fileURLToPath(new URL('../../compose.yaml', import.meta.url));
const HOST = '127.0.0.1';
const PASSWORD = 'the-password-of-valkey';
const SESSIONS = 8;

interface Compose {
  services: { avatar: { environment: Record<string, string>; deploy: { replicas: number } } };
}

interface Opened {
  sessionId: string;
  key: string;
}

describe('compose.yaml', () => {
  let simulator: Simulator;
  let redis: RunningRedis;
  let nginx: RunningNginx;
  let servers: { port: number; process: StandaloneServer }[] = [];
  let environment: Record<string, string>;
  before(async () => {
    [simulator, redis] = await Promise.all([startSimulator({ ks: [SECRET_KS] }), startRedis({ password: PASSWORD })]);
    const { avatar } = (parse(await readFile(COMPOSE, 'utf8')) as Compose).services;
    const { AVATAR_STORE = '', ...others } = avatar.environment;
    const store = AVATAR_STORE.replace('${VALKEY_PASSWORD:?}', PASSWORD).replace(
      'valkey:6379',
      `${HOST}:${redis.port}`,
    );
    environment = {
      ...{ ...others, AVATAR_STORE: store, AVATAR_METRICS_PORT: '0', AVATAR_DRAIN_SECONDS: '0' },
      ...{ AVATAR_KS: SECRET_KS, AVATAR_BASE_URL: simulator.baseUrl, AVATAR_ID: 'yara' },
      // The image listens to all networks.
      HOST,
    };
    for (let i = 0; i < avatar.deploy.replicas; i += 1) {
      const port = await findFreePort(HOST);
      servers.push({ port, process: start(port) });
    }
    await Promise.all(servers.map(({ process }) => process.url()));
    nginx = await startNginx(servers.map(({ port }) => port));
  });
  after(async () => {
    for (const { process } of servers) process.end('SIGKILL');
    await Promise.all(servers.map(({ process }) => process.exited));
    servers = [];
    await nginx.close();
    await Promise.all([redis.close(), simulator.close()]);
  });

  const start = (port: number): StandaloneServer => new StandaloneServer({ ...environment, PORT: String(port) });

  const open = async (): Promise<Opened> => {
    const response = await fetch(`${nginx.url}/api/avatar/session`, { method: 'POST' });
    assert.equal(response.status, 200);
    return (await response.json()) as Opened;
  };

  const call = async ({ sessionId, key }: Opened, action: string, body: object = {}): Promise<number> => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await fetch(`${nginx.url}/api/avatar/session/${sessionId}/${action}`, init)).status;
  };

  const actionsOf = ({ process }: { process: StandaloneServer }): unknown[] =>
    process.lines.filter(({ msg }) => msg === 'audit').map(({ action }) => action);

  it('runs two servers whose sessions go on when one is killed, and when it is back', async () => {
    const [first, second] = servers;
    assert.ok(first && second && servers.length === 2);
    const opened = await Promise.all(Array.from({ length: SESSIONS }, open));
    for (const server of servers) {
      // Logs come a moment after answers.
      await until(() => actionsOf(server).includes('create'));
    }
    first.process.end('SIGKILL');
    await first.process.exited;
    for (const [i, session] of opened.entries()) {
      assert.equal(await call(session, 'say-text', { text: 'Good morning.', turnId: `turn-${i}` }), 200);
      assert.equal(await call(session, 'keep-alive'), 200);
    }
    opened.push(await open());
    first.process = start(first.port);
    await first.process.url();
    const [any] = opened;
    assert.ok(any);
    // The proxy asks it again after fail_timeout.
    await until(() => {
      void call(any, 'interrupt');
      return actionsOf(first).includes('interrupt');
    });
    for (const session of opened) assert.equal(await call(session, 'end'), 200);
    assert.deepEqual(
      simulator.sessions().filter(({ state }) => state !== 'ended'),
      [],
    );
  });

  it('counts visitors by the address that the proxy saw, whatever they write', async () => {
    const limits = JSON.stringify({ perAddress: { sessions: 1 } });
    const port = await findFreePort(HOST);
    const server = new StandaloneServer({ ...environment, AVATAR_LIMITS: limits, PORT: String(port) });
    await server.url();
    const proxy = await startNginx([port]);
    try {
      const answers: number[] = [];
      for (const address of ['192.0.2.1', '192.0.2.2']) {
        const init = { method: 'POST', headers: { 'X-Forwarded-For': address } };
        answers.push((await fetch(`${proxy.url}/api/avatar/session`, init)).status);
      }
      assert.deepEqual(answers, [200, 429]);
    } finally {
      server.end('SIGTERM');
      await server.exited;
      await proxy.close();
    }
  });
});

describe('docs/deploy/nginx.conf', () => {
  let simulator: Simulator;
  let close: () => Promise<void>;
  before(async () => (simulator = await startSimulator({ ks: [SECRET_KS] })));
  afterEach(() => close());
  after(() => simulator.close());

  async function startBehindProxy(reply: Reply): Promise<string> {
    const backend = createAvatarBackend({
      ...{ ks: SECRET_KS, baseUrl: simulator.baseUrl, defaults: { avatarId: 'yara' } },
      ...{ trustedProxies: 1, logger: SILENT, reply },
    });
    const server = createServer(toNodeHandler(backend)).listen(0, HOST);
    await once(server, 'listening');
    const nginx = await startNginx([(server.address() as AddressInfo).port]);
    close = async () => {
      await nginx.close();
      await backend.close({ endSessions: true });
      server.close();
      server.closeAllConnections();
    };
    return `${nginx.url}/api/avatar`;
  }

  async function open(url: string): Promise<{ path: string; Authorization: string }> {
    const { sessionId, key } = (await (await fetch(`${url}/session`, { method: 'POST' })).json()) as Opened;
    return { path: `${url}/session/${sessionId}`, Authorization: `Bearer ${key}` };
  }

  it('lets an answer stream to the page while it is made', async () => {
    let goOn = (): void => undefined;
    const isRead = new Promise<void>((resolve) => (goOn = resolve));
    const url = await startBehindProxy(async function* () {
      yield 'One. ';
      await isRead;
      yield 'Two.';
    });
    const { path, Authorization } = await open(url);
    const headers = { 'Content-Type': 'application/json', Authorization };
    const response = await fetch(`${path}/reply`, { method: 'POST', headers, body: '{"message":"Count."}' });
    assert.ok(response.body);
    let text = '';
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.includes('One.')) goOn();
    }
    assert.match(text, /One\..*Two\..*event: done/s);
  });

  it('lets a text stream from the page while it is written', async () => {
    const { path, Authorization } = await open(await startBehindProxy(() => 'Nobody asks.'));
    const saidTexts = (): number => simulator.sessions().reduce((sum, { turns }) => sum + turns.length, 0);
    const { writable, readable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const init: RequestInit & { duplex: 'half' } = {
      ...{ method: 'POST', headers: { 'Content-Type': 'text/plain', Authorization }, body: readable, duplex: 'half' },
    };
    const answered = fetch(`${path}/say-text?turnId=turn-1`, init);
    await writer.write(new TextEncoder().encode('This is the first sentence of all. '));
    await until(() => saidTexts() > 0);
    await writer.write(new TextEncoder().encode('And this the last.'));
    await writer.close();
    assert.equal((await answered).status, 200);
  });
});
