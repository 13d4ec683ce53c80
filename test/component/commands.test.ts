import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { captureComplaints, eventually, reportOf } from '../support/in-browser.js';

const PAGE = html`<div>
  <kaltura-avatar id="guide" session-endpoint="/api/avatar/session"></kaltura-avatar>
  <button commandfor="guide" command="--start">Start</button>
  <button commandfor="guide" command="--speak" value="Welcome!">Greet</button>
  <button commandfor="guide" command="--interrupt">Hush</button>
  <button commandfor="guide" command="--toggle-mute">Sound</button>
  <button commandfor="guide" command="--toggle-captions">Captions</button>
  <button commandfor="guide" command="--fly">Fly</button>
  <button commandfor="guide" command="--end">End</button>
</div>`;

/** Takes invoker commands from this Chromium, as older browsers are without them. */
function withoutInvokerCommands(): () => void {
  const taken = ['command', 'commandForElement'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(HTMLButtonElement.prototype, name)] as const,
  );
  for (const [name] of taken) Reflect.deleteProperty(HTMLButtonElement.prototype, name);
  // Nor does such a browser send the event.
  const stop = (event: Event): void => event.stopImmediatePropagation();
  window.addEventListener('command', stop, { capture: true });
  return () => {
    window.removeEventListener('command', stop, { capture: true });
    for (const [name, descriptor] of taken)
      if (descriptor) Object.defineProperty(HTMLButtonElement.prototype, name, descriptor);
  };
}

for (const isNative of [true, false]) {
  describe(`buttons with commands, where the browser ${isNative ? 'has' : 'lacks'} them`, () => {
    let complaints: ReturnType<typeof captureComplaints>;
    let restore: (() => void) | undefined;
    let avatar: KalturaAvatarElement;
    beforeEach(async () => {
      complaints = captureComplaints();
      restore = isNative ? undefined : withoutInvokerCommands();
      const page = await fixture<HTMLElement>(PAGE);
      avatar = page.querySelector('kaltura-avatar') ?? (undefined as never);
      // The code for clicks is loaded where the browser lacks commands; the page is then as it is to a visitor.
      await import('../../src/element/controllers/commands.js');
      await new Promise((resolve) => setTimeout(resolve));
    });
    afterEach(() => {
      restore?.();
      complaints.restore();
    });
    /** Resolves once the command was carried out: without invoker commands a task later, so that the page can still veto it. */
    const press = (name: string): Promise<void> => {
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click();
      return new Promise((resolve) => setTimeout(resolve));
    };

    it('start the avatar and make it speak, interrupt it and end it, without a script', async () => {
      await press('Greet');
      await eventually(() => avatar.speaking);
      expect((await reportOf(avatar.sessionId))?.turns.map(({ text }) => text)).to.deep.equal(['Welcome!']);
      await press('Hush');
      await eventually(() => !avatar.speaking);
      await press('End');
      await eventually(() => avatar.state === 'ended');
      await press('Start');
      await eventually(() => avatar.state === 'live');
      expect(complaints.messages).to.deep.equal([]);
    });

    it('turn sound and captions off and on, each once', async () => {
      await press('Sound');
      await press('Captions');
      expect([avatar.muted, avatar.captions]).to.deep.equal([true, true]);
      await press('Sound');
      expect(avatar.muted).to.be.false;
    });

    it('name a command that there is not', async () => {
      await press('Fly');
      expect(complaints.messages.join()).to.contain('--fly').and.contain('--speak');
    });
  });
}
