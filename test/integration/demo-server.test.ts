import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';

import { ensurePocketsphinx } from '../../demo/ears/find-pocketsphinx.mjs';
import { proofOf } from '../../src/core/session-key.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { startDemo, type DemoProcess } from '../support/demo-process.js';

const KS = 'a-kaltura-session-of-an-account';

describe('npm start', { timeout: 180_000 }, () => {
  let demo: DemoProcess | undefined;
  let service: Simulator | undefined;
  afterEach(async () => {
    await demo?.close();
    demo = undefined;
    await service?.close();
  });

  const start = async (env: Record<string, string>): Promise<DemoProcess> => (demo = await startDemo(env));

  it('serves the page, a backend on the simulator and the simulator’s status, and stops when it is told to', async () => {
    const { url, output, close } = await start({});
    assert.match(output(), /on the simulator at http:\/\/127\.0\.0\.1:\d+/);
    assert.match(await (await fetch(url)).text(), /<kaltura-avatar\s/);
    const grant = (await (await fetch(`${url}/api/avatar/session`, { method: 'POST' })).json()) as { whepUrl: string };
    assert.notEqual(new URL(grant.whepUrl).origin, url, 'the service has an origin of its own');
    const status = (await (await fetch(`${url}/simulator/status`)).json()) as { openSessions: number };
    assert.equal(status.openSessions, 1);
    assert.equal(await close(), 0);
  });

  it('answers under the names of this machine alone, which no page elsewhere can be of the same origin as', async () => {
    const { url } = await start({});
    const statusAs = async (host: string): Promise<number | undefined> => {
      const request = httpRequest(`${url}/api/avatar/session`, { method: 'POST', headers: { host } });
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    for (const host of ['rebound.example', 'localhost.example', '127.0.0.1.example:5173'])
      assert.equal(await statusAs(host), 403, host);
    for (const host of [new URL(url).host, '127.0.0.1:5173', '[::1]:5173', 'demo.localhost:5173'])
      assert.equal(await statusAs(host), 200, host);
  });

  it('runs on the service that the environment names, with its KS, and shows nobody the KS', async () => {
    service = await startSimulator({ ks: [KS] });
    const { url, output, close } = await start({
      AVATAR_KS: KS,
      AVATAR_BASE_URL: service.baseUrl,
      AVATAR_ID: 'my-avatar',
    });
    const answer = await (await fetch(`${url}/api/avatar/session`, { method: 'POST' })).text();
    assert.equal(service.sessions()[0]?.avatarId, 'my-avatar');
    assert.equal((await fetch(`${url}/simulator/status`)).status, 404);
    await close();
    assert.equal(service.sessions()[0]?.state, 'ended', 'a session that costs money is left open');
    assert.doesNotMatch(answer + output(), new RegExp(KS));
  });

  it('speaks by clips of a voice of this machine where the simulator is to answer as the live service does', async () => {
    const { url, output } = await start({ AVATAR_SIMULATOR: 'live' });
    assert.match(output(), /as the live service answers: it speaks by clips of a voice of this machine/);
    const choices = (await (await fetch(`${url}/simulator/choices`)).json()) as Record<string, { id: string }[]>;
    assert.match(choices['avatars']?.[1]?.id ?? '', /^[0-9a-f]{24}$/);
    const opened = await fetch(`${url}/api/avatar/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ avatarId: choices['avatars']?.[1]?.id, voiceId: choices['voices']?.[0]?.id }),
    });
    const { controlUrl, key } = (await opened.json()) as { controlUrl: string; key: string };
    const said = await fetch(`${new URL(controlUrl, opened.url).href}/say-text`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...proofOf({ key }) },
      body: JSON.stringify({ text: 'Hello.', turnId: 'one', isFinal: true }),
    });
    assert.equal(said.status, 200, await said.text());
    const status = (await (await fetch(`${url}/simulator/status`)).json()) as { sessions: { turns: unknown[] }[] };
    assert.equal(status.sessions[0]?.turns.length, 1);
  });

  it('tells pages that it listens where PocketSphinx is there, and says how to get it where it is not', async () => {
    ensurePocketsphinx();
    const listens = async ({ url }: DemoProcess): Promise<unknown> =>
      ((await (await fetch(`${url}/api/avatar/avatar`)).json()) as { listens?: boolean }).listens;
    const listening = await start({});
    assert.match(listening.output(), /listening: PocketSphinx writes down/);
    assert.equal(await listens(listening), true);
    await listening.close();
    const deaf = await start({ PATH: '/nowhere' });
    assert.match(deaf.output(), /listening: by the browser's recognition.*apt install pocketsphinx pocketsphinx-en-us/);
    assert.equal(await listens(deaf), undefined);
  });

  it('shows sections of the documentation, and no other file', async () => {
    const { url } = await start({});
    const sectionOf = (path: string): Promise<Response> =>
      fetch(`${url}/documentation?section=${encodeURIComponent(path)}`);
    assert.equal(
      ((await (await sectionOf('docs/element.md#captions')).json()) as { heading: string }).heading,
      'Captions',
    );
    for (const path of ['package.json', '../.env', 'docs/../package.json'])
      assert.equal((await sectionOf(path)).status, 404);
  });

  it('says which simulators there are where it is told another', async () => {
    await assert.rejects(start({ AVATAR_SIMULATOR: 'real' }), /could not start: .*"documented", "srs" or "live"/);
  });

  it('says which port is taken and how to name another', async () => {
    const taken = createServer().listen(0, 'localhost');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(start({ PORT: String(port) }), /could not start on port \d+[\s\S]*PORT=8080 npm start/);
    taken.close();
  });
});
