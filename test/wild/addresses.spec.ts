// What relative addresses are relative to, and who hides it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, MODULE_SCRIPT, start, test, type Stand } from '../support/wild.js';

const COMPOSED = 'muted captions controls composer';

test('a page whose <base> is a folder of its own site starts the avatar', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar(COMPOSED), { head: '<base href="/some/folder/">' })));
  expect(await start(page)).toBeUndefined();
});

test('a page whose <base> is another site is told whom the avatar has asked', async ({ page, openStand }) => {
  const [stand, other] = [await openStand(), await openStand()];
  const script = MODULE_SCRIPT.replace('/cdn/', `${stand.url}/cdn/`);
  const head = `<base href="${other.url}/">`;
  await page.goto(stand.page('/', documentOf(avatar(COMPOSED), { head, script })));
  expect(await start(page)).toMatch(`NETWORK: The session request got no answer from ${other.url}.`);
  expect(stand.creates() + other.creates()).toBe(0);
});

for (const name of ['baseURI', 'body', 'head', 'title', 'currentScript', 'readyState', 'visibilityState', 'hidden'])
  test(`an image called ${name} hides nothing from the avatar`, async ({ page, openStand }) => {
    const stand = await openStand();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(stand.page('/', documentOf(`<img name="${name}" alt="">${avatar(COMPOSED)}`)));
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
    expect(problems).toEqual([]);
  });

test.describe('a page that is opened as a file', () => {
  let folder: string;
  test.beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'avatar-page-'))));
  test.afterAll(() => rm(folder, { recursive: true, force: true }));

  async function open(page: Page, script: string, endpoint: string): Promise<void> {
    const path = join(folder, 'page.html');
    const html = documentOf(`<kaltura-avatar muted session-endpoint="${endpoint}"></kaltura-avatar>`, { script });
    await writeFile(path, html);
    await page.goto(pathToFileURL(path).href);
  }
  const classic = (stand: Stand): string => `<script src="${stand.url}/cdn/kaltura-avatar.iife.js"></script>`;

  test('starts the avatar where its backend allows such pages', async ({ page, openStand }) => {
    const stand = await openStand({ backend: { allowedOrigins: ['null'] } });
    await open(page, classic(stand), `${stand.url}/api/avatar/session`);
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
  });

  test('is told how its backend allows it, and so is the operator', async ({ page, openStand }) => {
    const stand = await openStand();
    await open(page, classic(stand), `${stand.url}/api/avatar/session`);
    expect(await start(page)).toMatch(/allowedOrigins: \['null'\]/);
    expect(stand.log.join('\n')).toContain("add allowedOrigins: ['null']");
    expect(stand.creates()).toBe(0);
  });

  test('is told that it has no site that a path could be on', async ({ page, openStand }) => {
    const stand = await openStand();
    await open(page, classic(stand), '/api/avatar/session');
    expect(await start(page)).toMatch(
      /^INVALID_CONFIGURATION: .*this page was opened as a file.*serve the page over http/,
    );
  });

  test('is told that it may load no other files', async ({ page }) => {
    const cdn = new URL('../../dist/cdn/kaltura-avatar.iife.js', import.meta.url).href;
    await open(page, `<script src="${cdn}"></script>`, 'http://localhost:9/api/avatar/session');
    expect(await start(page)).toMatch(/^NETWORK: .*file:.* could not be loaded\. .*Use http, not file/);
  });
});
