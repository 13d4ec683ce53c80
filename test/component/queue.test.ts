import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually, failureOf } from '../support/in-browser.js';
import { SILENT } from '../support/silent.js';

const ENDPOINT = '/api/busy-avatar/session';

describe('where all avatars are busy and visitors wait in turn, <kaltura-avatar>', () => {
  const mounted: KalturaAvatarElement[] = [];
  const mount = async (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ 'session-endpoint': ENDPOINT, ...attributes });
    avatar.logger = SILENT;
    mounted.push(avatar);
    return avatar;
  };
  /** Takes the one place that there is. */
  const occupy = async (): Promise<KalturaAvatarElement> => {
    const avatar = await mount();
    await avatar.start();
    return avatar;
  };
  const wait = async (attributes?: Record<string, string>): Promise<KalturaAvatarElement> => {
    const avatar = await mount(attributes);
    expect((await failureOf(avatar.start())).code).to.equal('CAPACITY');
    await eventually(() => partOf(avatar, 'queue') !== null);
    return avatar;
  };
  const said = (avatar: KalturaAvatarElement): string => partOf(avatar, 'queue-place')?.innerText.trim() ?? '';
  const status = (avatar: KalturaAvatarElement): string =>
    avatar.shadowRoot?.querySelector('.queue-status')?.textContent.trim() ?? '';
  const ask = async (body: object = {}): Promise<{ ticket: string; place: number }> => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('/api/busy-avatar/queue', { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { ticket: string; place: number };
  };
  const leave = async (ticket: string): Promise<void> => {
    const headers = { 'Content-Type': 'application/json' };
    await fetch('/api/busy-avatar/queue/leave', { method: 'POST', headers, body: JSON.stringify({ ticket }) });
  };
  /** Nobody waits, and nothing is open. */
  const untilFree = (): Promise<true> =>
    eventually(async () => {
      const { ticket, place } = await ask();
      await leave(ticket);
      return place === 1;
    });
  afterEach(async () => {
    for (const avatar of mounted.splice(0)) {
      await avatar.end();
      avatar.remove();
    }
    await untilFree();
  });

  it('offers a place to visitors, and takes none for a start that nobody has asked for', async () => {
    await occupy();
    const avatar = await wait();
    expect(said(avatar)).to.equal('The avatar is busy right now.');
    expect(partOf(avatar, 'queue-leave-button')).to.be.null;
    await expect(avatar).to.be.accessible();
    partOf(avatar, 'queue-join-button')?.focus();
    await sendKeys({ press: 'Enter' });
    await eventually(() => said(avatar) === 'You are number 1 in the queue.');
  });

  it('shows the place, tells it politely, and starts by itself when it is the visitor’s turn', async () => {
    const first = await occupy();
    const { ticket } = await ask();
    const avatar = await mount();
    const events: string[] = [];
    avatar.addEventListener('avatar-queue-change', ({ queue, place }) => events.push(`${queue} ${place}`));
    expect((await failureOf(avatar.start())).code).to.equal('CAPACITY');
    await eventually(() => said(avatar) === 'You are number 2 in the queue.');
    expect(status(avatar)).to.equal('You are number 2 in the queue.');
    expect(partOf(avatar, 'error')?.querySelector('slot')?.checkVisibility({ visibilityProperty: true })).to.be.false;
    await expect(avatar).to.be.accessible();
    expect((avatar.shadowRoot?.innerHTML ?? '') + avatar.outerHTML).not.to.contain(ticket);
    await leave(ticket);
    await eventually(() => status(avatar) === 'You are number 1 in the queue.');
    await first.end();
    await eventually(() => avatar.state === 'live');
    expect(partOf(avatar, 'queue')).to.be.null;
    expect(events.filter((event, at) => event !== events[at - 1])).to.deep.equal([
      'waiting null',
      'waiting 2',
      'waiting 1',
      'turn 1',
      'over null',
    ]);
  });

  it('gives the place away where the visitor leaves the queue, or the element its page', async () => {
    await occupy();
    const [avatar, other] = [await wait(), await wait()];
    await eventually(() => said(other) === 'You are number 2 in the queue.');
    partOf(avatar, 'queue-leave-button')?.click();
    await eventually(() => partOf(avatar, 'retry-button')?.checkVisibility({ visibilityProperty: true }) === true);
    await eventually(() => said(other) === 'You are number 1 in the queue.');
    other.remove();
    await untilFree();
  });

  it('opens nothing for a tab that is hidden: its title tells whose turn it is, until it is seen', async () => {
    const first = await occupy();
    const avatar = await wait();
    const { title } = document;
    let hidden = true;
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    try {
      await first.end();
      await eventually(() => document.title.startsWith('It is your turn!'));
      expect(avatar.state).to.equal('error');
      hidden = false;
      document.dispatchEvent(new Event('visibilitychange'));
      await eventually(() => avatar.state === 'live');
      expect(document.title).to.equal(title);
    } finally {
      Reflect.deleteProperty(document, 'hidden');
    }
  });

  it('lets the visitor write meanwhile, and asks them before the avatar takes over', async () => {
    const first = await occupy();
    const avatar = await wait({ composer: '' });
    await eventually(() => partOf(avatar, 'write-button') !== null);
    partOf(avatar, 'write-button')?.click();
    await eventually(() => partOf(avatar, 'composer-field')?.checkVisibility() === true);
    await avatar.send('Hello');
    expect(avatar.transcript.at(-1)?.text).to.contain('That was message 1.');
    expect(said(avatar)).to.equal('You are number 1 in the queue.');
    await first.end();
    await eventually(() => said(avatar) === 'It is your turn!');
    await expect(avatar).to.be.accessible();
    expect(avatar.mode).to.equal('text');
    partOf(avatar, 'queue-start-button')?.click();
    await eventually(() => avatar.state === 'live');
  });
});
