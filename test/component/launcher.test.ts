import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { KalturaAvatarElement, LauncherState } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually, nextEvent, reportOf } from '../support/in-browser.js';

const ENDPOINT = '/api/avatar/session';
const WINDOW = { width: 1000, height: 700 };

describe('the launcher of <kaltura-avatar>', () => {
  before(() => setViewport(WINDOW));
  beforeEach(() => sessionStorage.clear());
  afterEach(() => (document.documentElement.dir = ''));

  const part = (avatar: KalturaAvatarElement, name: string): HTMLElement | null =>
    avatar.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;
  const focused = (avatar: KalturaAvatarElement): string | null =>
    avatar.shadowRoot?.activeElement?.getAttribute('part') ?? null;
  const loaded = async (avatar: KalturaAvatarElement): Promise<KalturaAvatarElement> => {
    await eventually(() => part(avatar, 'launcher-button') ?? part(avatar, 'launcher-bar') ?? undefined);
    return avatar;
  };
  const mount = async (
    placement: KalturaAvatarElement['placement'] = 'bottom-end',
    id = 'guide',
  ): Promise<KalturaAvatarElement> =>
    loaded(
      await fixture<KalturaAvatarElement>(
        html`<kaltura-avatar id=${id} placement=${placement} session-endpoint=${ENDPOINT}></kaltura-avatar>`,
      ),
    );
  const sizeOf = (avatar: KalturaAvatarElement): number[] => {
    const { width, height } = avatar.getBoundingClientRect();
    return [width, height];
  };
  const expanded = async (): Promise<KalturaAvatarElement> => {
    const avatar = await mount();
    avatar.expanded = true;
    await eventually(() => part(avatar, 'launcher-bar') ?? undefined);
    return avatar;
  };
  /** Where it stands: the edges of the window that it is near, with the distance. */
  const cornerOf = (avatar: KalturaAvatarElement): Record<string, number> => {
    const { top, bottom, left, right } = avatar.getBoundingClientRect();
    const edges = { top, bottom: innerHeight - bottom, left, right: document.documentElement.clientWidth - right };
    return Object.fromEntries(Object.entries(edges).filter(([, distance]) => distance < 100));
  };

  describe('as a bubble', () => {
    it('is accessible and one button, which opens no session', async () => {
      const avatar = await mount();
      await expect(avatar).to.be.accessible();
      expect(sizeOf(avatar)).to.deep.equal([72, 72]);
      const button = part(avatar, 'launcher-button');
      expect([button?.ariaLabel, button?.ariaExpanded]).to.deep.equal(['Open the avatar', 'false']);
      const start = part(avatar, 'start-button');
      expect(start?.checkVisibility({ visibilityProperty: true })).to.equal(false);
      button?.click();
      await avatar.updateComplete;
      expect([avatar.expanded, avatar.state]).to.deep.equal([true, 'idle']);
    });

    it('takes no room in the page, and shows nothing before its code is there', async () => {
      const page = await fixture(html`<div></div>`);
      const avatar = document.createElement('kaltura-avatar');
      avatar.placement = 'bottom-end';
      page.append(avatar);
      await avatar.updateComplete;
      expect(part(avatar, 'launcher-button') === null).to.equal(true);
      expect(page.getBoundingClientRect().height).to.equal(0);
      expect(avatar.shadowRoot?.querySelector('.stage')?.checkVisibility({ visibilityProperty: true })).to.equal(false);
      await eventually(() => part(avatar, 'launcher-button') !== null);
      expect(sizeOf(avatar)).to.deep.equal([72, 72]);
    });

    for (const [dir, sides] of Object.entries({ ltr: ['right', 'left'], rtl: ['left', 'right'] })) {
      it(`stands in each corner where the text runs ${dir}`, async () => {
        document.documentElement.dir = dir;
        const [end = '', start = ''] = sides;
        const avatar = await mount();
        const corners: Record<string, unknown> = {};
        for (const placement of ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const) {
          avatar.placement = placement;
          await avatar.updateComplete;
          corners[placement] = cornerOf(avatar);
        }
        expect(corners).to.deep.equal({
          'bottom-end': { bottom: 20, [end]: 20 },
          'bottom-start': { bottom: 20, [start]: 20 },
          'top-end': { top: 20, [end]: 20 },
          'top-start': { top: 20, [start]: 20 },
        });
      });
    }
  });

  describe('as a panel', () => {
    it('is accessible, in its corner, and brings targets that a finger can hit', async () => {
      const avatar = await expanded();
      await expect(avatar).to.be.accessible();
      expect(sizeOf(avatar)).to.deep.equal([360, 480]);
      expect(cornerOf(avatar)).to.deep.equal({ bottom: 20, right: 20 });
      for (const name of ['minimise-button', 'dismiss-button'])
        expect(part(avatar, name)?.getBoundingClientRect().width).to.be.at.least(40);
    });

    it('is a sheet as wide as a small window, and no higher', async () => {
      try {
        await setViewport({ width: 320, height: 400 });
        const { left, right, top, bottom } = (await expanded()).getBoundingClientRect();
        expect([left, right, bottom]).to.deep.equal([0, 320, 400]);
        expect(top).to.be.at.least(0);
      } finally {
        await setViewport(WINDOW);
      }
    });

    it('is opened, minimised and dismissed by the keyboard, and the focus is never lost', async () => {
      const page = await fixture(html`<div><button>Before</button></div>`);
      const before = page.querySelector('button');
      const avatar = await mount();
      before?.focus();
      const press = async (key: string): Promise<string | null> => {
        await sendKeys({ press: key });
        await avatar.updateComplete;
        await eventually(() => document.activeElement === before || focused(avatar) !== null);
        return focused(avatar);
      };
      expect(await press('Tab')).to.equal('launcher-button');
      expect(await press('Enter')).to.contain('start-button');
      expect(await press('Escape')).to.equal('launcher-button');
      expect(await press('Enter')).to.contain('start-button');
      expect(await press('Tab')).to.contain('minimise-button');
      expect(await press('Enter')).to.equal('launcher-button');
      expect(await press('Enter')).to.contain('start-button');
      await press('Tab');
      expect(await press('Tab')).to.contain('dismiss-button');
      expect(await press('Enter')).to.equal(null);
      expect(document.activeElement === before).to.equal(true);
      expect(sizeOf(avatar)).to.deep.equal([0, 0]);
    });

    it('leaves Escape to what has used it', async () => {
      const avatar = await expanded();
      const press = (): KeyboardEvent =>
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true });
      const used = press();
      used.preventDefault();
      part(avatar, 'stage')?.dispatchEvent(used);
      expect(avatar.expanded).to.equal(true);
      part(avatar, 'stage')?.dispatchEvent(press());
      expect(avatar.expanded).to.equal(false);
    });

    it('leaves the focus where the visitor is writing when the page opens it', async () => {
      const page = await fixture(html`<div><textarea></textarea></div>`);
      const text = page.querySelector('textarea');
      text?.focus();
      const avatar = await expanded();
      expect(document.activeElement === text).to.equal(true);
      text?.blur();
      avatar.expanded = false;
      avatar.expanded = true;
      await eventually(() => focused(avatar)?.includes('start-button'));
    });
  });

  it('tells what the visitor makes of it, and takes the commands of buttons', async () => {
    const avatar = await mount();
    const told: LauncherState[] = [];
    avatar.addEventListener('avatar-launcher-change', ({ launcher }) => told.push(launcher));
    const commands = [
      ['--expand', 'expanded'],
      ['--minimise', 'collapsed'],
      ['--dismiss', 'dismissed'],
      ['--minimise', 'dismissed'],
      ['--expand', 'expanded'],
    ] as const;
    for (const [command, becomes] of commands) {
      const event = Object.assign(new Event('command'), { command });
      avatar.dispatchEvent(event);
      await eventually(() => avatar.matches(`:state(${becomes})`) && told.at(-1) === becomes);
    }
    expect(told).to.deep.equal(['expanded', 'collapsed', 'dismissed', 'expanded']);
  });

  it('is remembered for another element of the same id, and taken neither for one of another id nor for the focus', async () => {
    (await expanded()).remove();
    const again = await mount();
    expect([again.expanded, document.activeElement === document.body]).to.deep.equal([true, true]);
    expect((await mount('bottom-end', 'other')).expanded).to.equal(false);
    await again.dismiss();
    again.remove();
    const away = await mount();
    expect(sizeOf(away)).to.deep.equal([0, 0]);
    away.expanded = true;
    await away.updateComplete;
    expect(sizeOf(away)).to.deep.equal([360, 480]);
  });

  it('works where the browser keeps nothing', async () => {
    const original = Object.getOwnPropertyDescriptor(window, 'sessionStorage');
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Denied', 'SecurityError');
      },
    });
    try {
      const avatar = await expanded();
      await avatar.dismiss();
      await avatar.updateComplete;
      expect(sizeOf(avatar)).to.deep.equal([0, 0]);
    } finally {
      if (original) Object.defineProperty(window, 'sessionStorage', original);
    }
  });

  it('stays as it is where it is moved in the page', async () => {
    const page = await fixture(html`<main></main>`);
    const avatar = await expanded();
    sessionStorage.clear();
    page.append(avatar);
    await eventually(() => part(avatar, 'launcher-bar') ?? undefined);
    expect(avatar.expanded).to.equal(true);
  });

  it('fills its container, and nothing beyond', async () => {
    const box = await fixture<HTMLElement>(
      html`<div><kaltura-avatar placement="fill" session-endpoint=${ENDPOINT}></kaltura-avatar></div>`,
    );
    Object.assign(box.style, { position: 'relative', width: '640px', height: '200px' });
    const avatar = box.querySelector('kaltura-avatar');
    expect(avatar?.getBoundingClientRect()).to.deep.equal(box.getBoundingClientRect());
    expect(getComputedStyle(avatar ?? box).borderRadius).to.equal('0px');
    expect(avatar?.expanded).to.equal(false);
    avatar?.toggleAttribute('hidden', true);
    expect(avatar?.checkVisibility()).to.equal(false);
  });

  it('starts by itself with the first opening, keeps its session from place to place, and ends it when dismissed', async () => {
    const avatar = await fixture<KalturaAvatarElement>(
      html`<kaltura-avatar autostart placement="bottom-end" session-endpoint=${ENDPOINT}></kaltura-avatar>`,
    );
    await loaded(avatar);
    const requests = (): number => performance.getEntriesByType('resource').filter(isOfSession).length;
    const before = requests();
    expect([avatar.state, requests() - before]).to.deep.equal(['idle', 0]);
    part(avatar, 'launcher-button')?.click();
    await nextEvent(avatar, 'avatar-state-change');
    await eventually(() => avatar.state === 'live');
    const { sessionId } = avatar;

    avatar.expanded = false;
    await avatar.updateComplete;
    expect(sizeOf(avatar)).to.deep.equal([72, 72]);
    expect(avatar.video?.checkVisibility({ visibilityProperty: true, opacityProperty: true })).to.equal(true);
    await expect(avatar).to.be.accessible();

    for (const placement of ['inline', 'fill', 'top-start'] as const) {
      avatar.placement = placement;
      await avatar.updateComplete;
      expect([avatar.state, avatar.sessionId]).to.deep.equal(['live', sessionId]);
      expect(part(avatar, 'stage')?.hasAttribute('data-launcher')).to.equal(placement === 'top-start');
    }
    await loaded(avatar);
    expect(sizeOf(avatar)).to.deep.equal([72, 72]);
    expect((await reportOf(sessionId))?.viewers).to.equal(1);

    await avatar.dismiss();
    expect([avatar.state, sizeOf(avatar)]).to.deep.equal(['ended', [0, 0]]);
    // A page that starts it anew gets it to see.
    await avatar.start();
    expect([avatar.state, sizeOf(avatar)]).to.deep.equal(['live', [72, 72]]);
  });
});

const isOfSession = ({ name }: PerformanceEntry): boolean => name.includes(ENDPOINT);
