import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';

import { activeOf, FIRST, liveOf, SECOND, startCaptioned, STORY, trackOf } from '../support/caption-fixture.js';
import { eventually, nextEvent } from '../support/in-browser.js';

describe('captions in an element of the page’s own', () => {
  const ownOf = (avatar: KalturaAvatarElement): HTMLElement => {
    const own = avatar.querySelector<HTMLElement>('[slot="captions"]');
    if (!own) throw new Error('The page has put nothing there');
    return own;
  };

  it('are written into the page’s own element in the browser’s place, and screen readers are told once', async () => {
    const avatar = await startCaptioned();
    avatar.innerHTML = '<p slot="captions"></p>';
    const own = ownOf(avatar);
    await eventually(() => trackOf(avatar).mode === 'hidden');
    expect(own.checkVisibility(), 'before anything is said').to.be.false;
    const turn = avatar.session?.speak(`${FIRST} ${SECOND}`);
    for (const text of [FIRST, SECOND]) {
      await eventually(() => own.textContent === text && own.checkVisibility());
      await eventually(() => activeOf(avatar) === text);
      expect(liveOf(avatar)).to.equal(text);
    }
    const [frame, place] = [avatar.getBoundingClientRect(), own.getBoundingClientRect()];
    expect(place.top, 'it lies in the lower third').to.be.above(frame.top + (frame.height * 2) / 3);
    expect(place.bottom).to.be.below(frame.bottom);
    expect(own.assignedSlot?.ariaHidden).to.equal('true');
    await expect(avatar).to.be.accessible();
    await turn?.finished;
    await eventually(() => own.textContent === '' && !own.checkVisibility());
  });

  it('are shown by the page’s own element only while they are on, and by the browser again without it', async () => {
    const avatar = await startCaptioned({ captions: false });
    avatar.innerHTML = '<p slot="captions"></p>';
    const own = ownOf(avatar);
    await avatar.speak(STORY);
    await nextEvent(avatar, 'avatar-caption');
    await avatar.updateComplete;
    expect([own.textContent, own.checkVisibility()]).to.deep.equal(['', false]);
    avatar.captions = true;
    await eventually(() => STORY.includes(own.textContent) && own.checkVisibility());
    own.remove();
    await eventually(() => trackOf(avatar).mode === 'showing');
    expect(own.textContent).to.equal('');
    avatar.append(own);
    await eventually(() => trackOf(avatar).mode === 'hidden' && own.textContent !== '');
    avatar.remove();
    await eventually(() => own.textContent === '');
  });

  it('leave alone what the page writes into its own element, also when it does so later', async () => {
    const avatar = await startCaptioned();
    avatar.innerHTML = '<p slot="captions">♪</p><p slot="captions"><!-- a template’s --></p><p slot="captions"></p>';
    const [filled, templates, empty] = [...avatar.children] as [HTMLElement, HTMLElement, HTMLElement];
    await avatar.speak(STORY);
    await eventually(() => empty.textContent !== '');
    expect([filled.textContent, templates.textContent]).to.deep.equal(['♪', '']);
    expect(filled.checkVisibility()).to.be.true;
    empty.append(document.createElement('b'));
    await eventually(() => empty.innerHTML === '<b></b>');
    await nextEvent(avatar, 'avatar-caption');
    await avatar.updateComplete;
    expect(empty.innerHTML).to.equal('<b></b>');
  });

  it('leave a text that the page puts in the place of theirs', async () => {
    const avatar = await startCaptioned();
    avatar.innerHTML = '<p slot="captions"></p>';
    const own = ownOf(avatar);
    // As frameworks do: into the text that is there.
    avatar.addEventListener('avatar-caption', ({ text }) =>
      Object.assign(own.firstChild ?? own, { textContent: text.toUpperCase() }),
    );
    await avatar.speak(STORY);
    for (let caption = 0; caption < 2; caption++) {
      const { text } = await nextEvent(avatar, 'avatar-caption');
      await avatar.updateComplete;
      expect(own.textContent).to.equal(text.toUpperCase());
    }
  });

  it('are drawn as ever where an element around theirs hands on a slot that is empty', async () => {
    const outer = await fixture(html`<div></div>`);
    const root = outer.attachShadow({ mode: 'open' });
    const avatar = await startCaptioned();
    avatar.innerHTML = '<slot name="captions" slot="captions"></slot>';
    root.append(avatar);
    await eventually(() => trackOf(avatar).mode === 'showing');
    outer.innerHTML = '<p slot="captions"></p>';
    await eventually(() => trackOf(avatar).mode === 'hidden');
    await avatar.speak(FIRST);
    await eventually(() => outer.textContent === FIRST);
  });
});
