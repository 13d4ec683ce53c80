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

  it('leaves links to the hosts that the page lists, and shows others as text', async () => {
    const { avatar, panel } = await mount();
    avatar.linkHosts = 'x.example *.y.example';
    avatar.transcriptLog.add(
      entry('avatar', 'Open one, two, three or four.', {
        links: [
          { text: 'one', url: 'https://x.example/map', start: 5 },
          { text: 'two', url: 'https://sub.x.example/', start: 10 },
          { text: 'three', url: 'https://www.y.example/', start: 15 },
          { text: 'four', url: 'https://noty.example/', start: 24 },
        ],
      }),
    );
    await avatar.updateComplete;
    expect([...panel.querySelectorAll('a')].map(({ textContent }) => textContent)).to.deep.equal(['one', 'three']);
    expect(panel.querySelector('[dir="auto"] a')?.parentElement?.textContent).to.equal('Open one, two, three or four.');
  });

  it('tells screen readers each sentence of an answer once, when it is whole, and its end when nothing more comes', async () => {
    const { avatar, panel } = await mount();
    const told = (): string[] => [...(panel.nextElementSibling?.children ?? [])].map(textOf);
    const log = avatar.transcriptLog;
    log.add(entry('visitor', 'When do you open?'));
    const first = entry('avatar', 'We open');
    log.add(first);
    const second = log.update(first, { ...first, text: 'We open at nine. The café' });
    await avatar.updateComplete;
    expect(told()).to.deep.equal(['You: When do you open?', 'Maya: We open at nine.']);
    log.update(second, { text: 'We open at nine. The café stays open until six' });
    await eventually(() => told().length === 3);
    expect(told().at(-1)).to.equal('The café stays open until six');
    expect(panel.ariaLive).to.equal('off');
  });

  it('asks with thumbs what the visitor thinks of an answer, and tells the page once', async () => {
    const { avatar, panel } = await mount();
    avatar.transcriptLog.add(entry('visitor', 'When?'));
    avatar.transcriptLog.add(entry('avatar', 'At nine.', { turnId: 'turn-1' }));
    await avatar.updateComplete;
    expect(panel.querySelector('[part="thumbs"]')).to.equal(null);
    avatar.feedback = 'thumbs';
    await avatar.updateComplete;
    const [up, down, ...others] = panel.querySelectorAll<HTMLButtonElement>('[part="thumbs"] button');
    expect([up?.ariaLabel, down?.ariaLabel, others.length]).to.deep.equal(['Helpful', 'Not helpful', 0]);
    const told: unknown[] = [];
    avatar.addEventListener('avatar-feedback', ({ rating, turnId, stars, comment }) =>
      told.push([rating, turnId, stars, comment]),
    );
    up?.click();
    up?.click();
    down?.click();
    await avatar.updateComplete;
    expect([up?.ariaPressed, down?.ariaPressed]).to.deep.equal(['false', 'true']);
    expect(told).to.deep.equal([
      ['up', 'turn-1', undefined, undefined],
      ['down', 'turn-1', undefined, undefined],
    ]);
    await expect(avatar).to.be.accessible();
  });

  it('copies one thing that was said; the newest is one stop for Tab, and the arrows lead to the others', async () => {
    const { avatar, panel } = await mount();
    avatar.transcriptLog.add(entry('visitor', 'When?', { at: new Date(1000) }));
    avatar.transcriptLog.add(entry('avatar', 'At nine.', { at: new Date(2000) }));
    await avatar.updateComplete;
    const [first, last, ...others] = panel.querySelectorAll<HTMLButtonElement>('[part~="copy-button"]');
    expect([first?.ariaLabel, first?.tabIndex, last?.tabIndex, others.length]).to.deep.equal(['Copy', -1, 0, 0]);
    last?.focus();
    last?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
    expect(avatar.shadowRoot?.activeElement).to.equal(first);
    const copied: string[] = [];
    const { clipboard } = navigator;
    const original = clipboard.writeText.bind(clipboard);
    try {
      clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
      first?.click();
      await eventually(() => first?.ariaLabel === 'Copied');
      expect([copied, last?.ariaLabel]).to.deep.equal([['When?'], 'Copy']);
      clipboard.writeText = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
      last?.click();
      await eventually(() => getSelection()?.isCollapsed === false);
      expect([first?.ariaLabel, last?.ariaLabel]).to.deep.equal(['Copied', 'Copy']);
    } finally {
      clipboard.writeText = original;
    }
    await expect(avatar).to.be.accessible();
  });

  describe('has a menu', () => {
    const open = async (avatar: KalturaAvatarElement): Promise<(words: string) => HTMLButtonElement> => {
      avatar.transcriptLog.add(entry('visitor', 'When?', { at: new Date(1000) }));
      avatar.transcriptLog.add(entry('avatar', 'At <nine>.', { at: new Date(3500) }));
      await avatar.updateComplete;
      const more = avatar.shadowRoot?.querySelector<HTMLButtonElement>('[part~="transcript-menu-button"]');
      more?.focus();
      more?.click();
      await avatar.updateComplete;
      return (words) => {
        const buttons = [...(avatar.shadowRoot?.querySelectorAll<HTMLButtonElement>('.talk-menu button') ?? [])];
        const found = buttons.find((button) => textOf(button) === words);
        if (!found) throw new Error(`There is no button “${words}”.`);
        return found;
      };
    };
    const menuOf = (avatar: KalturaAvatarElement): HTMLElement | null | undefined =>
      avatar.shadowRoot?.querySelector<HTMLElement>('[part="transcript-menu"]');

    it('that is accessible, and that Escape closes', async () => {
      const { avatar } = await mount();
      await open(avatar);
      await expect(avatar).to.be.accessible();
      expect(menuOf(avatar)?.hidden).to.be.false;
      const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true });
      menuOf(avatar)?.querySelector('button')?.dispatchEvent(escape);
      await avatar.updateComplete;
      expect([menuOf(avatar)?.hidden, escape.defaultPrevented]).to.deep.equal([true, true]);
      expect(avatar.shadowRoot?.activeElement?.getAttribute('part')).to.include('transcript-menu-button');
    });

    it('that saves the conversation as text, as WebVTT from its beginning, and as JSON', async () => {
      const { avatar } = await mount();
      const button = await open(avatar);
      const saved: { name: string; text: Promise<string> }[] = [];
      HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement): void {
        saved.push({ name: this.download, text: fetch(this.href).then((file) => file.text()) });
      };
      try {
        for (const format of ['.txt', '.vtt', '.json']) {
          const before = saved.length;
          button(format).click();
          await eventually(() => saved.length > before);
        }
      } finally {
        // What every element has is found again.
        Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
      }
      expect(saved.map(({ name }) => name)).to.deep.equal([
        'conversation.txt',
        'conversation.vtt',
        'conversation.json',
      ]);
      const [text, vtt, json] = await Promise.all(saved.map((file) => file.text));
      expect(text).to.equal('You: When?\n\nMaya: At <nine>.\n');
      expect(vtt).to.equal(
        'WEBVTT\n\n00:00:00.000 --> 00:00:02.500\n<v You>When?\n\n00:00:02.500 --> 00:00:12.500\n<v Maya>At &lt;nine&gt;.\n',
      );
      const [first] = JSON.parse(json ?? '') as unknown[];
      expect(first).to.deep.equal({ role: 'visitor', text: 'When?', at: '1970-01-01T00:00:01.000Z' });
    });

    it('that copies the conversation, or selects it where the browser refuses', async () => {
      const { avatar } = await mount();
      const button = await open(avatar);
      const copied: string[] = [];
      const { clipboard } = navigator;
      const original = clipboard.writeText.bind(clipboard);
      try {
        clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
        button('Copy').click();
        await eventually(() => menuOf(avatar)?.textContent.includes('Copied') === true);
        expect(copied).to.deep.equal(['You: When?\n\nMaya: At <nine>.']);
        clipboard.writeText = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
        button('Copied').click();
        await eventually(() => menuOf(avatar)?.hidden === true);
        expect(getSelection()?.isCollapsed).to.be.false;
      } finally {
        clipboard.writeText = original;
      }
    });

    it('that deletes the conversation', async () => {
      const { avatar, panel } = await mount();
      const button = await open(avatar);
      button('Delete the conversation').click();
      await avatar.updateComplete;
      expect(avatar.transcript).to.deep.equal([]);
      expect(panel.querySelector('[part~="transcript-entry"]')).to.equal(null);
      expect(panel.nextElementSibling?.children.length).to.equal(0);
      expect(menuOf(avatar)).to.equal(null);
    });
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

  it('is below the picture of a square element, and beside that of a wide one', async () => {
    const { avatar, panel } = await mount();
    await fill(avatar);
    const picture = await eventually(() => avatar.video ?? undefined);
    await eventually(() => panel.getBoundingClientRect().top >= picture.getBoundingClientRect().bottom);
    avatar.style.aspectRatio = '16 / 9';
    avatar.style.inlineSize = '640px';
    await eventually(() => panel.getBoundingClientRect().left >= picture.getBoundingClientRect().right);
    avatar.dir = 'rtl';
    await avatar.updateComplete;
    expect(panel.getBoundingClientRect().right).to.be.at.most(picture.getBoundingClientRect().left);
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
