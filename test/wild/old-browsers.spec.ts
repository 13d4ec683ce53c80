import { collectProblems } from '../support/page-problems.js';
import { avatar, documentOf, expect, expectState, seenIn, start, test } from '../support/wild.js';

/** What browsers of the baseline lack, and what they have had for a short time. */
function withoutNewFeatures(): void {
  const missing: [object, ...PropertyKey[]][] = [
    [AbortSignal, 'any', 'timeout'],
    [AbortSignal.prototype, 'throwIfAborted'],
    [URL, 'canParse', 'parse'],
    [Intl, 'Segmenter'],
    [ElementInternals.prototype, 'states'],
    [Navigator.prototype, 'locks'],
    [Array, 'fromAsync'],
    [Array.prototype, 'toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex'],
    [String.prototype, 'isWellFormed', 'toWellFormed'],
    [Promise, 'withResolvers', 'try'],
    [Crypto.prototype, 'randomUUID'],
    [Element.prototype, 'checkVisibility', 'getHTML', 'setHTMLUnsafe', 'moveBefore'],
    [HTMLElement.prototype, 'showPopover', 'hidePopover', 'togglePopover', 'popover'],
    [HTMLVideoElement.prototype, 'requestVideoFrameCallback'],
    [window, 'structuredClone', 'requestIdleCallback', 'scheduler', 'Iterator', 'trustedTypes'],
    [ReadableStream, 'from'],
    [ReadableStream.prototype, Symbol.asyncIterator, 'values'],
    [Object, 'groupBy'],
    [Map, 'groupBy'],
    [Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf'],
    [HTMLButtonElement.prototype, 'commandForElement', 'command'],
  ];
  for (const [owner, ...names] of missing) for (const name of names) Reflect.deleteProperty(owner, name);
}

test('a browser without what is new plays the avatar, with all that the element can show', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  const problems = collectProblems(page);
  await page.addInitScript(withoutNewFeatures);
  const attributes = 'muted controls captions composer show-transcript placement="bottom-end" id="guide"';
  const button = '<button commandfor="guide" command="--expand">Open</button>';
  await page.goto(stand.page('/', documentOf(avatar(attributes) + button)));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  expect(await start(page)).toBeUndefined();
  await expectState(page, 'live');
  const element = page.locator('kaltura-avatar');
  await element.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar']) =>
    avatar.speak('Hello there. How are you? I can tell you more about our prices, our people and our places.'),
  );
  await expect.poll(async () => (await seenIn(page)).captions.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await element.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar']) => avatar.interrupt());
  await element.evaluate((avatar: HTMLElementTagNameMap['kaltura-avatar']) => avatar.end());
  await expectState(page, 'ended');
  const { errors, states } = await seenIn(page);
  expect({ errors, states, problems }).toEqual({ errors: [], states: ['connecting', 'live', 'ended'], problems: [] });
  expect([stand.creates(), stand.openSessions()]).toEqual([1, 0]);
});

test('on a phone the opened panel of a browser without custom states is as wide as the window, at its lower end', async ({
  page,
  openStand,
}) => {
  const stand = await openStand();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(withoutNewFeatures);
  const button = '<button commandfor="guide" command="--expand">Open</button>';
  await page.goto(stand.page('/', documentOf(avatar('placement="bottom-end" id="guide"') + button)));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect
    .poll(async () => {
      const { x, y, width, height } = (await page.locator('kaltura-avatar').boundingBox()) ?? {};
      return { x, width, end: (y ?? 0) + (height ?? 0) };
    })
    .toEqual({ x: 0, width: 390, end: 844 });
});

interface Global {
  RTCPeerConnection?: unknown;
}

test('a browser without WebRTC is unsupported before anything is asked for', async ({ page, openStand }) => {
  const stand = await openStand();
  await page.addInitScript(() => delete (window as Global).RTCPeerConnection);
  await page.goto(stand.page('/', documentOf(avatar('autostart'))));
  await expectState(page, 'unsupported');
  expect(await start(page)).toMatch(/^UNSUPPORTED_BROWSER: /);
  await expect(page.getByText('A current version of Chrome')).toBeVisible();
  expect(stand.creates()).toBe(0);
});

const OFF: Record<string, () => void> = {
  'throws, as under a policy': () => {
    (window as Global).RTCPeerConnection = function () {
      throw new DOMException('Switched off', 'NotAllowedError');
    };
  },
  'is no class any more': () => void ((window as Global).RTCPeerConnection = null),
  'has no methods': () => void ((window as Global).RTCPeerConnection = Object),
};

for (const [what, switchOff] of Object.entries(OFF)) {
  test(`a browser whose RTCPeerConnection ${what} is unsupported before anything is asked for`, async ({
    page,
    openStand,
  }) => {
    const stand = await openStand();
    await page.addInitScript(switchOff);
    await page.goto(stand.page('/', documentOf(avatar())));
    await page.waitForFunction(() => customElements.get('kaltura-avatar'));
    expect(await start(page)).toMatch(/^UNSUPPORTED_BROWSER: /);
    await expectState(page, 'unsupported');
    const { errors, states } = await seenIn(page);
    expect({ errors: errors.length, states }).toEqual({ errors: 1, states: ['connecting', 'unsupported'] });
    expect(stand.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/'))).toEqual([]);
  });
}
