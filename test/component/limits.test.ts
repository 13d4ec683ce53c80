import { expect } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import { createEndpointSource, type SessionEndReason, type SessionGrant } from 'kaltura-avatar/session';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { addFault, eventually, failureOf, nextEvent } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';
import { SILENT } from '../support/silent.js';

describe('the limits of a conversation', () => {
  useSessionStand();

  /** An element whose backend tells these limits of its sessions. */
  const mount = async (limits: Partial<SessionGrant> = {}): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar();
    const source = createEndpointSource({ endpoint: '/api/avatar/session' });
    avatar.logger = SILENT;
    avatar.sessionSource = async (wish, options) => ({ ...(await source(wish, options)), ...limits });
    return avatar;
  };
  const live = async (limits: Partial<SessionGrant>): Promise<KalturaAvatarElement> => {
    const avatar = await mount(limits);
    await avatar.start();
    return avatar;
  };
  const ended = async (avatar: KalturaAvatarElement): Promise<SessionEndReason | null> => {
    for (;;) {
      const { state, reason } = await nextEvent(avatar, 'avatar-state-change');
      if (state === 'ended') return reason;
    }
  };
  const shown = (avatar: KalturaAvatarElement): string =>
    (avatar.shadowRoot?.querySelector('.foot p') as HTMLElement | null)?.innerText ?? '';
  const left = (avatar: KalturaAvatarElement): string => partOf(avatar, 'time-left')?.textContent.trim() ?? '';
  const announced = (avatar: KalturaAvatarElement): string =>
    [...(avatar.shadowRoot?.querySelectorAll('.unseen') ?? [])].map((each) => each.textContent.trim()).join(' ');

  it('are in sight in the last minute: how much time is left, which is said once to those who do not see it', async () => {
    const avatar = await live({ endsInSeconds: 50 });
    await eventually(() => /^Ends in 0:4\d$/.test(left(avatar)));
    expect(announced(avatar)).to.contain('This conversation ends soon.');
    const first = left(avatar);
    await eventually(() => left(avatar) !== first);
    await expect(avatar).to.be.accessible();
  });

  it('are nobody’s business before', async () => {
    const avatar = await live({ endsInSeconds: 3600, idleSeconds: 3600 });
    await eventually(() => avatar.shadowRoot?.querySelector('.unseen[aria-live="assertive"]') !== null);
    expect(announced(avatar)).not.to.contain('ends soon');
    expect([partOf(avatar, 'time-left'), partOf(avatar, 'still-there')]).to.deep.equal([null, null]);
  });

  it('end it when its time is over, and say so', async () => {
    const avatar = await mount({ endsInSeconds: 4 });
    const reason = ended(avatar);
    await avatar.start();
    expect(await reason).to.equal('limit');
    await eventually(() => shown(avatar) === 'The time for this conversation is over.');
    expect(announced(avatar)).to.contain('The time for this conversation is over.');
    avatar.lang = 'de';
    await eventually(() => shown(avatar) === 'Die Zeit für dieses Gespräch ist abgelaufen.');
  });

  it('ask whether the visitor is still there before a session ends that nobody uses', async () => {
    const avatar = await live({});
    avatar.idleTimeout = 4;
    const reason = ended(avatar);
    await eventually(() => partOf(avatar, 'still-there') !== null);
    expect(announced(avatar)).to.contain('Are you still there?');
    expect(avatar.shadowRoot?.activeElement).to.equal(null);
    await expect(avatar).to.be.accessible();
    expect(await reason).to.equal('idle');
    await eventually(() => shown(avatar) === 'The conversation ended because nothing was said for a while.');
  });

  it('go on where the visitor says so, or does anything with the element', async () => {
    const avatar = await live({});
    avatar.idleTimeout = 4;
    for (const use of [
      () => partOf(avatar, 'stay-button')?.click(),
      () => avatar.dispatchEvent(new KeyboardEvent('keydown', { key: 'x' })),
    ]) {
      await eventually(() => partOf(avatar, 'still-there') !== null);
      use();
      await eventually(() => partOf(avatar, 'still-there') === null);
      expect(avatar.state).to.equal('live');
    }
  });

  it('tell a backend that ends sessions in which nothing is said that the visitor is there', async () => {
    const told: string[] = [];
    const realFetch = window.fetch.bind(window);
    window.fetch = (input, init) => {
      if (typeof input === 'string' && input.includes('keep-alive')) told.push(new URL(input, location.href).search);
      return realFetch(input, init);
    };
    try {
      const avatar = await live({ idleSeconds: 4 });
      await eventually(() => partOf(avatar, 'still-there') !== null);
      partOf(avatar, 'stay-button')?.click();
      await eventually(() => told.includes('?used'));
      expect(avatar.state).to.equal('live');
    } finally {
      window.fetch = realFetch;
    }
  });

  it('are told as the reason of the end, whoever ended it', async () => {
    const byPage = await live({});
    const page = ended(byPage);
    await byPage.end();
    expect(await page).to.equal('page');

    const byVisitor = await live({});
    byVisitor.controls = true;
    await eventually(() => partOf(byVisitor, 'end-button') !== null);
    const visitor = ended(byVisitor);
    partOf(byVisitor, 'end-button')?.click();
    expect(await visitor).to.equal('visitor');

    const removed = await live({});
    const removal = ended(removed);
    removed.remove();
    expect(await removal).to.equal('left');
  });

  it('are those of the service where it has ended the session', async () => {
    const avatar = await live({});
    const reason = ended(avatar);
    await addFault({ call: 'say-text', kind: 'expire' });
    expect((await failureOf(avatar.speak('Never said.'))).code).to.equal('SESSION_GONE');
    expect(await reason).to.equal('service');
    await eventually(() => shown(avatar) === 'The avatar has ended the conversation.');
    expect(partOf(avatar, 'restart-button')).not.to.equal(null);
  });

  it('count down until all avatars are not busy any more, and let the visitor try before', async () => {
    const avatar = await mountAvatar();
    avatar.logger = SILENT;
    await addFault({ call: 'create', kind: 'status', status: 429, retryAfterSeconds: 30 });
    expect((await failureOf(avatar.start())).code).to.equal('CAPACITY');
    const hint = (): string => avatar.shadowRoot?.querySelector('[part~="cover"] p:not(.message *)')?.textContent ?? '';
    await eventually(() => /^Please try again in 0:(30|2\d)\.$/.test(hint()));
    expect(partOf(avatar, 'retry-button')).not.to.equal(null);
    const words = partOf(avatar, 'error')?.textContent ?? '';
    expect(words, 'and says nothing else of when').to.include('The avatar is busy right now.');
    expect(words).not.to.include('in a moment');
    await expect(avatar).to.be.accessible();
  });
});
