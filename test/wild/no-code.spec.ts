// An avatar without a line of code: the stand-alone server, configured by its environment, and its own page.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSimulator, type Simulator } from 'kaltura-avatar/simulator';

import { StandaloneServer } from '../support/standalone-server.js';
import { expect, expectState, test } from '../support/wild.js';

type AvatarElement = HTMLElementTagNameMap['kaltura-avatar'];

const ANSWERS = `## When do you open?

- Opening hours

At nine, and on Sundays at ten.
`;

const PARTNER = { id: 4242, adminSecret: 'a-secret-of-the-partner' };

test.describe('the stand-alone server on a service that answers as the live one', () => {
  let simulator: Simulator;
  let server: StandaloneServer;
  let folder: string;
  test.beforeAll(async () => {
    simulator = await startSimulator({ profile: 'live', partner: PARTNER });
    folder = await mkdtemp(join(tmpdir(), 'avatar-no-code-'));
    await writeFile(join(folder, 'answers.md'), ANSWERS);
    server = new StandaloneServer({
      AVATAR_PARTNER_ID: String(PARTNER.id),
      AVATAR_ADMIN_SECRET: PARTNER.adminSecret,
      AVATAR_OVP_URL: simulator.url,
      AVATAR_BASE_URL: simulator.baseUrl,
      AVATAR_ID: '5ef4233d6d84715f123115e2',
      AVATAR_ANSWERS: join(folder, 'answers.md'),
      AVATAR_VOICE: 'local',
      AVATAR_EMBED: '1',
      AVATAR_PROXY_PICTURES: '1',
    });
  });
  test.afterAll(async () => {
    server.end('SIGTERM');
    await server.exited;
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('shows the face, answers a question by voice, is interrupted, and leaves nothing open', async ({ page }) => {
    await page.goto(`${await server.url()}/embed?composer&captions&controls&lang=en`);
    await expect(page.locator('kaltura-avatar .known-face[data-there] img')).toBeVisible();
    expect(simulator.sessions()).toEqual([]);
    const asked = page.locator('kaltura-avatar').evaluate(
      (avatar) =>
        new Promise<string>((resolve) => {
          (avatar as AvatarElement).addEventListener('avatar-caption', ({ text }) => resolve(text), { once: true });
        }),
    );
    await page.getByRole('button', { name: 'Start talking' }).click();
    await expectState(page, 'live');
    const field = page.locator('kaltura-avatar').getByRole('textbox');
    await field.fill('What are your opening hours?');
    await field.press('Enter');
    expect(await asked).toContain('At nine');
    const [session] = simulator.sessions();
    expect(session?.turns.map(({ text }) => text)).toEqual(['']);
    await page.getByRole('button', { name: 'Stop speaking' }).click();
    await expect.poll(() => simulator.sessions()[0]?.turns.at(-1)?.state).toBe('interrupted');
    await page.goto('about:blank');
    await expect.poll(() => simulator.sessions().filter(({ state }) => state !== 'ended').length).toBe(0);
  });
});
