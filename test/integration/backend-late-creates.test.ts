import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, it } from 'node:test';

import { AvatarControl } from '../../src/server/avatar-control.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import {
  ENDPOINT,
  SECRET_KS,
  SECRET_TOKEN,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { SILENT } from '../support/silent.js';

/** By far less than an answer is listened for. */
const MAY_TAKE_MS = 60_000;

describe('a create that is answered when its time is over', () => {
  let harness: BackendHarness;
  /** Lets the service answer. */
  let answer: () => void;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness({ timeoutMs: 100, ...options });
    const body = { success: true, sessionId: 'late-1', token: SECRET_TOKEN };
    harness.service.answers.set('create', { body, after: new Promise<void>((resolve) => (answer = resolve)) });
  }

  const create = (init: RequestInit = {}): Promise<Response> =>
    harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', ...init }));

  async function assertEnded(): Promise<void> {
    const { path, headers } = await harness.service.received('end');
    assert.deepEqual([path, headers.authorization], ['/v1/avatar-session/late-1/end', `Bearer ${SECRET_TOKEN}`]);
  }

  it('is a 504, and its session is ended as soon as the answer comes', async () => {
    await start();
    assert.equal((await create()).status, 504);
    assert.equal(await harness.backend.countSessions(), 0, 'it takes nobody’s place');
    answer();
    await assertEnded();
  });

  it('is ended though the browser has left meanwhile', async () => {
    await start();
    const browser = new AbortController();
    const answered = create({ signal: browser.signal });
    await harness.service.received('create');
    browser.abort();
    assert.equal((await answered).ok, false);
    answer();
    await assertEnded();
  });

  it('is ended later where the service does not end it at once', async () => {
    let now = Date.now();
    await start({ now: () => now });
    harness.service.answers.set('end', { status: 401 });
    await create();
    answer();
    await assertEnded();
    while (!harness.log.some((line) => line.startsWith('error A session could not be ended'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    harness.service.answers.delete('end');
    now += 61_000;
    assert.equal(await harness.backend.sweep(), 1);
  });

  it('is ended before a backend that closes is done', async () => {
    await start();
    await create();
    const closed = harness.backend.close();
    answer();
    await closed;
    await assertEnded();
  });

  it('is left alone where no session was opened', async () => {
    await start();
    const refused = new Promise<void>((resolve) => (answer = resolve));
    harness.service.answers.set('create', { status: 500, after: refused });
    await create();
    answer();
    await harness.backend.close();
    assert.deepEqual(
      harness.service.calls.map(({ purpose }) => purpose),
      ['create'],
    );
  });

  it('is ended where a server asked for it that has given up, too', async () => {
    const control = (timeoutMs: number): AvatarControl =>
      new AvatarControl({ ks: SECRET_KS, baseUrl: harness.service.url, timeoutMs, logger: SILENT });
    await start();
    await assert.rejects(control(100).create({ avatarId: 'a' }), { code: 'TIMEOUT' });
    answer();
    await assertEnded();

    await harness.close();
    await start();
    const stop = new AbortController();
    const created = control(60_000).create({ avatarId: 'a' }, { signal: stop.signal });
    await harness.service.received('create');
    stop.abort();
    await assert.rejects(created, { code: 'ABORTED' });
    answer();
    await assertEnded();
  });

  it('keeps no process alive that has nothing else to do', async () => {
    await start();
    const script = new URL('../support/late-create.ts', import.meta.url);
    const child = spawn(
      process.execPath,
      ['--conditions=kaltura-avatar-source', '--import', 'tsx', script.pathname, harness.service.url],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const patience = setTimeout(() => child.kill('SIGKILL'), MAY_TAKE_MS);
    const closed = once(child, 'close').then(([code]) => code as number | null);
    const [output, code] = await Promise.all([text(child.stdout), closed]);
    clearTimeout(patience);
    assert.deepEqual([output, code], ['TIMEOUT', 0]);
    answer();
  });
});
