import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually, failureOf, reports } from '../support/in-browser.js';

const ENDPOINT = '/api/talking-avatar/session';

describe('in text mode, <kaltura-avatar>', () => {
  const mount = (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> =>
    mountAvatar({ 'session-endpoint': ENDPOINT, mode: 'text', ...attributes });
  const saidBy = ({ transcript }: KalturaAvatarElement): string[] =>
    transcript.map(({ role, text }) => `${role}: ${text}`);
  const field = (avatar: KalturaAvatarElement): HTMLTextAreaElement =>
    partOf(avatar, 'composer-field') as HTMLTextAreaElement;
  const isSeen = (element: Element | null | undefined): boolean => element?.checkVisibility() ?? false;

  it('is a chat in the place of the picture, which is answered with no session', async () => {
    const before = (await reports()).length;
    const avatar = await mount({ label: 'Maya' });
    await eventually(() => isSeen(partOf(avatar, 'composer-field')) && isSeen(partOf(avatar, 'writing-head')));
    expect(partOf(avatar, 'writing-head')?.innerText).to.contain('Maya').and.to.contain('AI avatar');
    expect(partOf(avatar, 'transcript-opening')?.innerText).to.contain('not to a person');
    expect(isSeen(partOf(avatar, 'start-button'))).to.be.false;
    field(avatar).focus();
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await eventually(() => saidBy(avatar).at(-1)?.endsWith('That was message 1.'));
    await avatar.send('And again');
    expect(saidBy(avatar)).to.deep.equal([
      'visitor: Hello',
      'avatar: You said: Hello. That was message 1.',
      'visitor: And again',
      'avatar: You said: And again. That was message 2.',
    ]);
    expect(avatar.state).to.equal('idle');
    expect((await reports()).length).to.equal(before);
    await expect(avatar).to.be.accessible();
  });

  it('brings the avatar in with the conversation so far, and goes on in writing again', async () => {
    const avatar = await mount();
    await avatar.send('Hello');
    await eventually(() => partOf(avatar, 'talk-button') !== null);
    partOf(avatar, 'talk-button')?.click();
    await eventually(() => avatar.state === 'live');
    expect(avatar.mode).to.equal('avatar');
    await avatar.send('Aloud');
    await eventually(() => saidBy(avatar).at(-1)?.endsWith('That was message 2.'));
    avatar.mode = 'text';
    await eventually(() => avatar.state === 'ended');
    await avatar.send('Written');
    expect(saidBy(avatar).at(-1)).to.equal('avatar: You said: Written. That was message 3.');
  });

  it('tells those who hear it each sentence of an answer once', async () => {
    const avatar = await mount();
    const told: string[] = [];
    await eventually(() => avatar.shadowRoot?.querySelector('[aria-relevant="additions"]') !== null);
    const region = avatar.shadowRoot?.querySelector('[aria-relevant="additions"]');
    if (!region) throw new Error('There is no region.');
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node instanceof HTMLElement) told.push(node.innerText);
    }).observe(region, { childList: true });
    await avatar.send('Hello');
    await eventually(() => told.join(' ').includes('That was message 1.'));
    expect(told.join(' ')).to.equal('You: Hello Avatar: You said: Hello. That was message 1.');
  });

  it('tells the backend what the visitor speaks: the language of the element, or what the page says of it', async () => {
    const avatar = await mount({ lang: 'de' });
    await avatar.send('Which language?');
    avatar.microphoneLanguage = 'fr-CA';
    await avatar.send('Which language?');
    expect(saidBy(avatar).filter((each) => each.startsWith('avatar'))).to.deep.equal(['avatar: de', 'avatar: fr-CA']);
  });

  it('stops an answer for the next message', async () => {
    const avatar = await mount();
    const first = failureOf(avatar.send('Please go on'));
    await eventually(() => saidBy(avatar)[1]?.includes('And on it goes.'));
    await avatar.send('Stop');
    expect((await first).code).to.equal('ABORTED');
    expect(avatar.transcript[1]?.isInterrupted).to.be.true;
    expect(saidBy(avatar).at(-1)).to.equal('avatar: You said: Stop. That was message 2.');
  });

  it('writes the page’s own answers as plain words with links, and acts as they say', async () => {
    const avatar = await mount();
    const dialog = await fixture<HTMLDialogElement>(html`<dialog data-avatar-dialog="Plan">The plan</dialog>`);
    avatar.allowActions = 'dialog';
    const done: string[] = [];
    avatar.addEventListener('avatar-action', ({ action }) =>
      done.push(`${action} after ${avatar.transcript[1]?.text}`),
    );
    avatar.reply = async function* () {
      yield await Promise.resolve('See **the** [map](https://x.y/z). ');
      yield { action: 'show' };
      yield { action: 'open-dialog', args: { dialog: 'Plan' } };
      yield 'There.';
      yield { suggestions: ['More'] };
    };
    await avatar.send('Where?');
    expect(saidBy(avatar)[1]).to.equal('avatar: See the map. There.');
    expect(avatar.transcript[1]?.links).to.deep.equal([{ text: 'map', url: 'https://x.y/z', start: 8 }]);
    expect(done).to.deep.equal(['show after See the map.', 'open-dialog after See the map.']);
    expect(dialog.open, 'what the element brings along, too').to.be.true;
    await eventually(() => partOf(avatar, 'suggestion-button')?.innerText === 'More');
  });

  it('begins with the greeting, and forgets what was said where the visitor wants that', async () => {
    const avatar = await mount({ greeting: 'Welcome!' });
    await eventually(() => saidBy(avatar)[0] === 'avatar: Welcome!');
    await avatar.send('Hello');
    await avatar.forget();
    expect(avatar.transcript).to.be.empty;
    await avatar.send('Again');
    expect(saidBy(avatar).at(-1)).to.equal('avatar: You said: Again. That was message 1.');
  });

  it('asks for consent first, where that is wanted, to what is done in writing', async () => {
    const avatar = await mountAvatar({
      ...{ 'session-endpoint': '/api/asking-avatar/session', mode: 'text' },
      ...{ consent: 'required', 'consent-version': '2026-11' },
    });
    const sent = avatar.send('Hello');
    const accept = await eventually(() => partOf(avatar, 'consent-accept-button') ?? undefined);
    expect(isSeen(accept)).to.be.true;
    expect(partOf(avatar, 'consent-card')?.textContent).to.contain('What you write here is processed to answer you.');
    expect(partOf(avatar, 'consent-card')?.textContent).not.to.contain('This avatar opens a video connection');
    await expect(avatar).to.be.accessible();
    accept.click();
    await sent;
    expect(saidBy(avatar).at(-1)).to.equal('avatar: You said: Hello. That was message 1.');
    await avatar.withdrawConsent();
  });

  it('is offered where the avatar cannot start, and nothing that was written is lost', async () => {
    const avatar = await mountAvatar({ 'session-endpoint': ENDPOINT, composer: '' });
    await eventually(() => partOf(avatar, 'composer-field') !== null);
    const { fetch: original } = globalThis;
    globalThis.fetch = (input, init) =>
      new URL(new Request(input).url).pathname === ENDPOINT
        ? Promise.resolve(Response.json({ code: 'CAPACITY', status: 429 }, { status: 429 }))
        : original(input, init);
    try {
      field(avatar).value = 'My long question';
      field(avatar).dispatchEvent(new InputEvent('input'));
      partOf(avatar, 'send-button')?.click();
      await eventually(() => isSeen(partOf(avatar, 'write-button')));
      await eventually(() => field(avatar).value === 'My long question');
      await expect(avatar).to.be.accessible();
      partOf(avatar, 'write-button')?.click();
      await eventually(() => avatar.shadowRoot?.activeElement === field(avatar));
      expect(avatar.mode).to.equal('text');
      await sendKeys({ press: 'Enter' });
      await eventually(() => saidBy(avatar).at(-1) === 'avatar: You said: My long question. That was message 1.');
    } finally {
      globalThis.fetch = original;
    }
  });

  it('is offered by a browser without WebRTC, and leads to a conversation', async () => {
    const { RTCPeerConnection: original } = globalThis;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      const avatar = await mountAvatar({ 'session-endpoint': ENDPOINT });
      await eventually(() => isSeen(partOf(avatar, 'write-button')));
      expect(avatar.state).to.equal('unsupported');
      await expect(avatar).to.be.accessible();
      partOf(avatar, 'write-button')?.click();
      await eventually(() => avatar.shadowRoot?.activeElement === field(avatar));
      await sendKeys({ type: 'Hello' });
      await sendKeys({ press: 'Enter' });
      await eventually(() => saidBy(avatar).at(-1) === 'avatar: You said: Hello. That was message 1.');
      // There is no avatar to bring in.
      expect(partOf(avatar, 'talk-button')).to.be.null;
      expect(isSeen(partOf(avatar, 'transcript-entry'))).to.be.true;
      await expect(avatar).to.be.accessible();
    } finally {
      globalThis.RTCPeerConnection = original;
    }
  });

  it('is not offered where nobody would answer', async () => {
    const avatar = await mountAvatar({ 'session-endpoint': '/nowhere/session' });
    await failureOf(avatar.start());
    await eventually(() => isSeen(partOf(avatar, 'retry-button')));
    expect(partOf(avatar, 'write-button')).to.be.null;
  });
});
