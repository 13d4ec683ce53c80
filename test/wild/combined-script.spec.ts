// The embed script inside the one file that plug-ins make of all scripts of a page.
import { readFileSync } from 'node:fs';

import { documentOf, expect, expectState, start, test } from '../support/wild.js';

const embed = (): string => readFileSync(new URL('../../dist/cdn/kaltura-avatar.embed.js', import.meta.url), 'utf8');
const combined = (): string => `var first=1;\n;try{${embed()}}catch(e){console.error(e)};\n;try{var last=2}catch(e){}`;

for (const files of ['/cdn/', '/cdn'])
  test(`works in a combined file where the page names the folder ${files}`, async ({ page, openStand }) => {
    const stand = await openStand();
    stand.page('/cache/all.js', combined());
    const head = `<script>kalturaAvatar = { sessionEndpoint: '/api/avatar/session', muted: true, files: '${files}' }</script>`;
    const script = '<script src="/cache/all.js?ver=1"></script>';
    await page.goto(stand.page('/', documentOf('<p>Text</p>', { head, script })));
    await expect(page.locator('body > p + kaltura-avatar')).toHaveCount(1);
    expect(await start(page)).toBeUndefined();
    await expectState(page, 'live');
  });

test('says in a combined file that the folder has to be named', async ({ page, openStand }) => {
  const errors: string[] = [];
  page.on('console', (message) => void errors.push(message.text()));
  const stand = await openStand();
  stand.page('/cache/all.js', combined());
  const head = `<script>kalturaAvatar = { sessionEndpoint: '/api/avatar/session' }</script>`;
  await page.goto(stand.page('/', documentOf('', { head, script: '<script src="/cache/all.js"></script>' })));
  await expect.poll(() => errors.join()).toContain('name the folder of dist/cdn as files in window.kalturaAvatar');
});
