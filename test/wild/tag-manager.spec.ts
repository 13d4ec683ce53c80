// The embed script where tag managers and consent tools put it, and all the ways to configure it.
import type { Page } from 'playwright/test';

import { documentOf, expect, start, test, type Stand } from '../support/wild.js';

const SCRIPT = '/cdn/kaltura-avatar.embed.js';
const QUERY = `${SCRIPT}?session-endpoint=/api/avatar/session`;

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const open = (page: Page, stand: Stand, body: string, head = ''): Promise<unknown> =>
  page.goto(stand.page('/', documentOf(body, { script: '', head })));

/** Adds a script that runs when it has come, as tag managers do. */
const insert = (page: Page, source: string): Promise<unknown> =>
  page.evaluate(
    (src) =>
      new Promise((resolve) => {
        const script = Object.assign(document.createElement('script'), { src, onload: resolve });
        document.head.append(script);
      }),
    source,
  );

const errorsOf = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
};

test('the query of its own address configures it, beside what a plug-in adds to count versions', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await open(page, stand, `<script src="${QUERY}&muted&avatarId=maya&ver=6.4"></script>`);
  const avatar = page.locator('kaltura-avatar');
  await expect(avatar).toHaveAttribute('avatar-id', 'maya');
  expect(await avatar.evaluate((element) => element.getAttributeNames().join())).not.toContain('ver');
  expect(await start(page)).toBeUndefined();
});

test('window.kalturaAvatar configures it, with properties too, and it is mounted once', async ({ page, openStand }) => {
  const stand = await openStand();
  await open(
    page,
    stand,
    `<script>kalturaAvatar = { sessionEndpoint: '/api/avatar/session', muted: true, controls: false, volume: 0.5, reply: () => 'Yes.' }</script>
     <script src="${SCRIPT}"></script>`,
  );
  await expect(page.locator('kaltura-avatar')).toHaveCount(1);
  await insert(page, SCRIPT);
  await insert(page, `${QUERY.replace('session-endpoint', 'sessionEndpoint')}&placement=top-end`);
  // The last one shows that the one before has run.
  await expect(page.locator('kaltura-avatar[placement="top-end"]')).toHaveCount(1);
  await expect(page.locator('kaltura-avatar')).toHaveCount(2);
  const avatar = page.locator('kaltura-avatar:not([placement="top-end"])');
  expect(
    await avatar.evaluate((element) => {
      const { muted, controls, volume, reply } = element as AvatarElement;
      return [muted, controls, volume, typeof reply];
    }),
  ).toEqual([true, false, 0.5, 'function']);
  expect(await start(page)).toBeUndefined();
});

test('data-* is stronger than the query, that than a JSON script, and that than window.kalturaAvatar', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await open(
    page,
    stand,
    `<script>kalturaAvatar = { label: 'global', greeting: 'global', avatarId: 'global', voiceId: 'global' }</script>
     <script type="application/json" data-kaltura-avatar>{ "label": "json", "greeting": "json", "avatarId": "json" }</script>
     <script src="${QUERY}&label=query&greeting=query" data-label="data"></script>`,
  );
  await expect(page.locator('kaltura-avatar')).toHaveAttribute('label', 'data');
  expect(
    await page.locator('kaltura-avatar').evaluate((element) => {
      const { label, greeting, avatarId, voiceId } = element as AvatarElement;
      return [label, greeting, avatarId, voiceId];
    }),
  ).toEqual(['data', 'query', 'json', 'global']);
});

test('a JSON script after it makes an element of each of its objects, and its ks does not stay in the page', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await open(
    page,
    stand,
    `<script type="application/json" data-kaltura-avatar>[{ "ks": "secret-ks", "id": "one" }, { "session-endpoint": "/api", "id": "two" }]</script>`,
    `<script src="${SCRIPT}" async></script>`,
  );
  await expect(page.locator('body > kaltura-avatar')).toHaveCount(2);
  expect(await page.locator('#one').evaluate((element) => (element as AvatarElement).ks)).toBe('secret-ks');
  expect(await page.content()).not.toContain('secret-ks');
});

test('a ks in the query is refused without printing it', async ({ page, openStand }) => {
  const errors = errorsOf(page);
  const stand = await openStand();
  await open(page, stand, `<script src="${QUERY}&ks=secret-ks"></script>`);
  await expect(page.locator('kaltura-avatar')).toHaveCount(1);
  expect(await page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).ks)).toBeFalsy();
  expect(errors).toEqual([expect.stringContaining('takes no ks from its URL')]);
  expect(errors.join()).not.toContain('secret-ks');
});

test('without anything that opens a session it mounts nothing, and says what to set', async ({ page, openStand }) => {
  const errors = errorsOf(page);
  const stand = await openStand();
  await open(page, stand, `<script src="${SCRIPT}" data-avatar-id="maya"></script>`);
  await expect.poll(() => errors).toHaveLength(1);
  for (const way of ['data-session-endpoint', 'query', 'data-kaltura-avatar', 'window.kalturaAvatar'])
    expect(errors[0]).toContain(way);
  await expect(page.locator('kaltura-avatar')).toHaveCount(0);
});

test('what is set a little later counts', async ({ page, openStand }) => {
  const stand = await openStand();
  await open(page, stand, `<script src="${SCRIPT}"></script>`);
  await page.evaluate(() => Object.assign(window, { kalturaAvatar: { sessionEndpoint: '/api/avatar/session' } }));
  await expect(page.locator('kaltura-avatar')).toHaveCount(1);
});

for (const [place, attributes] of [
  ['hidden', 'style="display:none;visibility:hidden"'],
  ['scaled', 'style="transform:scale(.5)"'],
] as const)
  for (const placement of place === 'hidden' ? ['inline', 'bottom-end'] : ['bottom-end'])
    test(`from a box that is ${place}, an avatar placed ${placement} goes to the end of the page`, async ({
      page,
      openStand,
    }) => {
      const stand = await openStand();
      const script = `<script src="${SCRIPT}" data-session-endpoint="/api/avatar/session" data-placement="${placement}"></script>`;
      await open(page, stand, `<div ${attributes}>${script}</div><p>Below</p>`);
      await expect(page.locator('body > p + kaltura-avatar')).toHaveCount(1);
      expect(await start(page)).toBeUndefined();
    });
