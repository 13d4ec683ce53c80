// Pages that are served as XML, where what the element is drawn with cannot be parsed.
import { expect, test } from '../support/wild.js';

const page = (head: string, body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>A page</title>${head}</head><body>${body}</body></html>`;

const SCRIPT = '<script src="/cdn/kaltura-avatar.iife.js"></script>';
const AVATAR = '<kaltura-avatar session-endpoint="/api/avatar/session" muted="" autostart=""></kaltura-avatar>';
const FRAME =
  '<iframe src="/api/avatar/embed?muted" allow="autoplay" title="Avatar" width="400" height="400"></iframe>';

const pages: Record<string, string> = { '/element': page(SCRIPT, AVATAR), '/frame': page('', FRAME) };

test('an XHTML page shows the avatar in a frame, and its element costs nothing', async ({ page, openStand }) => {
  const stand = await openStand({
    backend: { embed: true },
    route: (_request, response, path) => {
      const xhtml = pages[path];
      if (xhtml === undefined) return false;
      response.writeHead(200, { 'Content-Type': 'application/xhtml+xml' }).end(xhtml);
      return true;
    },
  });
  const failed = page.waitForEvent('pageerror');
  await page.goto(`${stand.url}/element`);
  await failed;
  expect(await page.evaluate(() => document.contentType)).toBe('application/xhtml+xml');
  await page.goto(`${stand.url}/frame`);
  expect(stand.creates()).toBe(0);
  // Locators know no frames of XML documents.
  const frame = page.frames()[1] ?? page.mainFrame();
  await frame.getByRole('button', { name: 'Start talking' }).click();
  await expect.poll(() => stand.openSessions()).toBe(1);
  await expect(frame.locator('kaltura-avatar [part~="video"]')).toBeVisible();
});
