import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { chromium, type Browser } from 'playwright';

import { SIMULATOR_PACKAGES } from '../../src/simulator/optional-package.js';
import { endWithTests, findFreePort, stop } from '../support/child-process.js';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.mjs';
import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';
import { saying } from '../support/saying.js';
import { readSnippets } from '../support/snippets.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the quick start of the README, followed as it is printed', () => {
  let packed: PackedPackage;
  let simulator: ChildProcess;
  let backend: ChildProcess;
  let browser: Browser;
  let url: string;
  let service: string;

  /** In the reader's folder. */
  const run = (args: string[], env: Record<string, string> = {}): ChildProcess => {
    const child = spawn(process.execPath, args, {
      cwd: packed.folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    endWithTests(child);
    return child;
  };

  before(async () => {
    packed = await unpackPackage([...INSTALLED_WITH_IT, ...SIMULATOR_PACKAGES, 'express']);
    await writeFile(join(packed.folder, 'package.json'), '{ "type": "module" }');
    const snippets = await readSnippets(root);
    for (const file of ['server.js', 'public/index.html']) {
      const printed = snippets.filter((one) => one.page === 'README.md' && one.file === file);
      assert.equal(printed.length, 1, `${file} is printed ${printed.length} times`);
      await mkdir(dirname(join(packed.folder, file)), { recursive: true });
      await writeFile(join(packed.folder, file), printed[0]?.code ?? '');
    }
    // What `npx kaltura-avatar-simulator` runs, on a port that is free.
    simulator = run(['node_modules/kaltura-avatar/dist/simulator/cli.js', '--port', '0']);
    const [variables] = await saying(simulator, /^AVATAR_BASE_URL=.*\nAVATAR_KS=.*\nAVATAR_ID=.*\n/m);
    await writeFile(join(packed.folder, '.env'), variables);
    service = new URL(parseEnv(variables)['AVATAR_BASE_URL'] ?? '').origin;
    const port = await findFreePort('127.0.0.1');
    backend = run(['--env-file=.env', 'server.js'], { PORT: String(port) });
    [, url = ''] = await saying(backend, /^Open (\S+)\n/m);
    browser = await chromium.launch({ executablePath: (await findChromium()) ?? '', args: CHROMIUM_ARGS });
  });
  after(async () => {
    await browser.close();
    await Promise.all([stop(backend), stop(simulator)]);
    await packed.remove();
  });

  it('names the variables that the simulator prints', async () => {
    const [printed] = (await readSnippets(root)).filter(({ file }) => file === '.env');
    const names = [...(printed?.code ?? '').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    assert.deepEqual(names, ['AVATAR_BASE_URL', 'AVATAR_KS', 'AVATAR_ID']);
  });

  it('has a backend that finds the service and opens a session', async () => {
    assert.equal((await fetch(`${url}/api/avatar/ready`)).status, 200);
    const opened = await fetch(`${url}/api/avatar/session`, { method: 'POST' });
    assert.ok([200, 201].includes(opened.status), String(opened.status));
  });

  it('has a page whose button makes the avatar speak', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    await page.getByRole('button', { name: 'When do you open?' }).click();
    await page.locator('kaltura-avatar:state(speaking)').waitFor();
    assert.deepEqual(problems, []);
    await page.close();
  });

  it('has a page whose Start shows the avatar', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Start talking' }).click();
    await page.locator('kaltura-avatar:state(live)').waitFor();
    await page.close();
  });

  it('ends the open sessions when the backend is stopped', async () => {
    const status = async (): Promise<{ openSessions: number }> =>
      (await (await fetch(`${service}/simulator/status`)).json()) as { openSessions: number };
    assert.ok((await status()).openSessions > 0);
    await stop(backend, 'SIGINT');
    assert.equal(backend.exitCode, 0);
    assert.equal((await status()).openSessions, 0);
  });
});
