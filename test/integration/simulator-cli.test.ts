import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { createAvatarBackend } from '../../src/server/backend.js';
import { saying } from '../support/saying.js';
import { SILENT } from '../support/silent.js';

const CLI = fileURLToPath(new URL('../../src/simulator/cli.ts', import.meta.url));

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function outcome(command: ChildProcess): Promise<{ code: unknown; out: string; err: string }> {
  assert.ok(command.stdout && command.stderr);
  const [[code], out, err] = await Promise.all([
    once(command, 'exit') as Promise<unknown[]>,
    text(command.stdout),
    text(command.stderr),
  ]);
  return { code, out, err };
}

describe('kaltura-avatar-simulator', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`says where it listens, and leaves in good order on ${signal}`, async () => {
      const command = run('--port', '0');
      assert.ok(command.stdout);
      const ended = outcome(command);
      const [, url = ''] = await saying(command, /Status +(\S+)\n/);
      assert.equal((await fetch(url)).status, 200);
      command.kill(signal);
      const { code, out, err } = await ended;
      assert.equal(code, 0);
      assert.equal(err, '');
      assert.match(out, /Control API +http:\/\/127\.0\.0\.1:\d+\/v1\/avatar-session\n/);
    });
  }

  for (const profile of ['documented', 'srs'])
    it(`prints a file .env with which a backend opens sessions, with --profile ${profile}`, async () => {
      const command = run('--port', '0', '--profile', profile);
      const ended = outcome(command);
      const [printed] = await saying(command, /^AVATAR_BASE_URL=.*\nAVATAR_KS=.*\nAVATAR_ID=.*\n/m);
      const { AVATAR_BASE_URL: baseUrl, AVATAR_KS: ks, AVATAR_ID: avatarId } = parseEnv(printed);
      const backend = createAvatarBackend({ baseUrl, ks, defaults: { avatarId }, logger: SILENT });
      try {
        const opened = await backend.fetch(new Request('http://page.example/session', { method: 'POST' }));
        assert.equal(opened.status, 200, await opened.text());
      } finally {
        await backend.close();
        command.kill('SIGTERM');
        await ended;
      }
    });

  it('tells what it takes', async () => {
    const { code, out } = await outcome(run('--help'));
    assert.equal(code, 0);
    assert.match(out, /--session-timeout <seconds>/);
  });

  it('leaves with 2 and a word on what is wrong when an argument makes no sense', async () => {
    const { code, out, err } = await outcome(run('--port', 'many'));
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /--port should be a number in digits\.\n/);
  });
});
