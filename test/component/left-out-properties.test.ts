import { expect, fixture, html } from '@open-wc/testing';

import { AVATAR_EVENTS } from '../../src/element/avatar-props.js';
import { KalturaAvatarElement } from '../../src/define.js';

describe('a property that a framework leaves out', () => {
  for (const leftOut of [undefined, null]) {
    it(`is as if it had never been set, without a complaint (${String(leftOut)})`, async () => {
      const complaints: unknown[] = [];
      const ignore = (): void => undefined;
      const logger = { debug: ignore, info: ignore, warn: ignore, error: (line: string) => complaints.push(line) };
      const avatar = await fixture<KalturaAvatarElement>(
        html`<kaltura-avatar .logger=${logger} volume="0.5" voice-speed="2" placement="fill" muted></kaltura-avatar>`,
      );
      Object.assign(avatar, { volume: leftOut, voiceSpeed: leftOut, placement: leftOut, muted: leftOut });
      Object.assign(avatar, { session: leftOut, sessionSource: leftOut, avatarId: leftOut });
      await avatar.updateComplete;
      const { volume, voiceSpeed, placement, muted, session, avatarId } = avatar;
      expect({ volume, voiceSpeed, placement, muted, session, avatarId }).to.deep.equal({
        volume: 1,
        voiceSpeed: null,
        placement: 'inline',
        muted: false,
        session: null,
        avatarId: null,
      });
      expect(complaints).to.deep.equal([]);
    });
  }

  it('can be told from an attribute by its class, also where it has none', () => {
    for (const name of ['sessionSource', 'requestInit', 'retryPolicy', 'logger', 'session', 'sessionEndpoint'])
      expect(name in KalturaAvatarElement.prototype, name).to.be.true;
    for (const name of Object.keys(AVATAR_EVENTS)) expect(name in KalturaAvatarElement.prototype, name).to.be.false;
  });
});
