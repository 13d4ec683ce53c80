import type { Page } from 'playwright/test';

import { avatar, documentOf, expect, expectState, seenIn, test, type Stand } from '../support/wild.js';

/**
 * Takes invoker commands from the browser. What is left of a button with `commandfor` is a submit button: an attribute of that name has
 * no meaning any more, so the browser is given another one and scripts the one that was written.
 */
function withoutInvokerCommands(): void {
  Reflect.deleteProperty(HTMLButtonElement.prototype, 'command');
  Reflect.deleteProperty(HTMLButtonElement.prototype, 'commandForElement');
  Element.prototype.getAttribute = function (name: string) {
    return this.attributes.getNamedItem(name.startsWith('command') ? `data-${name}` : name)?.value ?? null;
  };
}

const ATTRIBUTES = /\b(command(?:for)?=)/g;

/** A form that leaves the page when it is sent, and buttons of all kinds. */
const PAGE = `${avatar('id="guide" muted')}
<form id="form" action="/sent"><input id="field" name="q" value="1" required>
  <button id="inside" commandfor="guide" command="--toggle-captions"><b>Inside</b></button>
  <fieldset disabled><button id="disabled" commandfor="guide" command="--toggle-captions">Disabled</button></fieldset>
</form>
<button id="outside" form="form" commandfor="guide" command="--toggle-captions">Outside</button>
<button id="typed" type="button" form="form" commandfor="guide" command="--start">Typed</button>
<button id="vetoed" commandfor="guide" command="--end">Vetoed</button>
<button id="sends" form="form">Sends</button>
<div id="shadow"><template shadowrootmode="closed"><form action="/sent">
  <button id="closed" style="position: fixed; inset: 0 0 auto auto; width: 50px; height: 50px"
    commandfor="guide" command="--toggle-captions">Closed</button>
  ${avatar('id="guide" muted style="display: inline-block; width: 100px"')}</form></template></div>
<script>document.getElementById('vetoed').addEventListener('click', (event) => event.preventDefault());</script>`;

async function openPage(page: Page, stand: Stand, content: string): Promise<string> {
  stand.page('/sent', documentOf('Sent'));
  const url = stand.page('/', documentOf(content));
  await page.goto(url);
  await page.waitForFunction(() => customElements.get('kaltura-avatar'));
  return url;
}

const captions = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector('kaltura-avatar')?.captions ?? false);

test('buttons with commands send no form where the browser has no such commands', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.addInitScript(withoutInvokerCommands);
  const url = await openPage(page, stand, PAGE.replace(ATTRIBUTES, 'data-$1'));
  await page.locator('#inside b').click();
  await expect.poll(() => captions(page)).toBe(true);
  await page.locator('#outside').click();
  await expect.poll(() => captions(page)).toBe(false);
  // Its default button is the one with the command.
  await page.locator('#field').press('Enter');
  await expect.poll(() => captions(page)).toBe(true);
  // A disabled one takes no clicks.
  await page.locator('#disabled').click({ force: true });
  // It has another avatar of that id beside it, in a shadow root that scripts cannot look into.
  await page.mouse.click((page.viewportSize()?.width ?? 0) - 25, 25);
  await page.locator('#typed').click();
  await expectState(page, 'live');
  await page.locator('#vetoed').click();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  expect([await captions(page), page.url(), stand.creates()]).toEqual([true, url, 1]);
  expect(await seenIn(page)).toEqual({ errors: [], states: ['connecting', 'live'], captions: [] });
});

test('an id given later and a button added later work where the browser has no such commands', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.addInitScript(withoutInvokerCommands);
  const url = await openPage(page, stand, avatar('muted'));
  await page.evaluate(() => {
    document.querySelector('kaltura-avatar')?.setAttribute('id', 'late');
    const button = '<button id="b" data-commandfor="late" data-command="--toggle-captions">Late</button>';
    document.body.insertAdjacentHTML('beforeend', `<form action="/sent">${button}</form>`);
  });
  await page.locator('#b').click();
  await expect.poll(() => captions(page)).toBe(true);
  expect(page.url()).toBe(url);
});

test('buttons with commands send no form where the browser has such commands', async ({ page, openStand }) => {
  const stand = await openStand();
  const url = await openPage(page, stand, PAGE);
  for (const id of ['inside', 'outside', 'typed', 'vetoed']) await page.locator(`#${id}`).click();
  await expectState(page, 'live');
  expect([page.url(), stand.creates()]).toEqual([url, 1]);
});

test('buttons without commands go on sending their forms', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.addInitScript(withoutInvokerCommands);
  await openPage(page, stand, PAGE.replace(ATTRIBUTES, 'data-$1'));
  await page.locator('#sends').click();
  await page.waitForURL('**/sent?q=1');
});
