import { readFile } from 'node:fs/promises';

import { expect, test, type Page } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';
import { collectProblems } from '../support/page-problems.js';
import { serveScriptTagPages, type ScriptTagPages } from '../support/script-tag-pages.js';
import { wav } from '../support/wav.js';

type Avatar = HTMLElementTagNameMap['kaltura-avatar'];

interface Seen {
  violations: string[];
  states: string[];
  /** Elements of the avatar with styles of their own, in any of the states. */
  styled: string[];
}

const CSS = '<link rel="stylesheet" href="/cdn/kaltura-avatar.css" />';

let pages: ScriptTagPages;
let policy: string;

test.beforeAll(async ({ baseURL }) => {
  pages = await serveScriptTagPages(baseURL ?? '');
  // The simulator has the pictures of its avatars, too.
  const origin = await findMediaOrigin(baseURL ?? '');
  policy = (await readPolicy()).replace('https://media.example', origin).replace('https://pictures.example', origin);
});
test.afterAll(() => pages.close());
test.beforeEach(({ page }) =>
  page.addInitScript(() => {
    const seen: Seen = { violations: [], states: [], styled: [] };
    Object.assign(globalThis, { seen });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      seen.violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
    document.addEventListener('avatar-state-change', ({ target }) => {
      const avatar = target as Avatar;
      const { state } = avatar;
      seen.states.push(state);
      void avatar.updateComplete.then(() => {
        const styled = [avatar, ...(avatar.shadowRoot?.querySelectorAll('[style]') ?? [])];
        // What is measured is told to the style sheets by custom properties, through the object model.
        const isStyled = (each: Element): boolean =>
          [...(each as HTMLElement).style].some((name) => !name.startsWith('--'));
        seen.styled.push(...styled.filter(isStyled).map((each) => `${state}: ${each.outerHTML}`));
      });
    });
  }),
);

/** What the documentation says that a page may be sent with. */
async function readPolicy(): Promise<string> {
  const page = await readFile(new URL('../../docs/content-security-policy.md', import.meta.url), 'utf8');
  const printed = /^Content-Security-Policy: ([^`]+)```/m.exec(page)?.[1];
  if (printed === undefined) throw new Error('The page prints no policy');
  return printed.replace(/\s+/g, ' ').trim();
}

/** Where the media of the backend's sessions come from. */
async function findMediaOrigin(backend: string): Promise<string> {
  const created = await fetch(new URL('/api/avatar/session', backend), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { whepUrl, controlUrl, key } = (await created.json()) as Record<'whepUrl' | 'controlUrl' | 'key', string>;
  const headers = { Authorization: `Bearer ${key}` };
  await fetch(new URL(`${controlUrl}/end`, created.url), { method: 'POST', headers });
  return new URL(whepUrl).origin;
}

/** The policy with some of its directives in other words. */
function changed(replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, policy);
}

const seenBy = (page: Page): Promise<Seen> => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

const startAndSpeak = async (page: Page): Promise<void> => {
  const demo = new DemoPage(page);
  const begun = demo.next('avatar-speaking-start');
  await demo.start();
  await demo.avatar.evaluate((avatar) => (avatar as Avatar).speak('Hello, and welcome.'));
  await begun;
};

test('the element starts, speaks and ends on a page with the policy of the README, and breaks none of it', async ({
  page,
}) => {
  const problems = collectProblems(page);
  const html = `<head>${CSS}<script type="module" src="/cdn/kaltura-avatar.js"></script></head>
    <body><kaltura-avatar session-endpoint="/api/avatar/session" poster="/poster.svg" controls></kaltura-avatar></body>`;
  await page.goto(pages.add({ html, policy }));
  await startAndSpeak(page);
  await page.locator('kaltura-avatar').evaluate((avatar) => (avatar as Avatar).end());
  expect(problems).toEqual([]);
  await page.locator('kaltura-avatar').evaluate((avatar) => {
    (avatar as Avatar).sessionEndpoint = '/cdn/nobody-is-here';
    void (avatar as Avatar).start();
  });
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await seenBy(page)).toEqual({
    violations: [],
    states: ['connecting', 'live', 'ended', 'connecting', 'error'],
    styled: [],
  });
});

test('the embed script needs a nonce and no more, twice on a page; another copy of Lit and the encoder what the README says', async ({
  page,
}) => {
  const problems = collectProblems(page);
  const script = (attributes: string): string =>
    `<script nonce="n0nce" src="/cdn/kaltura-avatar.embed.js" data-session-endpoint="/api/avatar/session" ${attributes}></script>`;
  await page.goto(
    pages.add({
      html: `<body>${script('data-id="one" async')}${script('data-id="two" async')}
        <script nonce="n0nce" type="module" src="/copy/kaltura-avatar.js"></script></body>`,
      policy: changed({
        "script-src 'self'": "script-src 'nonce-n0nce' 'wasm-unsafe-eval'",
        "connect-src 'self'": "connect-src 'self' data:",
        'trusted-types lit-html': "trusted-types lit-html 'allow-duplicates'",
      }),
    }),
  );
  await expect(page.getByRole('button', { name: 'Start talking' })).toHaveCount(2);
  const recording = Buffer.from(await wav({ seconds: 1, sampleRate: 8000 }).arrayBuffer());
  await page.locator('#two').evaluate(
    async (element, url) => {
      const avatar = element as Avatar;
      await avatar.start();
      await avatar.speakAudio(await (await fetch(url)).blob());
      await avatar.end();
    },
    `data:audio/wav;base64,${recording.toString('base64')}`,
  );
  expect(problems).toEqual([]);
  expect(await seenBy(page)).toEqual({ violations: [], states: ['connecting', 'live', 'ended'], styled: [] });
});

test('a page whose policy allows another copy of Lit none has the embed script twice all the same', async ({
  page,
}) => {
  const problems = collectProblems(page);
  const script = '<script src="/cdn/kaltura-avatar.embed.js" data-session-endpoint="/api/avatar/session"></script>';
  await page.goto(pages.add({ html: `<body>${script}${script}</body>`, policy }));
  await expect(page.getByRole('button', { name: 'Start talking' })).toHaveCount(2);
  expect(problems).toEqual([]);
});
