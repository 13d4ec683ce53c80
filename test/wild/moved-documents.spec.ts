import { avatar, documentOf, expect, test } from '../support/wild.js';

test('an avatar that is moved into the document of a frame, and back, keeps its styles and those of its parts', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.goto(stand.page('/', documentOf(`${avatar('composer controls')}<iframe></iframe>`)));
  await page.locator('kaltura-avatar textarea').waitFor();
  const sheets = await page.evaluate(async () => {
    const host = document.querySelector('kaltura-avatar');
    const inner = document.querySelector('iframe')?.contentDocument;
    if (!host || !inner) throw new Error('The page should have an avatar and a frame');
    const count = () => [host.shadowRoot?.adoptedStyleSheets.length, getComputedStyle(host).overflowX];
    const before = count();
    inner.body.append(host);
    await host.updateComplete;
    const within = count();
    // What is loaded later brings styles of its own.
    host.captions = true;
    host.showTranscript = true;
    while (!host.shadowRoot?.querySelector('[part~="transcript"]')) await new Promise(requestAnimationFrame);
    const later = count();
    document.body.append(host);
    await host.updateComplete;
    return { before, within, later, back: count() };
  });
  expect(sheets.within).toEqual(sheets.before);
  expect(sheets.back).toEqual(sheets.later);
});
