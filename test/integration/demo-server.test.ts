import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { findFreePort } from '../support/child-process.js';

const START = fileURLToPath(new URL('../../demo/start.mjs', import.meta.url));
const KS = 'a-kaltura-session-of-an-account';

describe('npm start', { timeout: 60_000 }, () => {
  let child: ChildProcess | undefined;
  let service: Simulator | undefined;
  afterEach(async () => {
    if (child?.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await service?.close();
  });

  const start = async (env: Record<string, string>): Promise<{ url: string; output: () => string }> => {
    const port = await findFreePort('localhost');
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AVATAR_'));
    const started = spawn(process.execPath, [START], {
      env: { ...Object.fromEntries(inherited), PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const onOutput = (part: Buffer): void => {
        output += part.toString();
        if (output.includes(`http://localhost:${port}`)) resolve();
      };
      started.stdout.on('data', onOutput);
      started.stderr.on('data', onOutput);
      started.once('exit', (code) => reject(new Error(`It ended with ${code}: ${output}`)));
    });
    return { url: `http://localhost:${port}`, output: () => output };
  };

  it('serves the page, a backend on the simulator and the simulator’s status, and stops when it is told to', async () => {
    const { url, output } = await start({});
    assert.match(output(), /on the simulator at http:\/\/127\.0\.0\.1:\d+/);
    assert.match(await (await fetch(url)).text(), /<kaltura-avatar /);
    const grant = (await (await fetch(`${url}/api/avatar/session`, { method: 'POST' })).json()) as { whepUrl: string };
    assert.notEqual(new URL(grant.whepUrl).origin, url, 'the service has an origin of its own');
    const status = (await (await fetch(`${url}/simulator/status`)).json()) as { openSessions: number };
    assert.equal(status.openSessions, 1);
    assert.ok(child);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    assert.equal((await exited)[0], 0);
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
    const { url, output } = await start({ AVATAR_KS: KS, AVATAR_BASE_URL: service.baseUrl, AVATAR_ID: 'my-avatar' });
    const answer = await (await fetch(`${url}/api/avatar/session`, { method: 'POST' })).text();
    assert.equal(service.sessions()[0]?.avatarId, 'my-avatar');
    assert.equal((await fetch(`${url}/simulator/status`)).status, 404);
    assert.ok(child);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    assert.equal(service.sessions()[0]?.state, 'ended', 'a session that costs money is left open');
    assert.doesNotMatch(answer + output(), new RegExp(KS));
  });

  it('says which port is taken and how to name another', async () => {
    const taken = createServer().listen(0, 'localhost');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(start({ PORT: String(port) }), /could not start on port \d+[\s\S]*PORT=8080 npm start/);
    taken.close();
  });
});
