import type { Scene, Stage } from './scenes.js';

/** Of the simulator's catalogue, which has her picture. */
const MAYA = '5ef4233d6d84715f123115e2';

/** Something to point at, and something to open. */
const furnish = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => {
    const prices = document.createElement('section');
    prices.dataset['avatarHighlight'] = 'Prices';
    prices.innerHTML = '<h2>Prices</h2><p>Adults 14, children 6, families 32. On Sundays the first floor is free.</p>';
    prices.style.inlineSize = 'fit-content';
    const booking = document.createElement('dialog');
    booking.dataset['avatarDialog'] = 'Booking';
    booking.innerHTML = '<h2>Book a tour</h2><label>Your name <input></label> <button>Book</button>';
    document.body.append(prices, booking);
  });

/** An answer does something with the page, by what the element brings along. */
const act = async (stage: Stage, action: string, args: Record<string, string>): Promise<void> => {
  await furnish(stage);
  await stage.page.evaluate(
    async ([name, given]) => {
      const avatar = document.querySelector('kaltura-avatar');
      if (!avatar) return;
      avatar.reply = async function* () {
        yield await Promise.resolve('Here is what you asked for.');
        yield { action: name, args: given };
      };
      avatar.expanded = true;
      await avatar.send('What does it cost?');
    },
    [action, args] as const,
  );
};

const ACTING = { mode: 'text', 'avatar-id': MAYA, label: 'Maya', placement: 'bottom-end' };

/** What answers do with the page. */
export const ACTION_SCENES: readonly Scene[] = [
  {
    name: 'action-highlight',
    state: 'idle',
    shows: '[part~="transcript-entry"][part~="avatar"]',
    attributes: { ...ACTING, 'allow-actions': 'highlight' },
    isFloating: true,
    reach: (stage) => act(stage, 'highlight', { what: 'Prices' }),
    // It goes after a while.
    again: async (page) => {
      await page.evaluate(() => document.querySelector('kaltura-avatar')?.send('Again?'));
      await page.locator('[data-avatar-mark]').waitFor();
    },
  },
  {
    name: 'action-dialog',
    state: 'idle',
    shows: '[part~="transcript-entry"][part~="avatar"]',
    attributes: { ...ACTING, 'allow-actions': 'dialog' },
    isFloating: true,
    reach: async (stage) => {
      await act(stage, 'open-dialog', { dialog: 'Booking' });
      await stage.page.locator('dialog[open]').waitFor();
    },
  },
];
