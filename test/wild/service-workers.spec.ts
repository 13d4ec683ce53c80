// What service workers of the page's do to the avatar's calls.
import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test, type Stand } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

/** Each answers POST requests by `answer(request)`. */
async function open(page: Page, stand: Stand, answer: string): Promise<void> {
  stand.page(
    '/worker.js',
    `let isOffline = false;
    const answer = ${answer};
    addEventListener('install', () => skipWaiting());
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('message', ({ data }) => (isOffline = data));
    addEventListener('fetch', (event) => event.request.method === 'POST' && event.respondWith(answer(event.request)));`,
  );
  stand.page('/', documentOf(avatar('muted')));
  await page.goto(`${stand.at('localhost')}/`);
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    const isInCharge = new Promise((resolve) => (serviceWorker.oncontrollerchange = resolve));
    await serviceWorker.register('/worker.js');
    if (!serviceWorker.controller) await isInCharge;
  });
}

const speak = (page: Page): Promise<string> =>
  page.locator('kaltura-avatar').evaluate((element) =>
    (element as AvatarElement).speak('Hello there.').then(
      () => 'said',
      (error: unknown) => (error as { code: string }).code,
    ),
  );

const end = (page: Page): Promise<void> =>
  page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).end());

test('a worker that passes everything on changes nothing', async ({ page, openStand }) => {
  const stand = await openStand();
  await open(page, stand, '(request) => fetch(request)');
  expect(await start(page)).toBeUndefined();
  expect(await speak(page)).toBe('said');
  await end(page);
  await expect.poll(() => stand.openSessions()).toBe(0);
});

test('a worker’s page for those who are offline is no answer, and the avatar goes on when they are back', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  const offline = `new Response('<!doctype html><h1>You are offline', { headers: { 'Content-Type': 'text/html' } })`;
  await open(page, stand, `(request) => (isOffline ? ${offline} : fetch(request))`);
  const goOffline = (isOffline: boolean): Promise<void> =>
    page.evaluate((data) => navigator.serviceWorker.controller?.postMessage(data), isOffline);
  await goOffline(true);
  expect(await start(page)).toMatch(/^PROTOCOL: The session request was answered with text\/html .*offline/);
  await goOffline(false);
  expect(await start(page)).toBeUndefined();
  await goOffline(true);
  expect(await speak(page)).toBe('PROTOCOL');
  await expectState(page, 'live');
  await goOffline(false);
  expect(await speak(page)).toBe('said');
  expect(stand.creates()).toBe(1);
});

test('a worker that repeats old answers opens no session, and the visitor is told', async ({ page, openStand }) => {
  const stand = await openStand();
  await open(
    page,
    stand,
    `(request) => {
      const kept = (globalThis.kept ??= new Map());
      const { url } = request;
      if (kept.has(url)) return kept.get(url).clone();
      return fetch(request).then((response) => (kept.set(url, response.clone()), response));
    }`,
  );
  expect(await start(page)).toBeUndefined();
  await end(page);
  await expect.poll(() => stand.openSessions()).toBe(0);
  expect(await start(page)).toBeDefined();
  await expectState(page, 'error');
  expect(stand.creates()).toBe(1);
});

test('a worker that leaves out the session’s key costs one session, which the backend ends by itself', async ({
  page,
  openStand,
}) => {
  const stand = await openStand({ backend: { limits: { absentSeconds: 2 } } });
  await open(
    page,
    stand,
    `async (request, { url, method, headers } = request) =>
      fetch(url, { method, body: await request.text(), headers: { 'Content-Type': headers.get('Content-Type') } })`,
  );
  expect(await start(page)).toBeUndefined();
  expect(await speak(page)).toBe('SESSION_GONE');
  await expectState(page, 'ended');
  await expect.poll(async () => (await stand.backend.sweep(), stand.openSessions())).toBe(0);
  expect((await seenIn(page)).states).toEqual(['connecting', 'live', 'ended']);
  expect(stand.creates()).toBe(1);
});
