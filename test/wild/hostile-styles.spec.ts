// The avatar with the style sheets that pages have, beside itself without them.
import { SCENES } from '../screenshots/scenes.js';
import { changedBy, type LookOptions } from '../support/changed-look.js';
import { hostileStyles } from '../support/hostile-styles.js';
import { avatar, documentOf, expect, test } from '../support/wild.js';

const OPTIONS: Record<string, LookOptions> = {
  'text from right to left': { isMirrored: true },
  'a zoom of 1.5': { zoom: 1.5 },
};

const attributesOf = (attributes: Record<string, string> = {}): string =>
  Object.entries({ muted: '', ...attributes })
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');

const LOOKED_AT = [
  ...['composer-idle', 'speaking', 'chroma-key', 'composer', 'transcript', 'launcher', 'launcher-live', 'notice'],
  ...['reconnecting', 'ended', 'error'],
];

for (const scene of SCENES.filter(({ name }) => LOOKED_AT.includes(name)))
  test(`the scene ${scene.name} looks the same whatever style sheets the page has`, async ({ page, openStand }) => {
    const stand = await openStand();
    const stage = { page, simulator: stand.simulator };
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await scene.before?.(stage);
    // Where the page's own text stands is none of the avatar's business.
    const place = 'style="position: fixed !important; inset: 0 auto auto 0 !important; direction: inherit"';
    const body = `<div id="frame" ${place}>${avatar(attributesOf(scene.attributes))}</div>`;
    await page.goto(stand.page('/', documentOf(body)));
    await scene.reach?.(stage);
    await scene.again?.(page);
    await page.locator(`kaltura-avatar ${scene.shows}`).first().waitFor({ state: 'attached' });
    for (const [name, css] of Object.entries(await hostileStyles())) {
      await scene.again?.(page);
      // One that floats is on any page; elsewhere a page may say that it is only to be looked at.
      const styles = scene.isFloating ? ['pointerEvents'] : [];
      expect.soft(await changedBy(page, css, { styles, ...OPTIONS[name] }), name).toEqual([]);
    }
  });

const IMAGE = `<svg xmlns='http://www.w3.org/2000/svg' width='64' height='48'/>`;

test('a poster of the page’s own fills the avatar whatever style sheets the page has', async ({ page, openStand }) => {
  const stand = await openStand();
  const poster = `<img slot="poster" alt="" src="data:image/svg+xml,${encodeURIComponent(IMAGE)}">`;
  await page.goto(stand.page('/', documentOf(avatar().replace('></', `>${poster}</`))));
  await page.locator('kaltura-avatar [part~="start-button"]').waitFor();
  for (const [name, css] of Object.entries(await hostileStyles())) {
    const box = await page.locator('kaltura-avatar').evaluate((host, text) => {
      const style = document.createElement('style');
      style.textContent = text;
      document.head.append(style);
      const [inner, outer] = [host.querySelector('img') ?? host, host].map((each) => each.getBoundingClientRect());
      style.remove();
      return [inner, outer].map(({ x, y, width, height } = new DOMRect()) => [x, y, width, height].map(Math.round));
    }, css);
    expect.soft(box[0], name).toEqual(box[1]);
  }
});
