// Whose session it is, on pages where browsers keep cookies from the backend.
import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, stateOf, test, type Stand } from '../support/wild.js';

/** Longer than the service waits for keep-alive to come again. */
const KEPT_ALIVE_MS = 12_000;

/** Control calls of the stand's backend, as `say-text 200`; those that were asked for with no key at all are marked. */
function callsOf(stand: Stand): string[] {
  return stand.requests
    .filter(({ method, path }) => method === 'POST' && /\/session\/[^/]+\/[\w-]+$/.test(path))
    .map(({ path, headers }) => {
      const isProven = /^Bearer [\w-]{43}$/.test(headers.authorization ?? '') || headers['avatar-session-key'];
      return `${path.split('/').at(-1) ?? ''}${isProven ? '' : ' without a key'}`;
    });
}

async function speakAfterAWhile(page: Pick<Page, 'locator' | 'evaluate'>, stand: Stand): Promise<void> {
  await expect.poll(() => callsOf(stand).includes('keep-alive'), { timeout: KEPT_ALIVE_MS + 5000 }).toBe(true);
  await page
    .locator('kaltura-avatar')
    .evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.speak('Hello.'));
  expect(callsOf(stand)).toContain('say-text');
  expect(callsOf(stand).filter((call) => call.includes('without'))).toEqual([]);
}

test('a page in a frame of another site over HTTPS keeps its session, and ends it', async ({ page, openStand }) => {
  const stand = await openStand({ tls: true });
  stand.page('/page', documentOf(avatar()));
  stand.page('/shop', `<!doctype html><iframe allow="autoplay" src="${stand.at('avatar.test')}/page"></iframe>`);
  await page.goto(`${stand.at('shop.test')}/shop`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('There is no frame.');
  await frame.waitForSelector('kaltura-avatar');
  expect(await start(frame)).toBeUndefined();
  await speakAfterAWhile(frame, stand);
  await frame.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.end());
  expect(stand.openSessions()).toBe(0);
  expect((await seenIn(frame)).errors).toEqual([]);
  expect(stand.creates()).toBe(1);
});

/** A page on one origin, and its backend on another. */
async function openCrossOrigin(
  openStand: (options?: object) => Promise<Stand>,
  attributes = '',
): Promise<{ front: Stand; back: Stand; url: string }> {
  const front = await openStand();
  const back = await openStand({ backend: { allowedOrigins: [front.url] } });
  const url = front.page(
    '/',
    documentOf(`<kaltura-avatar session-endpoint="${back.url}/api/avatar/session" ${attributes}></kaltura-avatar>`),
  );
  return { front, back, url };
}

test('a backend on another port keeps its session with nothing but allowedOrigins', async ({ page, openStand }) => {
  const { back, url } = await openCrossOrigin(openStand);
  await page.goto(url);
  expect(await start(page)).toBeUndefined();
  await speakAfterAWhile(page, back);
  await expectState(page, 'live');
  expect(back.creates()).toBe(1);
});

const leavings: Record<string, (page: Page) => Promise<unknown>> = {
  reloaded: (page) => page.reload(),
  closed: (page) => page.close(),
  'left for another': (page) => page.goto('about:blank'),
};
for (const [how, leave] of Object.entries(leavings)) {
  test(`the end of a page that is ${how} arrives at a backend on another origin, with the key`, async ({
    context,
    openStand,
  }) => {
    const { back, url } = await openCrossOrigin(openStand);
    const page = await context.newPage();
    await page.goto(url);
    expect(await start(page)).toBeUndefined();
    await leave(page);
    await expect.poll(() => callsOf(back).filter((call) => call.startsWith('end'))).toEqual(['end']);
    await expect.poll(() => back.openSessions()).toBe(0);
  });
}

test('a page that is not allowed says what its backend needs, and so does the backend, once', async ({
  page,
  openStand,
}) => {
  const front = await openStand();
  const back = await openStand();
  await page.goto(
    front.page('/', documentOf(`<kaltura-avatar session-endpoint="${back.url}/api/avatar/session"></kaltura-avatar>`)),
  );
  for (let i = 0; i < 2; i++) {
    const failure = await start(page);
    expect(failure).toContain(`allowedOrigins: ['${front.url}']`);
  }
  expect(await stateOf(page)).toBe('error');
  const told = back.log.filter((line) => line.startsWith('warn'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(`allowedOrigins: ['${front.url}']`);
  expect(back.creates()).toBe(0);
});

test('a page whose proxy hides the host that was asked for is told the same, in an answer that it can read', async ({
  page,
  openStand,
}) => {
  const hidden = await openStand({
    // As a development server's proxy does with changeOrigin, on plain http by a name that is not localhost.
    route: (request) => {
      request.headers.host = 'localhost:3001';
      request.rawHeaders[request.rawHeaders.findIndex((name) => /^host$/i.test(name)) + 1] = 'localhost:3001';
      return false;
    },
  });
  hidden.page('/', documentOf(avatar()));
  const origin = hidden.at('phone.test');
  await page.goto(`${origin}/`);
  expect(await start(page)).toContain(`The backend needs allowedOrigins: ['${origin}'] for this page.`);
});

test('a sandboxed frame without an origin of its own works where null is allowed', async ({ page, openStand }) => {
  const stand = await openStand({ backend: { allowedOrigins: ['null'] } });
  stand.page(
    '/page',
    documentOf(`<kaltura-avatar session-endpoint="${stand.url}/api/avatar/session"></kaltura-avatar>`),
  );
  await page.goto(
    stand.page('/', `<!doctype html><iframe sandbox="allow-scripts" allow="autoplay" src="/page"></iframe>`),
  );
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('There is no frame.');
  await frame.waitForSelector('kaltura-avatar');
  expect(await frame.evaluate(() => window.origin)).toBe('null');
  expect(await start(frame)).toBeUndefined();
  await frame
    .locator('kaltura-avatar')
    .evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.speak('Hello.'));
  expect(callsOf(stand)).toEqual(['say-text']);
});

test('an Authorization header of the page’s own reaches the backend with every call, and the key beside it', async ({
  page,
  openStand,
}) => {
  const seen: (string | null)[] = [];
  const stand = await openStand({
    backend: {
      identify: (request) => {
        seen.push(request.headers.get('Authorization'));
        return 'anna';
      },
    },
  });
  await page.goto(stand.page('/', documentOf(avatar())));
  await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => {
    element.requestInit = { headers: { Authorization: 'Bearer of-the-page' } };
  });
  expect(await start(page)).toBeUndefined();
  await page
    .locator('kaltura-avatar')
    .evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.speak('Hello.'));
  await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => element.end());
  expect(callsOf(stand)).toEqual(['say-text', 'end']);
  expect(new Set(seen)).toEqual(new Set(['Bearer of-the-page']));
  expect(stand.openSessions()).toBe(0);
});

test('the key is in no log, no address and nowhere in the document', async ({ page, openStand }) => {
  const stand = await openStand();
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(message.text()));
  let key = '';
  page.on('response', async (response) => {
    if (response.url().endsWith('/session')) ({ key } = (await response.json()) as { key: string });
  });
  await page.goto(stand.page('/', documentOf(avatar('log-level="debug" composer'))));
  expect(await start(page)).toBeUndefined();
  await expect.poll(() => key).toHaveLength(43);
  const seen = await page.locator('kaltura-avatar').evaluate((element: HTMLElementTagNameMap['kaltura-avatar']) => {
    const texts = [document.documentElement.outerHTML, element.shadowRoot?.innerHTML ?? ''];
    const known = new Set<unknown>();
    const enumerable = (_name: string, value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (known.has(value) || value instanceof Node || value instanceof Window) return undefined;
      known.add(value);
      return value;
    };
    const stored = [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
    texts.push(JSON.stringify([Object.entries(element), Object.entries(element.session ?? {}), stored], enumerable));
    return texts.join('\n');
  });
  for (const text of [seen, ...consoleLines, ...stand.log, ...stand.requests.map(({ url }) => url)]) {
    expect(text).not.toContain(key);
  }
});
