// What scripts of the page do to all that is on it, and to what the browser offers.
import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const timeOf = (page: Page): Promise<number> =>
  page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.currentTime ?? 0);

const speak = (page: Page): Promise<void> =>
  page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).speak('Hello there.'));

const SHORTCUTS = `<script>
  window.pressed = [];
  addEventListener('keydown', (event) => {
    if (event.target.closest('input, textarea')) return;
    pressed.push(event.key);
    event.preventDefault();
  });
</script>`;

test('what is typed to the avatar is not taken for the page’s shortcuts', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted composer') + SHORTCUTS)));
  expect(await start(page)).toBeUndefined();
  const field = page.locator('kaltura-avatar textarea');
  await field.click();
  await page.keyboard.type('skip /k');
  await page.keyboard.press('Backspace');
  await expect(field).toHaveValue('skip /');
  expect(await page.evaluate('pressed')).toEqual([]);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  expect(await page.evaluate('pressed')).toEqual(['Control', 'k', 'Escape']);
});

test('an avatar of a page that is written anew by a script ends with that page', async ({ page, openStand }) => {
  const stand = await openStand();
  const html = documentOf(avatar('muted'));
  await page.goto(stand.page('/', html));
  expect(await start(page)).toBeUndefined();
  await page.evaluate(
    `document.open(); document.write(${JSON.stringify(html).replaceAll('<', '\\u003c')}); document.close()`,
  );
  await expect.poll(() => stand.openSessions()).toBe(0);
  expect(await start(page)).toBeUndefined();
  expect(stand.openSessions()).toBe(1);
  await page.goto('about:blank');
  await expect.poll(() => stand.openSessions()).toBe(0);
});

test('a script that stops all tracks is answered with a new connection of the same session', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar('muted'))));
  expect(await start(page)).toBeUndefined();
  await expect.poll(() => timeOf(page)).toBeGreaterThan(0);
  await page.locator('kaltura-avatar').evaluate((element) => {
    const { srcObject } = (element as AvatarElement).video ?? {};
    if (srcObject instanceof MediaStream) for (const track of srcObject.getTracks()) track.stop();
  });
  await expect.poll(async () => (await seenIn(page)).states, { timeout: 15_000 }).toContain('reconnecting');
  await expectState(page, 'live');
  const then = await timeOf(page);
  await expect.poll(() => timeOf(page)).toBeGreaterThan(then);
  expect(stand.creates()).toBe(1);
});

const CHANGES: Record<string, () => void> = {
  'a console without methods': () => {
    Object.defineProperty(window, 'console', { value: {} });
  },
  'more properties of all objects and arrays': () => {
    Object.assign(Object.prototype, { extend: 'something' });
    Object.assign(Array.prototype, { each: () => undefined });
  },
  'listeners and promises of a library’s own': () => {
    window.Promise = class extends Promise<unknown> {} as PromiseConstructor;
    const original = Reflect.get(EventTarget.prototype, 'addEventListener');
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const wrapped = typeof listener === 'function' ? (event: Event): unknown => listener.call(this, event) : listener;
      original.call(this, type, wrapped, options);
    };
  },
  'a fetch that passes on method, headers and body alone': () => {
    const original = window.fetch.bind(window);
    window.fetch = (input, { method, headers, body } = {}) =>
      original(input, { ...(method && { method }), ...(headers && { headers }), ...(body && { body }) });
  },
  'storage that throws': () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('Denied', 'SecurityError');
        },
      });
  },
};

for (const [what, change] of Object.entries(CHANGES))
  test(`on a page with ${what} the avatar starts, speaks and ends`, async ({ page, openStand }) => {
    const stand = await openStand();
    await page.addInitScript(change);
    await page.goto(stand.page('/', documentOf(avatar('muted captions controls composer placement="bottom-end"'))));
    await page.locator('kaltura-avatar').evaluate((element) => ((element as AvatarElement).expanded = true));
    expect(await start(page)).toBeUndefined();
    await speak(page);
    await expect.poll(async () => (await seenIn(page)).captions.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).end());
    await expect.poll(() => stand.openSessions()).toBe(0);
    expect((await seenIn(page)).errors).toEqual([]);
  });
