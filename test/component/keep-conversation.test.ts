import { expect, fixtureCleanup } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually } from '../support/in-browser.js';

/** Of each test another: an element that goes still writes down what it has. */
let endpoint = '';
let name = '';

describe('a conversation that is kept, in <kaltura-avatar>', () => {
  const mount = (keep: string, attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> =>
    mountAvatar({ 'session-endpoint': endpoint, mode: 'text', 'keep-conversation': keep, ...attributes });
  const saidBy = ({ transcript }: KalturaAvatarElement): string[] =>
    transcript.map(({ role, text }) => `${role}: ${text}`);
  /** As another page of the site has it. */
  const mountAgain = async (before: KalturaAvatarElement, keep: string): Promise<KalturaAvatarElement> => {
    before.remove();
    return mount(keep);
  };
  beforeEach(() => {
    endpoint = `/api/talking-avatar/${crypto.randomUUID()}/session`;
    name = `kaltura-avatar:conversation:${location.origin}${endpoint}`;
  });
  after(() => {
    fixtureCleanup();
    localStorage.clear();
    sessionStorage.clear();
  });

  const FIRST = ['visitor: Hello', 'avatar: You said: Hello. That was message 1.'];

  for (const [keep, storage, other] of [
    ['visit', sessionStorage, localStorage],
    ['week', localStorage, sessionStorage],
  ] as const)
    it(`for a ${keep}, is shown again on the next page, and goes on`, async () => {
      const first = await mount(keep);
      await first.send('Hello');
      await eventually(() => storage.getItem(name)?.includes('message 1.') ?? false);
      expect(other.getItem(name)).to.be.null;
      const second = await mountAgain(first, keep);
      await eventually(() => saidBy(second).length === 2);
      expect(saidBy(second)).to.deep.equal(FIRST);
      expect(second.transcript.every(({ isEarlier }) => isEarlier)).to.be.true;
      await second.send('Again');
      expect(saidBy(second).at(-1)).to.equal('avatar: You said: Again. That was message 2.');
      await eventually(() => partOf(second, 'transcript-entry') !== null);
      expect(second.outerHTML + (second.shadowRoot?.innerHTML ?? '')).not.to.contain(
        (JSON.parse(storage.getItem(name) ?? '{}') as { key: string }).key,
      );
    });

  it('is kept with what was said before that was asked for', async () => {
    const first = await mountAvatar({ 'session-endpoint': endpoint, mode: 'text' });
    await first.send('Hello');
    first.keepConversation = 'visit';
    await eventually(() => sessionStorage.getItem(name)?.includes('message 1.') ?? false);
    const second = await mountAgain(first, 'visit');
    await eventually(() => saidBy(second).length === 2);
    expect(saidBy(second)).to.deep.equal(FIRST);
  });

  it('is told to nobody again who hears the page', async () => {
    const first = await mount('visit');
    await first.send('Hello');
    await eventually(() => sessionStorage.getItem(name)?.includes('message 1.') ?? false);
    const second = await mountAgain(first, 'visit');
    await eventually(() => partOf(second, 'transcript-entry') !== null);
    await second.send('Again');
    const region = second.shadowRoot?.querySelector<HTMLElement>('[aria-relevant="additions"]');
    await eventually(() => region?.textContent.includes('message 2.') ?? false);
    expect(region?.textContent).not.to.contain('message 1.');
  });

  it('stays on its page where nothing else is wanted', async () => {
    const avatar = await mountAvatar({ 'session-endpoint': endpoint, mode: 'text' });
    await avatar.send('Hello');
    expect([localStorage.getItem(name), sessionStorage.getItem(name)]).to.deep.equal([null, null]);
  });

  it('is forgotten by its button, here and at the backend', async () => {
    const first = await mount('week');
    await first.send('Hello');
    await eventually(() => localStorage.getItem(name) !== null);
    const stored = localStorage.getItem(name) ?? '';
    await first.forget();
    expect(localStorage.getItem(name)).to.be.null;
    // Whoever had copied the key finds nothing by it.
    localStorage.setItem(name, stored);
    const second = await mountAgain(first, 'week');
    await eventually(() => saidBy(second).length >= 2);
    await second.send('Again');
    expect(saidBy(second).at(-1)).to.equal('avatar: You said: Again. That was message 1.');
  });

  it('is forgotten in the other tabs, too, and by the other avatars of the page', async () => {
    const first = await mount('week');
    await first.send('Hello');
    await eventually(() => localStorage.getItem(name)?.includes('message 1.') ?? false);
    const second = await mount('week');
    await eventually(() => saidBy(second).length === 2);
    await second.forget();
    expect([first.transcript.length, localStorage.getItem(name)]).to.deep.equal([0, null]);

    // Another tab shares the storage, and this page is told what happens there.
    await first.send('Again');
    expect(saidBy(first).at(-1)).to.equal('avatar: You said: Again. That was message 1.');
    await eventually(() => localStorage.getItem(name)?.includes('message 1.') ?? false);
    const tab = document.body.appendChild(document.createElement('iframe'));
    tab.contentWindow?.localStorage.removeItem(name);
    await eventually(() => first.transcript.length === 0);
    tab.remove();

    // One that the browser had put aside is told when it is shown again.
    await first.send('And again');
    await eventually(() => localStorage.getItem(name)?.includes('message 1.') ?? false);
    localStorage.removeItem(name);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(first.transcript).to.be.empty;
    expect(localStorage.getItem(name)).to.be.null;
  });

  it('is over after its time, and is nothing that somebody else has written there', async () => {
    const key = 'k'.repeat(64);
    const entry = {
      role: 'avatar',
      text: 'See this',
      at: new Date(),
      links: [{ text: 'this', url: 'javascript:0', start: 4 }],
    };
    localStorage.setItem(name, JSON.stringify({ key, until: Date.now() - 1, entries: [entry] }));
    const over = await mount('week', { greeting: 'Welcome!' });
    await eventually(() => saidBy(over).join() === 'avatar: Welcome!');
    over.remove();
    localStorage.setItem(name, JSON.stringify({ key, until: Date.now() + 9e6, entries: [entry, { role: 'boss' }, 7] }));
    const written = await mount('week');
    await eventually(() => saidBy(written).length > 0);
    expect(written.transcript.map(({ text, links }) => [text, links])).to.deep.equal([['See this', []]]);
    written.remove();
    localStorage.setItem(name, '{"key":');
    const broken = await mount('week');
    await broken.send('Hello');
    expect(saidBy(broken)).to.deep.equal(FIRST);
  });
});
