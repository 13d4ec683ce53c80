import { expect } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import { createEndpointSource, type SessionGrant } from 'kaltura-avatar/session';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually, nextEvent } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';

describe('what visitors think', () => {
  useSessionStand();

  /** An element with an answer in its transcript, whose backend says this of its sessions. */
  const live = async (
    told: Pick<SessionGrant, 'takesFeedback'>,
    attributes: Record<string, string> = {},
  ): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ 'show-transcript': '', feedback: 'rating', ...attributes });
    const source = createEndpointSource({ endpoint: '/api/avatar/session' });
    avatar.sessionSource = async (wish, options) => {
      const grant = await source(wish, options);
      delete grant.takesFeedback;
      return { ...grant, ...told };
    };
    await avatar.start();
    avatar.transcriptLog.add({ role: 'avatar', text: 'At nine.', at: new Date(), turnId: 'turn-1' });
    await eventually(() => partOf(avatar, 'transcript-entry') !== null);
    return avatar;
  };
  const asked = async (avatar: KalturaAvatarElement): Promise<[thumbs: boolean, rating: boolean]> => {
    const thumbs = partOf(avatar, 'thumbs') !== null;
    await avatar.end();
    await avatar.updateComplete;
    return [thumbs, partOf(avatar, 'rating') !== null];
  };

  it('are asked where the backend takes it, or does not say', async () => {
    expect(await asked(await live({ takesFeedback: true }))).to.deep.equal([true, true]);
    expect(await asked(await live({}))).to.deep.equal([true, true]);
  });

  it('are not asked for nothing, where the backend says that it takes none', async () => {
    expect(await asked(await live({ takesFeedback: false }))).to.deep.equal([false, false]);
  });

  it('are asked for a page that takes it by the event, and the backend is sent nothing', async () => {
    const avatar = await live({ takesFeedback: false }, { 'feedback-local': '' });
    const sent: string[] = [];
    const realFetch = window.fetch.bind(window);
    window.fetch = (input, init) => {
      sent.push(new Request(input, init).url);
      return realFetch(input, init);
    };
    try {
      const told = nextEvent(avatar, 'avatar-feedback');
      avatar.shadowRoot?.querySelector<HTMLButtonElement>('[part="thumbs"] button')?.click();
      const { rating, turnId } = await told;
      expect([rating, turnId]).to.deep.equal(['up', 'turn-1']);
      expect(await asked(avatar)).to.deep.equal([true, true]);
      expect(sent.filter((url) => url.endsWith('/feedback'))).to.deep.equal([]);
    } finally {
      window.fetch = realFetch;
    }
  });
});
