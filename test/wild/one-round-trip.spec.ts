// What a page asks for until its visitor sees the avatar, and of whom.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

/** Everything but the page's own files, as `POST /api/avatar/session`; with the origin where that is another. */
function callsOf(page: Page): string[] {
  const calls: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (request.url().startsWith('data:') || /\.(js|css)$/.test(pathname) || pathname === '/') return;
    const sealed = pathname.replace(/session\/[^/]+/, 'session/:id').replace(/whep\/[^/]+/, 'whep/:sealed');
    const where = origin === new URL(page.url()).origin ? '' : origin;
    calls.push(`${request.method()} ${where}${sealed}`);
  });
  return calls;
}

test('a page asks its own backend once for the avatar, and no other host ever', async ({ page, openStand }) => {
  const stand = await openStand({ simulator: { turn: { url: 'turn:127.0.0.1:9', username: 'u', credential: 'c' } } });
  const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">`;
  await page.goto(stand.page('/', documentOf(avatar(), { head: policy })));
  await expect.poll(() => stand.requests.some(({ path }) => path === '/api/avatar/ice-servers')).toBe(true);
  const calls = callsOf(page);
  expect(await start(page)).toBeUndefined();
  expect(calls.filter((call) => !call.includes('PATCH'))).toEqual(['POST /api/avatar/session']);
  expect(stand.simulator.sessions().map(({ viewers }) => viewers)).toEqual([1]);
  const [trickled] = calls.filter((call) => call.includes('PATCH'));
  if (trickled) expect(trickled).toBe('PATCH /api/avatar/session/:id/whep/:sealed');

  await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.end());
  expect(calls.slice(-2)).toEqual(['DELETE /api/avatar/session/:id/whep/:sealed', 'POST /api/avatar/session/:id/end']);
  expect((await seenIn(page)).errors).toEqual([]);
});

test('a picture that is lost comes back by way of the backend', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar())));
  const calls = callsOf(page);
  stand.simulator.faults.add({ call: 'whep-post', kind: 'drop-media', afterMs: 500 });
  expect(await start(page)).toBeUndefined();
  await expectState(page, 'reconnecting');
  await expectState(page, 'live');
  expect(calls).toContain('POST /api/avatar/session/:id/whep/:sealed');
  expect(calls.filter((call) => call.includes('http'))).toEqual([]);
  expect(stand.creates()).toBe(1);
});

test('a backend on another origin answers the offer too, and takes all that follows it', async ({
  page,
  openStand,
}) => {
  const front = await openStand();
  const back = await openStand({ backend: { allowedOrigins: [front.url] } });
  const endpoint = `${back.url}/api/avatar/session`;
  await page.goto(front.page('/', documentOf(`<kaltura-avatar session-endpoint="${endpoint}"></kaltura-avatar>`)));
  const calls = callsOf(page);
  expect(await start(page)).toBeUndefined();
  expect(calls.filter((call) => call.includes('/rtc/'))).toEqual([]);
  await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.end());
  expect(calls).toContain(`DELETE ${back.url}/api/avatar/session/:id/whep/:sealed`);
  expect((await seenIn(page)).errors).toEqual([]);
});

test('where the media server does not answer the backend, the page asks it by itself', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar())));
  const calls = callsOf(page);
  stand.simulator.faults.add({ call: 'whep-post', times: 2, kind: 'close-socket' });
  expect(await start(page)).toBeUndefined();
  expect(calls).toContain(`POST ${new URL(stand.simulator.baseUrl).origin}/rtc/v1/whep/`);
  expect((await seenIn(page)).errors).toEqual([]);
  expect(stand.log.join('\n')).toContain('The media server did not take the offer from here');
});

test('a backend of the page’s own that knows no offers is asked again without one, and not sent one again', async ({
  page,
  openStand,
}) => {
  const bodies: string[] = [];
  const strict = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    bodies.push(body);
    response.setHeader('Content-Type', 'application/json');
    if ('offer' in (JSON.parse(body) as object)) {
      response.writeHead(422).end('{"error":"offer is not allowed"}');
      return;
    }
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${behind.url}/api/avatar/session`, { method: 'POST', body, headers });
    const { controlUrl, ...grant } = (await answer.json()) as { controlUrl: string };
    response.end(JSON.stringify({ ...grant, controlUrl: `${behind.url}/api/avatar/${controlUrl}` }));
  };
  const stand = await openStand({
    route: (request, response, path) => {
      if (path === '/own/open') void strict(request, response);
      return path === '/own/open';
    },
  });
  const behind = await openStand({ backend: { allowedOrigins: [stand.url] } });
  await page.goto(stand.page('/', documentOf('<kaltura-avatar session-endpoint="/own/open"></kaltura-avatar>')));
  expect(await start(page)).toBeUndefined();
  await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.end());
  expect(await start(page)).toBeUndefined();
  expect(bodies.map((body) => body.includes('offer'))).toEqual([true, false, false]);
  expect((await seenIn(page)).errors).toEqual([]);
});
