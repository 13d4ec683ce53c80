import { avatar, documentOf, expect, expectState, start, test } from '../support/wild.js';

for (const file of ['session', 'session-choice', 'backend-fetch', 'session-live'])
  test(`a start whose file ${file} fails says which, and the next one goes on`, async ({ page, openStand }) => {
    let isBroken = true;
    const stand = await openStand({
      route: (request, _response, path) => {
        if (!isBroken || !new RegExp(`/kaltura-avatar-${file}\\.\\w+\\.js$`).test(path)) return false;
        request.socket.destroy();
        return true;
      },
    });
    await page.goto(stand.page('/', documentOf(avatar('muted'))));
    const failed = await start(page);
    expect(failed).toMatch(/^NETWORK: /);
    expect(failed).toContain(`/cdn/kaltura-avatar-${file}.`);
    isBroken = false;
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
  });

test('what the element is extended by comes by itself once its file can be loaded', async ({ page, openStand }) => {
  let failures = 0;
  const stand = await openStand({
    route: (request, _response, path) => {
      if (!/kaltura-avatar-(composer|en-extensions|lang-de)\./.test(path) || ++failures > 4) return false;
      request.socket.destroy();
      return true;
    },
  });
  await page.goto(stand.page('/', documentOf(avatar('muted composer'), { attributes: 'lang="de"' })));
  await expect(page.locator('kaltura-avatar textarea')).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('kaltura-avatar [part~="start-button"]')).toHaveText(/Starten|Gespräch/, {
    timeout: 20_000,
  });
});
