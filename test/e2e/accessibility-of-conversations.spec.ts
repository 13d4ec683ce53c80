import { expect, test, type Locator, type Page } from 'playwright/test';

import { createSceneStand, type SceneStand } from '../screenshots/stand.js';
import { listenToAnnouncements } from '../support/announcements.js';

test.describe('by the keyboard alone, and told of all that happens, once', () => {
  let stand: SceneStand;
  test.beforeAll(async () => {
    stand = await createSceneStand();
  });
  test.afterAll(() => stand.close());

  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
  const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
  const until = (page: Page, state: string): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelector('kaltura-avatar')?.state === wanted, state);

  /** Its backend tells how long a session may go on; and the page answers. */
  const open = async (page: Page, attributes: Record<string, string>, endsInSeconds?: number): Promise<void> => {
    if (endsInSeconds !== undefined) {
      let endsAt: number | undefined;
      await page.route(/\/(session|keep-alive)$/, async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        const response = await route.fetch();
        endsAt ??= Date.now() + endsInSeconds * 1000;
        const limits = { endsInSeconds: Math.max(1, Math.round((endsAt - Date.now()) / 1000)) };
        return route.fulfill({ response, json: { ...((await response.json()) as object), ...limits } });
      });
    }
    await stand.open(page, attributes);
    await page.evaluate(() => {
      const avatar = document.querySelector('kaltura-avatar');
      if (avatar) avatar.reply = (message) => `You said: ${message}`;
    });
  };
  /** By Tab, which is never lost on the way. */
  const tabTo = async (target: Locator, key = 'Tab'): Promise<void> => {
    await target.waitFor();
    for (let tabs = 0; tabs < 25; tabs++) {
      if (await target.evaluate((it) => it.matches(':focus'))) return;
      await target.page().keyboard.press(key);
    }
    await expect(target).toBeFocused();
  };
  const press = async (target: Locator, key = 'Tab'): Promise<void> => {
    await tabTo(target, key);
    await target.page().keyboard.press('Enter');
  };
  /** One announcement can hold several sentences, and be said again with another. */
  const times = (announced: readonly string[], words: string): number =>
    announced.filter((each) => each.includes(words)).length;

  test('a visitor says what they think of an answer, ends, rates, and starts again', async ({ page }) => {
    await open(page, { composer: '', controls: '', 'show-transcript': '', feedback: 'rating' });
    const sent: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/feedback')) sent.push(request.postDataJSON());
    });
    await press(button(page, 'Start talking'));
    await expect(field(page)).toBeFocused();
    await page.keyboard.type('Good morning');
    await page.keyboard.press('Enter');
    const helpful = button(page, 'Helpful');
    await press(helpful, 'Shift+Tab');
    await expect(helpful).toBeFocused();
    await expect(helpful).toHaveAttribute('aria-pressed', 'true');
    await expect(button(page, 'Not helpful')).toHaveAttribute('aria-pressed', 'false');

    const announced = await listenToAnnouncements(page);
    await press(button(page, 'End the conversation'));
    await expect(button(page, 'Start again')).toBeFocused();
    await expect(page.getByRole('group', { name: 'How was the conversation?' })).toBeVisible();
    const star = button(page, '4 of 5');
    await press(star);
    await expect(star).toBeFocused();
    await expect(star).toHaveAttribute('aria-pressed', 'true');
    await tabTo(page.getByRole('textbox', { name: 'Anything to add?' }));
    await page.keyboard.type('Very kind.');
    await press(page.locator('kaltura-avatar .rating .send'));
    await expect(page.locator('kaltura-avatar [part~="rating"]')).toHaveText('Thank you!');
    await expect(button(page, 'Start again')).toBeFocused();
    const said = await announced();
    expect(times(said, 'The conversation has ended.'), said.join('; ')).toBe(1);
    expect(times(said, 'Thank you!'), said.join('; ')).toBe(1);
    await expect.poll(() => sent).toHaveLength(2);
    await page.keyboard.press('Enter');
    await until(page, 'live');
  });

  test('a visitor is told that it ends soon, says that they are still there, and hears why it ended', async ({
    page,
  }) => {
    await open(page, { controls: '', 'idle-timeout': '10' }, 12);
    const announced = await listenToAnnouncements(page);
    await press(button(page, 'Start talking'));
    await expect(button(page, 'Stop speaking')).toBeFocused();
    await expect.poll(announced).toContain('This conversation ends soon.');
    const stay = button(page, 'Yes, go on');
    await stay.waitFor();
    await expect(button(page, 'Stop speaking'), 'the question takes nobody’s focus').toBeFocused();
    expect(await announced()).toContain('Are you still there?');
    // Whatever they do shows that they are there.
    await page.keyboard.press('Tab');
    await expect(stay).toBeHidden();
    await expect(button(page, 'Mute')).toBeFocused();
    await until(page, 'ended');
    await expect(button(page, 'Start again')).toBeFocused();
    const said = await announced();
    for (const words of ['This conversation ends soon.', 'The time for this conversation is over.'])
      expect(times(said, words), said.join('; ')).toBe(1);
  });

  test('a visitor writes with no avatar, takes a suggestion, has the avatar come, and withdraws their consent', async ({
    page,
  }) => {
    await open(page, { mode: 'text', label: 'Maya', consent: 'required', composer: '' });
    await page.evaluate(() => {
      const avatar = document.querySelector('kaltura-avatar');
      if (avatar) avatar.suggestions = ['Where are you?'];
    });
    await tabTo(field(page));
    await page.keyboard.type('Good morning');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Before we start' })).toBeFocused();
    const announced = await listenToAnnouncements(page);
    await press(button(page, 'Accept and start'));
    await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('You said: Good morning');
    await expect(field(page)).toBeFocused();
    await press(button(page, 'Where are you?'));
    await expect(page.getByRole('log', { name: 'Conversation' })).toContainText('You said: Where are you?');
    await expect(field(page)).toBeFocused();
    await expect.poll(announced).toContain('Maya: You said: Where are you?');
    const said = await announced();
    for (const words of ['You: Where are you?', 'Maya: You said: Good morning', 'Maya: You said: Where are you?'])
      expect(times(said, words), said.join('; ')).toBe(1);

    await press(button(page, 'Talk face to face'), 'Shift+Tab');
    await until(page, 'live');
    await expect(field(page)).toBeFocused();
    await press(page.locator('kaltura-avatar [part~="consent-note-button"]'));
    await press(button(page, 'Withdraw consent'));
    await until(page, 'ended');
    expect(times(await announced(), 'The conversation has ended.')).toBe(1);
    await expect(field(page)).toBeFocused();
    await press(button(page, 'Start again'), 'Shift+Tab');
    await expect(page.getByRole('dialog', { name: 'Before we start' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button(page, 'Start again')).toBeFocused();
  });
});
