import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement, TranscriptEntry } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually, nextEvent } from '../support/in-browser.js';

describe('the transcript', () => {
  const mount = async (): Promise<{ avatar: KalturaAvatarElement; panel: HTMLElement }> => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar show-transcript label="Maya" session-endpoint="/api/avatar/session"></kaltura-avatar>`,
    );
    const panel = await eventually(() => avatar.shadowRoot?.querySelector<HTMLElement>('[part="transcript"]') ?? false);
    return { avatar, panel };
  };
  const entry = (
    role: TranscriptEntry['role'],
    text: string,
    more: Partial<TranscriptEntry> = {},
  ): TranscriptEntry => ({
    role,
    text,
    at: new Date(),
    ...more,
  });
  const textOf = ({ textContent }: Element): string => textContent.replace(/\s+/g, ' ').trim();
  const isAtEnd = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean =>
    Math.abs(scrollHeight - scrollTop - clientHeight) < 2;
  const fill = async ({ transcriptLog, updateComplete }: KalturaAvatarElement): Promise<void> => {
    for (let i = 0; i < 30; i++) transcriptLog.add(entry(i % 2 === 0 ? 'visitor' : 'avatar', `Message ${i}`));
    await updateComplete;
  };

  it('tells who said what, and what was cut off, as a log that is accessible', async () => {
    const { avatar, panel } = await mount();
    await expect(avatar).to.be.accessible();
    avatar.transcriptLog.add(entry('visitor', 'How are you?'));
    avatar.transcriptLog.add(entry('avatar', 'Very well, and', { isInterrupted: true }));
    await avatar.updateComplete;
    const entries = [...panel.querySelectorAll('[part~="transcript-entry"]')];
    expect(entries.map(textOf)).to.deep.equal(['You: How are you?', 'Maya: Very well, and…']);
    expect(entries.map((found) => found.getAttribute('part'))).to.deep.equal([
      'transcript-entry visitor',
      'transcript-entry avatar',
    ]);
    expect([panel.role, panel.ariaLabel, panel.tabIndex]).to.deep.equal(['log', 'Conversation', 0]);
    await expect(avatar).to.be.accessible();
  });

  it('keeps links as links, and whatever else was written as text', async () => {
    const { avatar, panel } = await mount();
    const text = 'Open <b>the map</b> or the list.';
    avatar.transcriptLog.add(
      entry('avatar', text, {
        links: [
          { text: 'the map', url: 'https://x.example/map', start: 8 },
          { text: 'list', url: 'https://x.example/list', start: 27 },
        ],
      }),
    );
    await avatar.updateComplete;
    const [said] = panel.querySelectorAll('[part~="transcript-entry"]');
    const links = [...panel.querySelectorAll('a')];
    expect(said?.querySelector('[dir]')?.textContent).to.equal(text);
    expect(said?.querySelector('b')).to.equal(null);
    expect(links.map(({ href, textContent }) => [textContent, href])).to.deep.equal([
      ['the map', 'https://x.example/map'],
      ['list', 'https://x.example/list'],
    ]);
    expect(links.every(({ target, rel }) => target === '_blank' && rel === 'noopener noreferrer')).to.equal(true);
    await expect(avatar).to.be.accessible();
  });

  it('follows what is said last, unless the visitor has gone back to read', async () => {
    const { avatar, panel } = await mount();
    await fill(avatar);
    expect(panel.scrollHeight).to.be.greaterThan(panel.clientHeight);
    expect(isAtEnd(panel)).to.be.true;
    const scrolled = new Promise((resolve) => panel.addEventListener('scroll', resolve, { once: true }));
    await scrolled;
    panel.scrollTop = 0;
    await new Promise((resolve) => panel.addEventListener('scroll', resolve, { once: true }));
    avatar.transcriptLog.add(entry('avatar', 'The last one.'));
    await avatar.updateComplete;
    expect(panel.scrollTop).to.equal(0);
  });

  it('leaves the face of a square picture free, and stands at the end of a wide one', async () => {
    const { avatar, panel } = await mount();
    await fill(avatar);
    const stage = avatar.getBoundingClientRect();
    expect(panel.getBoundingClientRect().top).to.be.greaterThan(stage.top + stage.height * 0.55);
    avatar.style.aspectRatio = '16 / 9';
    expect(panel.getBoundingClientRect().left).to.be.greaterThan(stage.left + stage.width * 0.55);
    avatar.dir = 'rtl';
    await avatar.updateComplete;
    expect(panel.getBoundingClientRect().right).to.be.lessThan(stage.left + stage.width * 0.45);
  });

  it('lets a message begin at the side of its own language', async () => {
    const { avatar, panel } = await mount();
    avatar.dir = 'rtl';
    avatar.transcriptLog.add(entry('avatar', `We open at nine. ${'The café stays open until six. '.repeat(3)}`));
    avatar.transcriptLog.add(entry('avatar', 'نفتح في التاسعة. ' + 'يبقى المقهى مفتوحًا حتى السادسة. '.repeat(4)));
    await avatar.updateComplete;
    const [english, arabic] = [...panel.querySelectorAll('[part~="transcript-entry"]')].map((found) => {
      const range = document.createRange();
      range.selectNodeContents(found.querySelector('[dir]') ?? found);
      return [...range.getClientRects()].map(({ left, right }) => ({ left, right }));
    });
    expect(new Set(english?.map(({ left }) => Math.round(left))).size).to.equal(1);
    expect(new Set(arabic?.map(({ right }) => Math.round(right))).size).to.equal(1);
  });

  it('takes the place of captions, which it says as well', async () => {
    const { avatar, panel } = await mount();
    avatar.captions = avatar.controls = true;
    await avatar.start();
    await avatar.speak('Nothing is to be told twice.');
    await nextEvent(avatar, 'avatar-caption');
    await eventually(() => panel.textContent.includes('Nothing is to be told twice.'));
    const told = [...(avatar.shadowRoot?.querySelectorAll('[aria-live="polite"]') ?? [])].map(textOf);
    expect(told.join('')).to.equal('');
    const button = await eventually(() => avatar.shadowRoot?.querySelector('[part~="captions-button"]') ?? false);
    expect(getComputedStyle(button).display).to.equal('none');
  });
});
