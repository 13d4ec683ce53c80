import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, start, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const ALL = 'muted controls captions composer show-transcript';

/** The language of each of these texts, in the order they come in, as screen readers take it. */
const languagesOf = (page: Page, texts: readonly string[]): Promise<Record<string, string>> =>
  page.locator('kaltura-avatar').evaluate((host, wanted) => {
    const found: Record<string, string> = {};
    for (const element of host.shadowRoot?.querySelectorAll('*') ?? []) {
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const said = [element.getAttribute('aria-label'), ...own.map((text) => text.textContent?.trim())];
      for (const text of said)
        if (text && wanted.includes(text)) found[text] = element.closest('[lang]')?.getAttribute('lang') ?? '';
    }
    return found;
  }, texts);

const all = (texts: readonly string[], lang: string): Record<string, string> =>
  Object.fromEntries(texts.map((text) => [text, lang]));

async function converse(page: Page): Promise<void> {
  await page.locator('kaltura-avatar').evaluate(async (element) => {
    const guide = element as AvatarElement;
    guide.reply = () => 'Vi öppnar klockan nio.';
    await guide.send('När öppnar ni?');
  });
  await page.locator('kaltura-avatar [part~="transcript-entry"]').first().waitFor();
}

test('what is written in English on a page in another language says so, and what is said does not', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar(ALL), { attributes: 'lang="sv"' })));
  const texts = ['Stop speaking', 'Hide captions', 'Full screen', 'End the conversation', 'Send', 'You:'];
  await expect.poll(() => languagesOf(page, ['Start talking'])).toEqual(all(['Start talking'], 'en'));
  expect(await start(page)).toBeUndefined();
  await converse(page);
  await expect.poll(() => languagesOf(page, texts)).toMatchObject(all(texts.slice(0, 5), 'en'));
  const said = 'När öppnar ni?';
  expect(await languagesOf(page, [said])).toEqual(all([said], 'sv'));
});

test('only what a translation of the page’s lacks says that it is English', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar(ALL), { attributes: 'lang="sv"' })));
  await page.locator('kaltura-avatar').evaluate((element) => {
    (element as AvatarElement).messages = { send: 'Skicka', end: 'Avsluta', start: 'Börja' };
  });
  expect(await start(page)).toBeUndefined();
  const texts = ['Skicka', 'Avsluta', 'Hide captions'];
  await expect.poll(() => languagesOf(page, texts)).toEqual({ Skicka: 'sv', Avsluta: 'sv', 'Hide captions': 'en' });
});

test('a page whose language there are texts in marks none of them', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(avatar(ALL), { attributes: 'lang="en-GB"' })));
  expect(await start(page)).toBeUndefined();
  await expect.poll(() => languagesOf(page, ['Hide captions'])).toEqual(all(['Hide captions'], 'en-GB'));
});
