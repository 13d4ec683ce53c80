import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import { expect, test, type Locator, type Page } from 'playwright/test';

import { SCENES, type Scene } from '../screenshots/scenes.js';
import { createSceneStand, launchBrowser, type SceneStand } from '../screenshots/stand.js';
import { listenToAnnouncements } from '../support/announcements.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: { 'target-size': { enabled: true } },
};
const CONTRAST: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** What is behind words at worst: the picture that is most like them, or where there is none, that end of the gradient. */
const WORST = {
  light: { picture: '#000', gradient: '#e4e6fb' },
  dark: { picture: '#fff', gradient: '#35335f' },
};

/** Those whose state is another one's, too. */
const SEEN_ELSEWHERE = [
  'idle-focus',
  'live',
  'captions',
  'composer-idle',
  'suggestions-idle',
  'launcher-poster',
  'launcher-open',
];

let stand: SceneStand;
test.beforeAll(async () => {
  stand = await createSceneStand();
});
test.afterAll(() => stand.close());

const keyOf = (data: unknown): string | undefined => (data as { messageKey?: string } | null)?.messageKey;

/** What axe finds in the element, or cannot decide. */
async function audit(page: Page, options: RunOptions): Promise<string[]> {
  const isBehindMenu = await page.locator('[part~="transcript-menu"]').isVisible();
  const { violations, incomplete } = await page.evaluate(
    (wanted) =>
      (window as unknown as { axe: { run(of: string, how: RunOptions): Promise<AxeResults> } }).axe.run(
        'kaltura-avatar',
        wanted,
      ),
    options,
  );
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes
      // Only that there is nothing in the field whose contrast could be measured.
      .filter(({ any }) => !any.some(({ data }) => keyOf(data) === 'emptyValue'))
      // What an open menu lies over has its contrast measured in the scenes without one.
      .filter(({ any }) => !isBehindMenu || !any.some(({ data }) => keyOf(data) === 'bgOverlap'))
      .map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Puts a plain colour in the place of all pictures: what is behind words is then known. */
async function putBehind(page: Page, colour: string): Promise<void> {
  await page.evaluate((background) => {
    const shadow = document.querySelector('kaltura-avatar')?.shadowRoot;
    if (!shadow) throw new Error('There is no avatar.');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      video, canvas, .silhouette, [part~='poster'] { visibility: hidden !important; }
      .stage { background: ${background} !important; }
    `);
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  }, colour);
}

async function auditScene(scene: Scene, page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await stand.play(scene, page);
  const found = await page.evaluate(() => window.moved);
  await page.addScriptTag({ content: AXE });
  const isMessage = (await page.locator('[part~="error"], [part~="unsupported"]').count()) > 0;
  const behind = isMessage ? 'gradient' : 'picture';
  const look = async (name: string, options: RunOptions): Promise<void> => {
    await scene.again?.(page);
    found.push(...(await audit(page, options)).map((problem) => `${name}: ${problem}`));
  };
  await putBehind(page, WORST.light[behind]);
  await look('light', WCAG);
  await putBehind(page, WORST.dark[behind]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('dark', CONTRAST);
  await page.emulateMedia({ forcedColors: 'active' });
  await look('forced colours', CONTRAST);
  return found;
}

for (const scene of SCENES.filter(({ name }) => !SEEN_ELSEWHERE.includes(name)))
  test(`${scene.name}: nothing for axe to find, and nothing moves for those who want that`, async ({ page }) => {
    if (!scene.isSoundBlocked) expect(await auditScene(scene, page)).toEqual([]);
    else {
      const browser = await launchBrowser(scene);
      expect(await auditScene(scene, await browser.newPage())).toEqual([]);
      await browser.close();
    }
  });

test.describe('by the keyboard alone, and told of all that happens', () => {
  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
  const tabTo = async (page: Page, target: Locator): Promise<void> => {
    for (let tabs = 0; tabs < 12; tabs++) {
      if (await target.evaluate((it) => it.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${String(target)}.`);
  };

  test('a visitor starts, mutes, shows captions, interrupts, ends, starts again, and tries again after an error', async ({
    page,
  }) => {
    await stand.open(page, { controls: '', captions: '' });
    const announced = await listenToAnnouncements(page);
    await tabTo(page, button(page, 'Start talking'));
    await page.keyboard.press('Enter');
    await expect(button(page, 'Stop speaking')).toBeFocused();
    expect(await announced()).toEqual([
      'Calling the avatar…',
      'You are talking to an AI avatar, not to a person.',
      'Connecting…',
      'Almost there…',
    ]);
    expect(await page.evaluate(() => window.moved), 'it moves for those who have nothing against it').not.toEqual([]);

    await page.keyboard.press('m');
    await expect(button(page, 'Unmute')).toBeVisible();
    await page.keyboard.press('c');
    await expect(button(page, 'Show captions')).toBeVisible();
    await page.keyboard.press('c');
    await page.evaluate(() => document.querySelector('kaltura-avatar')?.speak('We open at nine. '.repeat(20)));
    await expect.poll(announced).toContain('We open at nine.');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('kaltura-avatar')?.speaking === false);

    await tabTo(page, button(page, 'End the conversation'));
    await page.keyboard.press('Enter');
    await expect(button(page, 'Start again')).toBeFocused();
    expect((await announced()).at(-1)).toBe('The conversation has ended.');

    const fault = stand.simulator.faults.add({ call: 'create', times: Infinity, kind: 'status', status: 500 });
    await page.keyboard.press('Enter');
    await expect(button(page, 'Try again')).toBeFocused();
    expect((await announced()).at(-1)).toBe(
      'Something went wrong The avatar is not available right now. Code: API_REQUEST_FAILED',
    );
    stand.simulator.faults.remove(fault);
    await page.keyboard.press('Enter');
    await expect(button(page, 'Stop speaking')).toBeFocused();
  });

  test('a visitor starts, writes and reads the answer, and stays in the field', async ({ page }) => {
    await stand.open(page, { composer: '', 'show-transcript': '' });
    await page.evaluate(() => {
      const avatar = document.querySelector('kaltura-avatar');
      if (avatar) avatar.reply = (message) => `You said: ${message}`;
    });
    const field = page.getByRole('textbox', { name: 'Message' });
    await field.waitFor();
    const announced = await listenToAnnouncements(page);
    await tabTo(page, button(page, 'Start talking'));
    await page.keyboard.press('Enter');
    await expect(field).toBeFocused();
    await page.keyboard.type('Good morning');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('Avatar: You said: Good morning');
    const said = async (): Promise<string[]> => (await announced()).filter((words) => words.includes('Good morning'));
    await expect.poll(said).toEqual(['You: Good morning', 'Avatar: You said: Good morning']);
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('');
  });
});
