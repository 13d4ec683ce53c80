import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';

/** What `npm run build` makes for script tags. */
const ELEMENT_FILE = '/dist/cdn/kaltura-avatar.js';
const SESSION_FILE = /\/dist\/cdn\/kaltura-avatar-session\.\w+\.js$/;

const isLoaded = (path: RegExp): boolean =>
  performance.getEntriesByType('resource').some(({ name }) => path.test(new URL(name).pathname));

describe('the files for script tags', () => {
  before(async () => {
    const script = Object.assign(document.createElement('script'), { type: 'module', src: ELEMENT_FILE });
    document.head.append(script);
    await customElements.whenDefined('kaltura-avatar');
  });

  it('load the session when the avatar is started, not before, and show it', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar session-endpoint="/api/avatar/session"></kaltura-avatar>`,
    );
    expect(isLoaded(SESSION_FILE)).to.be.false;
    await avatar.start();
    expect(isLoaded(SESSION_FILE)).to.be.true;
    expect(avatar.state).to.equal('live');
    await avatar.end();
  });
});
