import { expect, test as base, type LaunchOptions } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';
import { silence } from '../support/listening-sounds.js';
import { say } from '../support/say.js';
import { capturing } from '../support/spoken-capture.js';

const QUESTION = 'How do captions work?';

/** Somebody who asks, and listens. */
const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      await use({ ...launchOptions, args: await capturing(silence(2), ...(await say([QUESTION])), silence(25)) });
    },
    { scope: 'worker' },
  ],
});

test('the demo is asked aloud, answers aloud, and marks what it talks of', async ({ page }) => {
  const demo = new DemoPage(page);
  await demo.open();
  await expect(page.locator('#documentation')).toBeHidden();
  await page.getByLabel('Microphone').selectOption('hands-free');
  await demo.button('Talk hands-free').click();
  await expect(demo.log()).toContainText(`avatar-message ${QUESTION}`);
  await expect(demo.log()).toContainText('avatar-speaking-start');
  await expect(demo.log()).toContainText('Each sentence is shown as it is heard');
  await expect(demo.log()).toContainText('avatar-action highlight {"what":"Captions"}');
  await expect(page.locator('[data-avatar-mark]')).toBeVisible();
  await expect(page.locator('#documentation')).toContainText('captions');
  await expect(page.getByRole('link', { name: 'Read on' })).toHaveAttribute('href', /docs\/element\.md#captions$/);
  await expect(demo.avatar.getByRole('button', { name: 'How do I interrupt the avatar?' })).toBeVisible();
});
