import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually } from '../support/in-browser.js';

const ENDPOINT = '/api/avatar/session';
/** Of the simulator's catalogue. */
const MAYA = '5ef4233d6d84715f123115e2';

describe('the face of <kaltura-avatar> before it is there', () => {
  before(() => setViewport({ width: 1000, height: 700 }));
  beforeEach(() => {
    sessionStorage.clear();
    performance.clearResourceTimings();
  });

  const faceOf = (avatar: KalturaAvatarElement): HTMLElement | null =>
    avatar.shadowRoot?.querySelector<HTMLElement>('.known-face') ?? null;
  const isSeen = (face: HTMLElement | null): boolean =>
    face !== null && face.hasAttribute('data-there') && face.checkVisibility({ visibilityProperty: true });
  const silhouette = (avatar: KalturaAvatarElement): Element | null =>
    avatar.shadowRoot?.querySelector('.silhouette') ?? null;
  const shown = async (avatar: KalturaAvatarElement): Promise<HTMLElement> => {
    await eventually(() => isSeen(faceOf(avatar)));
    return faceOf(avatar) ?? expect.fail('no face');
  };
  const requests = (): string[] =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.startsWith('/api/'));
  const image = (avatar: KalturaAvatarElement): HTMLImageElement | null => faceOf(avatar)?.querySelector('img') ?? null;

  it('is the picture of the catalogue, without a session and without a shift of the page', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    const before = avatar.getBoundingClientRect().toJSON() as unknown;
    await shown(avatar);
    expect(image(avatar)?.naturalWidth).to.be.greaterThan(0);
    expect(silhouette(avatar)?.checkVisibility({ visibilityProperty: true })).to.equal(false);
    expect(avatar.getBoundingClientRect().toJSON()).to.deep.equal(before);
    expect([avatar.state, avatar.sessionId]).to.deep.equal(['idle', null]);
    expect(requests().filter((path) => path.includes('session'))).to.deep.equal([]);
    await expect(avatar).to.be.accessible();
  });

  it('is asked for once the element is scrolled into view, and not before', async () => {
    const box = await fixture<HTMLElement>(
      html`<div>
        <div style="block-size: 3000px"></div>
        <kaltura-avatar avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>
      </div>`,
    );
    const avatar = box.querySelector('kaltura-avatar') ?? expect.fail('no avatar');
    // It would be told in the first frame.
    for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(requests()).to.deep.equal([]);
    avatar.scrollIntoView();
    await shown(avatar);
    expect(requests()).to.deep.equal(['/api/avatar/avatar']);
  });

  it('is shown in the bubble of a floating avatar', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar placement="bottom-end" avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    await shown(avatar);
    await eventually(() => faceOf(avatar)?.getBoundingClientRect().width === 72);
  });

  it('is there while connecting, makes way for the stream, and is back after the end', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar muted avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    await shown(avatar);
    const started = avatar.start();
    await eventually(() => avatar.state === 'connecting');
    await avatar.updateComplete;
    expect(isSeen(faceOf(avatar))).to.equal(true);
    await started;
    await eventually(() => faceOf(avatar)?.hasAttribute('data-covered'));
    await avatar.end();
    await eventually(() => !faceOf(avatar)?.hasAttribute('data-covered'));
    expect(isSeen(faceOf(avatar))).to.equal(true);
  });

  it('gives way to a poster of the page’s, be it an attribute or in the slot', async () => {
    const one = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar
        poster="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
        avatar-id=${MAYA}
        session-endpoint=${ENDPOINT}
      ></kaltura-avatar>`,
    );
    const other = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar avatar-id=${MAYA} session-endpoint=${ENDPOINT}><b slot="poster">Maya</b></kaltura-avatar>`,
    );
    const third = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    for (const avatar of [one, other, third]) {
      avatar.scrollIntoView();
      await eventually(() => avatar.wasSeen);
    }
    await shown(third);
    expect([faceOf(one), faceOf(other)]).to.deep.equal([null, null]);
    expect(requests()).to.deep.equal(['/api/avatar/avatar']);
  });

  it('is another where the page chooses another avatar', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar avatar-id=${MAYA} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    await shown(avatar);
    avatar.avatarId = '2791e5a338ce4232bfdc042d';
    await eventually(() => image(avatar)?.src.includes('2791e5a338ce4232bfdc042d'));
    await shown(avatar);
  });

  it('stays a silhouette, without a word, where the backend knows no face or has no such route', async () => {
    const avatars = await Promise.all(
      [ENDPOINT, '/api/nothing/session', '/api/avatar/token'].map((endpoint) =>
        fixture<KalturaAvatarElement>(html`<kaltura-avatar session-endpoint=${endpoint}></kaltura-avatar>`),
      ),
    );
    await eventually(() => requests().length === 2);
    for (const avatar of avatars) {
      await avatar.updateComplete;
      expect(faceOf(avatar)).to.equal(null);
      expect(avatar.error).to.equal(null);
      expect(silhouette(avatar)?.checkVisibility({ visibilityProperty: true })).to.equal(true);
    }
  });
});
