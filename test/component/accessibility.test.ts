import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { captureComplaints, eventually } from '../support/in-browser.js';

describe('for everybody, <kaltura-avatar>', () => {
  let complaints: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    complaints = captureComplaints();
  });
  afterEach(() => complaints.restore());

  const focusedIn = (avatar: KalturaAvatarElement): string | null =>
    avatar.shadowRoot?.activeElement?.getAttribute('part') ?? null;
  const failed = async (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ 'session-endpoint': '', ...attributes });
    await avatar.start().catch(() => undefined);
    await avatar.updateComplete;
    return avatar;
  };

  it('takes the focus from its start button to the field of the composer, and from a click to no keyboard', async () => {
    const avatar = await mountAvatar({ composer: '' });
    await eventually(() => partOf(avatar, 'composer-field') !== null);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await eventually(() => focusedIn(avatar) === 'composer-field');
    await avatar.end();
    await avatar.updateComplete;
    const box = partOf(avatar, 'restart-button')?.getBoundingClientRect();
    if (!box) throw new Error('There is no button.');
    await sendMouse({ type: 'click', position: [Math.round(box.x + 20), Math.round(box.y + 20)] });
    await eventually(() => avatar.state === 'connecting' && focusedIn(avatar) === 'stage');
  });

  it('keeps the focus that was on the page’s own button, which goes with its slot', async () => {
    const avatar = await mountAvatar();
    avatar.innerHTML = '<p slot="start"><button>Talk to Maya</button></p>';
    avatar.querySelector('button')?.focus();
    await sendKeys({ press: 'Enter' });
    await eventually(() => avatar.state === 'connecting' && focusedIn(avatar) === 'stage');
  });

  it('shows and hides captions at the key C, also without a bar of controls', async () => {
    const avatar = await mountAvatar();
    await avatar.start();
    await eventually(() => avatar.shadowRoot?.querySelector('[aria-live]') !== null);
    partOf(avatar, 'stage')?.focus();
    await sendKeys({ press: 'c' });
    expect(avatar.captions).to.be.true;
    await sendKeys({ press: 'C' });
    expect(avatar.captions).to.be.false;
  });

  it('shows captions above the bar of controls', async () => {
    const avatar = await mountAvatar({ controls: '', captions: '', 'chroma-key': '#0f0' });
    await avatar.start();
    await eventually(() => partOf(avatar, 'mute-button') !== null);
    partOf(avatar, 'mute-button')?.focus();
    await avatar.speak('We open at nine. '.repeat(10));
    const captions = await eventually(() => partOf(avatar, 'captions') ?? false);
    const bar = partOf(avatar, 'control-bar');
    expect(captions.getBoundingClientRect().bottom).to.be.at.most(bar?.getBoundingClientRect().top ?? 0);
  });

  for (const lang of ['en', 'de', 'ar'])
    for (const size of [96, 200, 360])
      it(`has room for what went wrong and for the way out in ${size} px, in the language ${lang}`, async () => {
        const avatar = await failed({ lang, style: `inline-size: ${size}px` });
        await eventually(() => partOf(avatar, 'stage')?.lang === lang);
        const frame = avatar.getBoundingClientRect();
        const [cover, retry] = [partOf(avatar, 'error'), partOf(avatar, 'retry-button')];
        if (!cover || !retry) throw new Error('There is no error.');
        const isInside = (element: Element): boolean => {
          const { top, bottom, left, right } = element.getBoundingClientRect();
          return top >= frame.top && bottom <= frame.bottom && left >= frame.left && right <= frame.right;
        };
        for (const element of cover.querySelectorAll('.message .icon, .title'))
          if (element.checkVisibility()) expect(isInside(element), `${element.className} is seen at once`).to.be.true;
        retry.focus();
        expect(isInside(retry), 'the button is seen once it has the focus').to.be.true;
        const code = partOf(avatar, 'error-code')?.getBoundingClientRect();
        if (code && code.width > 1)
          expect(code.x + code.width / 2).to.be.closeTo(frame.x + frame.width / 2, 1, 'the code is in the middle');
      });
});
