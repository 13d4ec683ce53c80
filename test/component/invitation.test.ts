import { expect, fixture, html } from '@open-wc/testing';
import { sendMouse, setViewport } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually } from '../support/in-browser.js';

const ENDPOINT = '/api/avatar/session';

describe('the bubble that invites to talk', () => {
  before(() => setViewport({ width: 1000, height: 700 }));
  beforeEach(() => {
    sessionStorage.clear();
    window.scrollTo(0, 0);
  });

  const part = (avatar: KalturaAvatarElement, name: string): HTMLElement | null =>
    avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;

  /** In a page that can be scrolled. */
  const mount = async (
    settings: Partial<Pick<KalturaAvatarElement, 'teaser' | 'inviteOn' | 'expandAfter' | 'label'>>,
  ): Promise<KalturaAvatarElement> => {
    const box = await fixture<HTMLElement>(
      html`<div style="block-size: 3000px">
        <kaltura-avatar id="guide" placement="bottom-end" session-endpoint=${ENDPOINT}></kaltura-avatar>
      </div>`,
    );
    const avatar = box.querySelector('kaltura-avatar') ?? expect.fail('no avatar');
    Object.assign(avatar, settings);
    await eventually(() => part(avatar, 'launcher-button') ?? undefined);
    return avatar;
  };
  const scrollThrough = (): void => window.scrollTo(0, 2200);
  const TEASER = 'Looking for the right size?';

  it('shows its line a while after the page was loaded, accessible, and goes on to the panel by a click on it', async () => {
    const avatar = await mount({ teaser: TEASER });
    expect(part(avatar, 'teaser')).to.equal(null);
    const teaser = await eventually(() => part(avatar, 'teaser') ?? undefined);
    expect([teaser.role, part(avatar, 'teaser-button')?.textContent]).to.deep.equal(['status', TEASER]);
    await expect(avatar).to.be.accessible();
    part(avatar, 'teaser-button')?.click();
    await eventually(() => avatar.expanded);
    expect(part(avatar, 'teaser')).to.equal(null);
  });

  it('shows it once half of the page was read, and not again in the same tab', async () => {
    const first = await mount({ teaser: TEASER, inviteOn: 'scroll' });
    scrollThrough();
    await eventually(() => part(first, 'teaser') ?? undefined);
    part(first, 'teaser-close')?.click();
    await first.updateComplete;
    expect(part(first, 'teaser')).to.equal(null);
    first.remove();
    const second = await mount({ teaser: TEASER, inviteOn: 'scroll' });
    scrollThrough();
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    expect(part(second, 'teaser')).to.equal(null);
  });

  it('shows it when the pointer leaves the window at its top', async () => {
    const avatar = await mount({ teaser: TEASER, inviteOn: 'leave' });
    await sendMouse({ type: 'move', position: [300, 200] });
    document.documentElement.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientX: 300, clientY: -1 }));
    await eventually(() => part(avatar, 'teaser') ?? undefined);
  });

  it('waits for a dialog of the page to be closed, and gives way to one that is opened', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog>Cookies?</dialog>`);
    dialog.showModal();
    const avatar = await mount({ teaser: TEASER, inviteOn: 'scroll' });
    scrollThrough();
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    expect(part(avatar, 'teaser')).to.equal(null);
    dialog.close();
    await eventually(() => part(avatar, 'teaser') ?? undefined);
    dialog.showModal();
    await eventually(() => part(avatar, 'teaser') === null);
    dialog.close();
    await eventually(() => part(avatar, 'teaser') ?? undefined);
  });

  it('expands by itself where the page wants it, without taking the focus, and once in a tab', async () => {
    const button = await fixture<HTMLButtonElement>(html`<button>Of the page</button>`);
    const avatar = await mount({ expandAfter: 0, inviteOn: 'scroll' });
    button.focus({ preventScroll: true });
    scrollThrough();
    await eventually(() => avatar.expanded);
    await eventually(() => part(avatar, 'launcher-bar') ?? undefined);
    expect(document.activeElement).to.equal(button);
    avatar.expanded = false;
    avatar.remove();
    window.scrollTo(0, 0);
    const second = await mount({ expandAfter: 0, inviteOn: 'scroll' });
    scrollThrough();
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    expect(second.expanded).to.equal(false);
  });

  it('counts what was said while it was a bubble, also for those who hear it', async () => {
    const avatar = await mount({ label: 'Maya' });
    expect(part(avatar, 'launcher-button')?.ariaLabel).to.equal('Talk to Maya');
    for (const text of ['We open at nine.', 'And close at six.'])
      avatar.transcriptLog.add({ role: 'avatar', text, at: new Date() });
    avatar.transcriptLog.add({ role: 'visitor', text: 'Thanks', at: new Date() });
    await eventually(() => part(avatar, 'unread')?.textContent === '2');
    expect(part(avatar, 'launcher-button')?.ariaLabel).to.equal('Talk to Maya. New messages: 2');
    await expect(avatar).to.be.accessible();
    avatar.expanded = true;
    await avatar.updateComplete;
    avatar.expanded = false;
    await avatar.updateComplete;
    expect(part(avatar, 'unread')).to.equal(null);
  });
});
