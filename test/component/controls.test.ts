import { expect } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import { sendKeys, sendMouse } from '@web/test-runner-commands';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { captureComplaints, eventually, reportOf } from '../support/in-browser.js';

describe('the controls of <kaltura-avatar>', () => {
  let complaints: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    complaints = captureComplaints();
  });
  afterEach(() => complaints.restore());

  const started = async (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ controls: '', ...attributes });
    await avatar.start();
    await eventually(() => partOf(avatar, 'control-bar') !== null);
    return avatar;
  };
  const labelled = (avatar: KalturaAvatarElement): (string | null)[] =>
    [...(avatar.shadowRoot?.querySelectorAll('.bar button, .bar input') ?? [])].map((control) =>
      control.getAttribute('aria-label'),
    );
  const away = (avatar: KalturaAvatarElement): boolean => partOf(avatar, 'controls')?.hasAttribute('data-away') ?? true;

  it('are not there without the attribute, nor before there is anything to control', async () => {
    const avatar = await mountAvatar({ controls: '' });
    expect(partOf(avatar, 'controls')).to.be.null;
    avatar.controls = false;
    await avatar.start();
    await avatar.updateComplete;
    expect(partOf(avatar, 'controls')).to.be.null;
  });

  it('are accessible, and each has a name', async () => {
    const avatar = await started({ captions: '' });
    await expect(avatar).to.be.accessible();
    expect(labelled(avatar)).to.include.members([
      'Stop speaking',
      'Mute',
      'Volume',
      'Hide captions',
      'Full screen',
      'End the conversation',
    ]);
  });

  it('stop the speech, mute and unmute, and end the session', async () => {
    const avatar = await started();
    const interrupt = partOf(avatar, 'interrupt-button');
    expect(interrupt?.ariaDisabled).to.equal('true');
    await avatar.speak('One two three four five six seven eight nine ten. '.repeat(4));
    await eventually(() => avatar.speaking && interrupt?.ariaDisabled === null);
    interrupt?.click();
    await eventually(() => !avatar.speaking);
    partOf(avatar, 'mute-button')?.click();
    await eventually(() => avatar.video?.muted === true);
    expect(labelled(avatar)).to.include('Unmute');
    partOf(avatar, 'mute-button')?.click();
    await eventually(() => avatar.video?.muted === false);
    partOf(avatar, 'end-button')?.click();
    await eventually(() => avatar.state === 'ended');
    await eventually(async () => (await reportOf(avatar.sessionId))?.state === 'ended');
    expect(complaints.messages).to.deep.equal([]);
  });

  it('turn the volume down to silence, and back to where it was', async () => {
    const avatar = await started({ volume: '0.6' });
    const slider = avatar.shadowRoot?.querySelector<HTMLInputElement>('[part="volume"]');
    if (!slider) throw new Error('There is no volume.');
    slider.focus();
    await sendKeys({ press: 'ArrowUp' });
    expect(avatar.volume).to.be.closeTo(0.65, 0.001);
    await sendKeys({ press: 'Home' });
    await avatar.updateComplete;
    expect([avatar.volume, avatar.muted]).to.deep.equal([0, true]);
    partOf(avatar, 'mute-button')?.click();
    await eventually(() => !avatar.muted && Math.abs(avatar.volume - 0.65) < 0.001);
    await eventually(() => avatar.video?.volume === avatar.volume);
  });

  it('obey keys while the focus is in the element, but not those that are typed into a field', async () => {
    const avatar = await started();
    partOf(avatar, 'mute-button')?.focus();
    await sendKeys({ press: 'c' });
    await eventually(() => avatar.captions);
    await sendKeys({ press: 'm' });
    await eventually(() => avatar.muted);
    const field = document.createElement('input');
    field.slot = 'controls';
    avatar.append(field);
    field.focus();
    await sendKeys({ press: 'm' });
    expect([field.value, avatar.muted]).to.deep.equal(['m', true]);
  });

  it('are listed with their keys by “?”, in a dialog that Escape closes and that gives the focus back', async () => {
    const avatar = await started({ captions: '' });
    const pressed: string[] = [];
    avatar.addEventListener('keydown', ({ key }) => pressed.push(key));
    partOf(avatar, 'mute-button')?.focus();
    await sendKeys({ press: '?' });
    const dialog = await eventually(() => partOf(avatar, 'shortcuts') ?? false);
    await eventually(() => avatar.shadowRoot?.activeElement === dialog);
    const listed = [...dialog.querySelectorAll('dl > div')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());
    expect(listed).to.include.members(['I Stop speaking', 'M Mute', 'C Captions', '? Keyboard shortcuts']);
    await expect(avatar).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await eventually(() => partOf(avatar, 'shortcuts') === null);
    expect(avatar.shadowRoot?.activeElement).to.equal(partOf(avatar, 'mute-button'));
    expect(pressed, 'a panel or a dialog of the page stays open').not.to.include('Escape');
    await sendKeys({ press: '?' });
    const again = await eventually(() => partOf(avatar, 'shortcuts') ?? false);
    again.querySelector('button')?.click();
    await eventually(() => partOf(avatar, 'shortcuts') === null);
  });

  it('leave a while after the pointer has, stay for the keyboard, and cannot be clicked while away', async () => {
    const avatar = await started();
    const { x, y } = avatar.getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x) + 40, Math.round(y) + 40] });
    await eventually(() => !away(avatar));
    await sendMouse({ type: 'move', position: [0, 0] });
    await eventually(() => away(avatar));
    partOf(avatar, 'end-button')?.focus();
    await sendKeys({ press: 'Shift+Tab' });
    await eventually(() => !away(avatar));
    expect(avatar.shadowRoot?.activeElement).to.equal(partOf(avatar, 'full-screen-button'));
  });

  it('fill the screen and come back', async () => {
    const avatar = await started();
    const button = partOf(avatar, 'full-screen-button');
    button?.focus();
    await sendKeys({ press: 'Enter' });
    await eventually(() => document.fullscreenElement === avatar);
    await eventually(() => labelled(avatar).includes('Leave full screen'));
    await sendKeys({ press: 'f' });
    await eventually(() => document.fullscreenElement === null);
  });

  it('make room for the page’s own', async () => {
    const avatar = await started();
    avatar.innerHTML = '<button slot="controls">Bye</button>';
    expect(partOf(avatar, 'control-bar')?.checkVisibility()).to.be.false;
    expect(avatar.querySelector('button')?.checkVisibility()).to.be.true;
  });

  for (const [where, attributes] of [
    ['', {}],
    [' with a composer', { composer: '' }],
  ] as const)
    it(`leave room for what there is to say, also in a thumbnail${where}`, async () => {
      const avatar = await started(attributes);
      avatar.style.inlineSize = '96px';
      await avatar.speak('').catch(() => undefined);
      const notice = await eventually(() => partOf(avatar, 'notice') ?? false);
      // The parts take their places once the element has its size.
      await eventually(() => {
        const [frame, bar, said] = [avatar, partOf(avatar, 'control-bar'), notice].map((it) =>
          it?.getBoundingClientRect(),
        );
        if (!frame || !bar || !said) return false;
        const isInside = said.top >= frame.top && said.bottom <= frame.bottom;
        return isInside && (said.bottom <= bar.top || said.top >= bar.bottom);
      });
    });

  it('leave no room behind when they are taken away', async () => {
    const avatar = await started();
    const room = (): string => {
      const overlay = partOf(avatar, 'overlay');
      return overlay ? getComputedStyle(overlay).paddingBlockEnd : '';
    };
    const withControls = parseFloat(room());
    avatar.controls = false;
    await avatar.updateComplete;
    expect(parseFloat(room())).to.be.below(withControls - 40);
  });

  it('keep the touch targets large enough, also in a thumbnail', async () => {
    const avatar = await started();
    for (const size of [512, 240, 160, 96]) {
      avatar.style.inlineSize = `${size}px`;
      const targets = [...(avatar.shadowRoot?.querySelectorAll<HTMLElement>('.bar button') ?? [])].filter((button) =>
        button.checkVisibility(),
      );
      expect(targets).not.to.be.empty;
      const frame = avatar.getBoundingClientRect();
      for (const target of targets) {
        const { width, height, left, right } = target.getBoundingClientRect();
        expect(Math.min(width, height), `${target.ariaLabel} at ${size}`).to.be.at.least(24);
        expect(left >= frame.left && right <= frame.right, `${target.ariaLabel} lies inside at ${size}`).to.be.true;
      }
    }
  });
});
