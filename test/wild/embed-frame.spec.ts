// The backend's own page for an <iframe>, on sites where nothing else can be put.
import type { ElementHandle, Frame, Page } from 'playwright/test';

import { expect, expectState, start, stateOf, test, type Stand } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const ALLOW = 'autoplay; microphone; picture-in-picture; fullscreen';

/** What the browser complains of: policies, files that are missing, scripts that fail. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** A page that has nothing but the frame. */
async function openFrame(page: Page, front: Stand, source: string, attributes = ''): Promise<Frame> {
  front.page(
    '/shop',
    `<!doctype html><link rel="icon" href="data:,"><iframe title="Avatar" allow="${ALLOW}" style="width:480px;height:320px;border:0" src="${source}" ${attributes}></iframe>`,
  );
  await page.goto(`${front.at('shop.test')}/shop`);
  const frame = await ((await page.waitForSelector('iframe')) as ElementHandle).contentFrame();
  if (!frame) throw new Error('There is no frame.');
  return frame;
}

test('the embed page works in a frame of another site that is allowed, without a complaint of its policy', async ({
  page,
  openStand,
}) => {
  const complaints = complaintsOf(page);
  const front = await openStand({ tls: true });
  const back = await openStand({ tls: true, backend: { embed: true, allowedOrigins: [front.at('shop.test')] } });
  // The simulated service, its media too, is reached by plain http on this machine, which browsers take for secure.
  const source = `${back.at('avatar.test')}/api/avatar/embed?lang=de&controls&captions&composer`;
  const frame = await openFrame(page, front, source);
  await frame.waitForSelector('kaltura-avatar');
  const { width, height } = (await frame.locator('kaltura-avatar').boundingBox()) ?? { width: 0, height: 0 };
  expect([width, height]).toEqual([480, 320]);
  await expect(frame.getByRole('button', { name: 'Gespräch starten' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a session of the embed page speaks, and ends with the page around it', async ({ page, openStand }) => {
  const complaints = complaintsOf(page);
  const front = await openStand();
  const back = await openStand({
    backend: {
      embed: { attributes: { controls: true, captions: true } },
      allowedOrigins: (origin) => origin === front.at('shop.test'),
    },
  });
  const frame = await openFrame(page, front, `${back.url}/api/avatar/embed`);
  await frame.waitForSelector('kaltura-avatar');
  expect(await start(frame)).toBeUndefined();
  await frame.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).speak('Hello.'));
  await expectState(frame, 'live');
  expect(complaints).toEqual([]);
  expect(back.creates()).toBe(1);
  await page.goto('about:blank');
  await expect.poll(() => back.openSessions()).toBe(0);
});

test('a site that is not allowed cannot frame it, and the log says what to add', async ({ page, openStand }) => {
  const front = await openStand({ tls: true });
  const back = await openStand({ tls: true, backend: { embed: true } });
  const frame = await openFrame(page, front, `${back.at('avatar.test')}/api/avatar/embed`);
  await expect.poll(() => back.log.filter((line) => line.startsWith('warn')).length).toBe(1);
  expect(back.log.join('\n')).toContain(`allowedOrigins: ['${front.at('shop.test')}']`);
  expect(await frame.locator('kaltura-avatar').count()).toBe(0);
  expect(back.creates()).toBe(0);
});

test('a sandboxed frame of it works where null is allowed', async ({ page, openStand }) => {
  const front = await openStand();
  const back = await openStand({ backend: { embed: true, allowedOrigins: [front.at('shop.test'), 'null'] } });
  const frame = await openFrame(page, front, `${back.url}/api/avatar/embed`, 'sandbox="allow-scripts"');
  await frame.waitForSelector('kaltura-avatar');
  expect(await start(frame)).toBeUndefined();
  expect(await stateOf(frame)).toBe('live');
});
