import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually } from '../support/in-browser.js';

const WINDOW = { width: 1000, height: 760 };

describe('a panel that is moved and resized', () => {
  before(() => setViewport(WINDOW));
  beforeEach(() => sessionStorage.clear());
  afterEach(() => (document.documentElement.dir = ''));

  const part = (avatar: KalturaAvatarElement, name: string): HTMLElement | null =>
    avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;
  const stageOf = (avatar: KalturaAvatarElement): HTMLElement => part(avatar, 'stage') ?? expect.fail('no stage');
  const boxOf = (avatar: KalturaAvatarElement): DOMRect => stageOf(avatar).getBoundingClientRect();

  const open = async (placement: KalturaAvatarElement['placement'] = 'bottom-end'): Promise<KalturaAvatarElement> => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar
        id="guide"
        placement=${placement}
        session-endpoint="/api/avatar/session"
        style="--kaltura-avatar-panel-size: 320px"
      ></kaltura-avatar>`,
    );
    avatar.expanded = true;
    await eventually(() => part(avatar, 'move-button') ?? undefined);
    await Promise.all(
      stageOf(avatar)
        .getAnimations()
        .map(({ finished }) => finished),
    );
    return avatar;
  };
  const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
    await sendMouse({ type: 'move', position: from });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [Math.round((from[0] + to[0]) / 2), Math.round((from[1] + to[1]) / 2)] });
    await sendMouse({ type: 'move', position: to });
    await sendMouse({ type: 'up' });
  };

  it('goes where its head is dragged to, and stays within the window', async () => {
    const avatar = await open();
    const before = boxOf(avatar);
    const grip: [number, number] = [Math.round(before.left + 120), Math.round(before.top + 26)];
    await drag(grip, [grip[0] - 150, grip[1] - 90]);
    expect(boxOf(avatar).left).to.be.closeTo(before.left - 150, 1);
    expect(boxOf(avatar).top).to.be.closeTo(before.top - 90, 1);
    await drag([grip[0] - 150, grip[1] - 90], [5, 5]);
    expect(boxOf(avatar).left).to.be.at.least(0);
    expect(boxOf(avatar).top).to.be.at.least(0);
  });

  it('is there again on the next page, and back in its corner as a bubble', async () => {
    const avatar = await open();
    const { left, top } = boxOf(avatar);
    part(avatar, 'move-button')?.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowUp' });
    expect(boxOf(avatar).left).to.be.closeTo(left - 24, 1);
    expect(boxOf(avatar).top).to.be.closeTo(top - 24, 1);
    avatar.expanded = false;
    await avatar.updateComplete;
    expect(avatar.style.translate).to.equal('');
    avatar.remove();
    const next = await open();
    await eventually(() => Math.abs(boxOf(next).left - (left - 24)) <= 1);
    part(next, 'move-button')?.dispatchEvent(new MouseEvent('dblclick'));
    expect(boxOf(next).left).to.be.closeTo(left, 1);
  });

  for (const [placement, dir, by] of [
    ['bottom-end', 'ltr', ['ArrowLeft', 'ArrowUp']],
    ['bottom-end', 'rtl', ['ArrowRight', 'ArrowUp']],
    ['top-start', 'ltr', ['ArrowRight', 'ArrowDown']],
  ] as const)
    it(`grows away from its corner by its handle, at ${placement} in ${dir}`, async () => {
      document.documentElement.dir = dir;
      const avatar = await open(placement);
      const before = boxOf(avatar);
      part(avatar, 'resize-button')?.focus();
      for (const key of by) await sendKeys({ press: key });
      await eventually(() => Math.abs(boxOf(avatar).width - before.width - 24) <= 1);
      await eventually(() => Math.abs(boxOf(avatar).height - before.height - 24) <= 1);
      part(avatar, 'resize-button')?.dispatchEvent(new MouseEvent('dblclick'));
      await eventually(() => Math.abs(boxOf(avatar).width - before.width) <= 1);
    });

  it('goes round the corners of the window by clicks on its grip, without a drag', async () => {
    const avatar = await open();
    const home = boxOf(avatar);
    const grip = part(avatar, 'move-button') ?? expect.fail('no grip');
    const corner = (): string => {
      const { left, right, top, bottom } = boxOf(avatar);
      return `${top + bottom > WINDOW.height ? 'bottom' : 'top'} ${left + right > WINDOW.width ? 'right' : 'left'}`;
    };
    const seen: string[] = [];
    for (let clicks = 0; clicks < 4; clicks++) {
      const { left, top, width, height } = grip.getBoundingClientRect();
      await sendMouse({
        type: 'click',
        position: [Math.round(left + width / 2), Math.round(top + height / 2)],
      });
      seen.push(corner());
    }
    expect(seen).to.deep.equal(['bottom left', 'top left', 'top right', 'bottom right']);
    expect(boxOf(avatar).left).to.be.closeTo(home.left, 1);
    grip.focus();
    await sendKeys({ press: 'Enter' });
    expect(corner()).to.equal('bottom left');
  });

  it('is made larger and its own size again by clicks on its handle, without a drag', async () => {
    const avatar = await open();
    const before = boxOf(avatar);
    const handle = part(avatar, 'resize-button') ?? expect.fail('no handle');
    handle.click();
    await eventually(() => boxOf(avatar).width > before.width + 40 && boxOf(avatar).height > before.height + 40);
    expect(boxOf(avatar).left).to.be.at.least(0);
    expect(boxOf(avatar).top).to.be.at.least(0);
    handle.click();
    await eventually(() => Math.abs(boxOf(avatar).width - before.width) <= 1);
  });

  it('takes the end of a drag for no click', async () => {
    const avatar = await open();
    const before = boxOf(avatar);
    const { left, top } = part(avatar, 'move-button')?.getBoundingClientRect() ?? expect.fail('no grip');
    await drag([Math.round(left + 18), Math.round(top + 18)], [Math.round(left - 82), Math.round(top - 22)]);
    expect(boxOf(avatar).left).to.be.closeTo(before.left - 100, 1);
    expect(boxOf(avatar).top).to.be.closeTo(before.top - 40, 1);
  });

  it('is accessible, and has no handles in a narrow window', async () => {
    const avatar = await open();
    await expect(avatar).to.be.accessible();
    await setViewport({ width: 400, height: 700 });
    await eventually(() => part(avatar, 'move-button') === null);
    await setViewport(WINDOW);
    await eventually(() => part(avatar, 'move-button') ?? undefined);
  });

  it('keeps above the keyboard of a phone', async () => {
    const avatar = await open();
    const before = boxOf(avatar);
    const viewport = window.visualViewport ?? expect.fail('no visual viewport');
    const height = viewport.height;
    Object.defineProperty(viewport, 'height', { configurable: true, value: height - 300 });
    viewport.dispatchEvent(new Event('resize'));
    await eventually(() => boxOf(avatar).bottom <= height - 300);
    expect(boxOf(avatar).top).to.be.at.least(0);
    Reflect.deleteProperty(viewport, 'height');
    viewport.dispatchEvent(new Event('resize'));
    await eventually(() => Math.abs(boxOf(avatar).bottom - before.bottom) <= 1);
  });
});
