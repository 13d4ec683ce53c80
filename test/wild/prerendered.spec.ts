// Pages as services leave them that render them beforehand, with the element's shadow root in the markup.
import { avatar, documentOf, expect, expectState, start, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const OLD = `<template shadowrootmode="open"><style>.stage { color: red }</style>
  <div class="stage" part="stage" data-state="live"><video part="video"></video><button part="start-button">Old</button></div>
</template>`;

for (const [name, script] of [
  ['a module', undefined],
  ['a classic script', '<script src="/cdn/kaltura-avatar.iife.js"></script>'],
] as const)
  test(`a shadow root that is there already gives way to the element’s own, which comes from ${name}`, async ({
    page,
    openStand,
  }) => {
    const stand = await openStand();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    const html = avatar('muted').replace('</', `${OLD}</`);
    await page.goto(stand.page('/', documentOf(html, { ...(script === undefined ? {} : { script }) })));
    await expect(page.getByRole('button', { name: 'Start talking' })).toBeVisible();
    await expect(page.locator('kaltura-avatar .stage')).toHaveCount(1);
    await expect(page.locator('kaltura-avatar').getByRole('button')).toHaveCount(1);
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
    await expect
      .poll(() => page.locator('kaltura-avatar').evaluate((element) => (element as AvatarElement).video?.currentTime))
      .toBeGreaterThan(0);
    await expect(page.locator('kaltura-avatar video')).toHaveCount(1);
    expect(problems).toEqual([]);
  });
