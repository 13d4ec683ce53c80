import { expect, test, type Page } from 'playwright/test';

import { DemoPage } from '../support/demo-page.js';
import { collectProblems } from '../support/page-problems.js';
import { serveScriptTagPages, type ScriptTagPages } from '../support/script-tag-pages.js';

const EMBED = '<script src="/cdn/kaltura-avatar.embed.js" data-session-endpoint="/api/avatar/session" async></script>';

const POSTER = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

let pages: ScriptTagPages;
let problems: string[];

test.beforeAll(async ({ baseURL }) => {
  pages = await serveScriptTagPages(baseURL ?? '');
});
test.afterAll(() => pages.close());
test.beforeEach(({ page }) => {
  problems = collectProblems(page);
});

/** The avatars of the page by what comes before them, once there are as many. */
const places = async (page: Page, count: number): Promise<(string | undefined)[]> => {
  await expect(page.locator('kaltura-avatar')).toHaveCount(count);
  return page
    .locator('kaltura-avatar')
    .evaluateAll((avatars) =>
      avatars.map(({ previousElementSibling: before }) => before?.getAttribute('id') ?? before?.localName),
    );
};

const startAndEnd = async (page: Page, index = 0): Promise<void> => {
  const states = await page
    .locator('kaltura-avatar')
    .nth(index)
    .evaluate(async (element) => {
      const avatar = element as HTMLElementTagNameMap['kaltura-avatar'];
      await avatar.start();
      const whileOpen = avatar.state;
      await avatar.end();
      return [whileOpen, avatar.state];
    });
  expect(states).toEqual(['live', 'ended']);
};

test.describe('the embed script', () => {
  test.afterEach(() => expect(problems).toEqual([]));

  test('stands for an element with a poster, with one request, and what says who it is, before the visitor starts it', async ({
    page,
  }) => {
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    const embed = EMBED.replace(' async', ` data-poster="${POSTER}" async`);
    await page.goto(pages.add({ html: `<body><h1>Hello</h1>${embed}<p id="below">Below</p></body>` }));
    await expect(page.getByRole('button', { name: 'Start talking' })).toBeVisible();
    expect(await places(page, 1)).toEqual(['script']);
    await expect(page.locator('kaltura-avatar').getByText('You are talking to an AI avatar').last()).toBeVisible();
    const names = loaded.filter((path) => path.startsWith('/cdn/')).map((path) => path.replace(/\.\w{8}\.js$/, ''));
    expect(names.slice(0, 1)).toEqual(['/cdn/kaltura-avatar.embed.js']);
    expect(names.slice(1).sort()).toEqual([
      '/cdn/kaltura-avatar-composition',
      '/cdn/kaltura-avatar-intro',
      '/cdn/kaltura-avatar-text-of',
    ]);
    await startAndEnd(page);
    expect(loaded.join()).toMatch(/kaltura-avatar-session\.\w+\.js/);
  });

  test('gives its data to the element, and keeps no secret in the page', async ({ page }) => {
    const data = `data-session-endpoint="/api/avatar/session" data-avatar-id="maya" data-muted data-ks="secret-ks"
      data-id="guide" data-class="big" data-lang="en-GB" data-placement="inline" data-label="Guide" data-voice-speed="1.5"`;
    const url = pages.add({ html: `<body><script src="/cdn/kaltura-avatar.embed.js" ${data}></script></body>` });
    await page.goto(url);
    const avatar = page.locator('kaltura-avatar#guide.big');
    expect(
      await avatar.evaluate((element) => {
        const { sessionEndpoint, avatarId, muted, ks, lang, label, voiceSpeed } =
          element as HTMLElementTagNameMap['kaltura-avatar'];
        return { sessionEndpoint, avatarId, muted, ks, lang, label, voiceSpeed };
      }),
    ).toEqual({
      sessionEndpoint: '/api/avatar/session',
      avatarId: 'maya',
      muted: true,
      ks: 'secret-ks',
      lang: 'en-GB',
      label: 'Guide',
      voiceSpeed: 1.5,
    });
    expect(await page.content()).not.toContain('secret-ks');
  });

  test('stands twice on a page for two elements, with all of it loaded once', async ({ page }) => {
    await page.goto(pages.add({ html: `<body>${EMBED}<p id="middle">Middle</p>${EMBED}</body>` }));
    expect(await places(page, 2)).toEqual(['script', 'script']);
    expect(
      await page.evaluate(() => (globalThis as { litElementVersions?: string[] }).litElementVersions),
    ).toHaveLength(1);
  });

  test('puts the element at the end of the page from the head', async ({ page }) => {
    for (const script of [EMBED, EMBED.replace(' async', '')]) {
      await page.goto(pages.add({ html: `<head>${script}</head><body><p>One</p><p id="last">Two</p></body>` }));
      expect(await places(page, 1)).toEqual(['last']);
    }
  });

  test('stands for an element also where a script of the page brings it after load', async ({ page }) => {
    await page.goto(pages.add({ html: '<body><div id="box"><p id="first">One</p></div></body>' }));
    await page.evaluate(() => {
      const inject = (parent: Element | null): void => {
        const script = Object.assign(document.createElement('script'), { src: '/cdn/kaltura-avatar.embed.js' });
        script.dataset['sessionEndpoint'] = '/api/avatar/session';
        parent?.append(script);
      };
      inject(document.getElementById('box'));
      inject(document.head);
    });
    expect((await places(page, 2)).sort()).toEqual(['box', 'script']);
  });

  test('and another copy of the library do not mind each other, whichever comes first', async ({ page }) => {
    const module = '<script type="module" src="/copy/kaltura-avatar.js"></script>';
    const classic = '<script src="/copy/kaltura-avatar.iife.js"></script>';
    const written = '<kaltura-avatar id="written" session-endpoint="/api/avatar/session"></kaltura-avatar>';
    for (const scripts of [
      `${EMBED}${module}`,
      `${classic}${EMBED}${module}`,
      `${module}${EMBED.replace('async', 'defer')}`,
    ]) {
      await page.goto(pages.add({ html: `<body>${written}${scripts}</body>` }), { waitUntil: 'load' });
      expect(await places(page, 2)).toHaveLength(2);
      await expect(page.getByRole('button', { name: 'Start talking' })).toHaveCount(2);
    }
    await startAndEnd(page, 0);
    await startAndEnd(page, 1);
  });

  test('needs neither CORS attributes nor its own origin', async ({ page }) => {
    const script = EMBED.replace('/cdn/', `${pages.otherOrigin}/cdn/`);
    await page.goto(pages.add({ html: `<body>${script}</body>` }));
    expect(await places(page, 1)).toEqual(['script']);
    await startAndEnd(page);
  });
});

test('the embed script says what it cannot use', async ({ page }) => {
  const script = EMBED.replace('data-session', 'data-style="color: red" data-colour="red" data-session');
  await page.goto(pages.add({ html: `<body>${script}` }));
  await expect.poll(() => problems).toHaveLength(1);
  expect(problems.join()).toContain('left out: style, colour');
  await expect(page.locator('kaltura-avatar[style]')).toHaveCount(0);
});

test('the classic script defines the element, and leaves no name behind but Lit’s', async ({ page }) => {
  await page.goto(pages.add({ html: '<body><kaltura-avatar></kaltura-avatar></body>' }));
  const names = (): Promise<string[]> => page.evaluate(() => Object.getOwnPropertyNames(globalThis));
  const before = await names();
  await page.addScriptTag({ url: '/cdn/kaltura-avatar.iife.js' });
  await new DemoPage(page).waitForState('idle');
  const left = (await names()).filter((name) => !before.includes(name));
  expect(left.sort()).toEqual([
    'litElementVersions',
    'litHtmlVersions',
    'litPropertyMetadata',
    'reactiveElementVersions',
  ]);
});
