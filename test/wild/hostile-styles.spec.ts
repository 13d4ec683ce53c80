import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, test } from '../support/wild.js';

const HOSTILE: Record<string, string> = {
  'a root of 62.5 %': 'html { font-size: 62.5% }',
  'a root of 20 px': 'html { font-size: 20px }',
  'deformed text': `body { font: italic small-caps 900 31px/3 cursive; letter-spacing: 4px; word-spacing: 9px; text-transform: uppercase;
    text-indent: 40px; text-align: right; text-shadow: 2px 2px red; white-space: nowrap; word-break: break-all; color: red;
    -webkit-text-stroke: 2px red; -webkit-text-fill-color: lime; user-select: none; text-emphasis: dot; cursor: none; writing-mode: vertical-rl }`,
  'rules for all elements': `* { position: static; overflow: visible; letter-spacing: 3px; font-size: 9px; line-height: 3; text-transform: uppercase;
    transition: none !important; animation: none !important; text-shadow: 1px 1px red }
    * { writing-mode: vertical-rl !important; overflow: visible !important; contain: none !important }
    img, video, svg { max-width: 100%; height: auto; display: block; border: 3px solid; fill: red } button { all: unset }`,
};

/** Where all parts are, relative to the stage, and how their text looks. */
const look = (page: Page): Promise<unknown> =>
  page.locator('kaltura-avatar').evaluate((host) => {
    const root = host.shadowRoot;
    const origin = root?.querySelector('.stage')?.getBoundingClientRect();
    return [...(root?.querySelectorAll('.stage, [part], p') ?? [])].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const text = [
        'fontSize',
        'fontStyle',
        'fontWeight',
        'lineHeight',
        'letterSpacing',
        'wordSpacing',
        'textTransform',
        'textIndent',
      ]
        .concat(
          'textAlign',
          'textShadow',
          'whiteSpace',
          'wordBreak',
          'writingMode',
          'color',
          'webkitTextFillColor',
          'cursor',
        )
        .map((name) => String(Reflect.get(style, name)));
      const box = [x - (origin?.x ?? 0), y - (origin?.y ?? 0), width, height].map((each) => Math.round(each));
      return [element.getAttribute('part'), ...box, ...text];
    });
  });

const ATTRIBUTES = 'composer show-transcript controls style="display: inline-block; width: 400px"';

for (const [name, css] of Object.entries(HOSTILE))
  test(`looks as on a plain page where the page has ${name}`, async ({ page, openStand }) => {
    const stand = await openStand();
    const seen = [];
    for (const [path, head] of Object.entries({ '/plain': '', '/hostile': `<style>${css}</style>` })) {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(stand.page(path, documentOf(avatar(ATTRIBUTES), { head })));
      await page.locator('kaltura-avatar textarea').waitFor();
      await page.locator('kaltura-avatar [part~="transcript"]').waitFor({ state: 'attached' });
      await expect.poll(() => look(page).then((each) => (each as unknown[]).length)).toBeGreaterThan(8);
      seen.push(await look(page));
    }
    expect(seen[1]).toEqual(seen[0]);
  });
