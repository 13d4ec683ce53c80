import { expect, fixture } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { eventually, nextEvent } from '../support/in-browser.js';

/** Of the simulator's catalogue. */
const MAYA = '5ef4233d6d84715f123115e2';
const NOTE = 'You are talking to an AI avatar, not to a person.';

describe('who the avatar is', () => {
  const find = (avatar: KalturaAvatarElement, selector: string): HTMLElement | undefined =>
    avatar.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
  const textOf = (element: Element | undefined): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';
  const isShown = (element: Element | undefined): boolean => element?.checkVisibility() ?? false;

  const mount = (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> =>
    fixture<KalturaAvatarElement>(
      Object.assign(document.createElement('div'), {
        innerHTML: '<kaltura-avatar session-endpoint="/api/avatar/session"></kaltura-avatar>',
      }).firstElementChild as KalturaAvatarElement,
    ).then(async (avatar) => {
      for (const [name, value] of Object.entries(attributes)) avatar.setAttribute(name, value);
      await avatar.updateComplete;
      return avatar;
    });

  it('is said to be an AI before the start, to those who see it and to those who hear it', async () => {
    const avatar = await mount();
    const intro = await eventually(() => find(avatar, '[part="intro"]'));
    expect(textOf(intro)).to.equal(NOTE);
    expect(isShown(find(avatar, '[part="disclosure"]'))).to.equal(true);
    const button = find(avatar, '[part~="start-button"]');
    const note = find(avatar, `#${button?.getAttribute('aria-describedby') ?? 'none'}`);
    expect(textOf(note)).to.equal(NOTE);
    await expect(avatar).to.be.accessible();
  });

  it('is named, with a line about it, by the page', async () => {
    const avatar = await mount({ label: 'Maya', tagline: 'Knows all our shoes' });
    await eventually(() => textOf(find(avatar, '[part="name"]')) === 'Maya');
    expect(textOf(find(avatar, '[part="tagline"]'))).to.equal('Knows all our shoes');
    await expect(avatar).to.be.accessible();
  });

  it('is named by the catalogue where the page does not name it', async () => {
    const avatar = await mount({ 'avatar-id': MAYA });
    await eventually(() => textOf(find(avatar, '[part="name"]')) === 'Maya');
  });

  it('has a badge while it is live, and tells those who hear it once, while it connects', async () => {
    const avatar = await mount();
    await eventually(() => find(avatar, '[part="intro"]'));
    const told = new Set<string>();
    const status = find(avatar, '[part="disclosure"] + [role="status"]');
    const observer = new MutationObserver(() => told.add(textOf(status)));
    if (status) observer.observe(status, { childList: true, characterData: true, subtree: true });
    await avatar.start();
    await avatar.updateComplete;
    expect([...told].filter(Boolean)).to.deep.equal([NOTE]);
    expect(find(avatar, '[part="intro"]')).to.equal(undefined);
    expect(isShown(find(avatar, '[part="disclosure"]'))).to.equal(true);
    observer.disconnect();
  });

  it('is told in the words of the page, and at the beginning of the transcript', async () => {
    const avatar = await mount({ disclosure: 'Maya is an AI of Example Shop.', 'show-transcript': '' });
    const opening = await eventually(() => find(avatar, '[part="transcript-opening"]'));
    expect(textOf(opening)).to.equal('Maya is an AI of Example Shop.');
    await eventually(() => textOf(find(avatar, '[part="intro"]')) === 'Maya is an AI of Example Shop.');
  });

  it('says it by itself in the language of the page', async () => {
    const avatar = await mount({ lang: 'de' });
    await eventually(
      () => textOf(find(avatar, '[part="intro"]')) === 'Sie sprechen mit einem KI-Avatar, nicht mit einem Menschen.',
    );
  });

  it('leaves that to a page that says it itself', async () => {
    const avatar = await mount({ disclosure: 'off', label: 'Maya', 'show-transcript': '' });
    await eventually(() => find(avatar, '[part="name"]'));
    await eventually(() => find(avatar, '[part="transcript"]'));
    expect(find(avatar, '[part="disclosure"]')).to.equal(undefined);
    expect(find(avatar, '[part="transcript-opening"]')).to.equal(undefined);
    expect(find(avatar, '[part~="start-button"]')?.hasAttribute('aria-describedby')).to.equal(false);
  });

  it('says so aloud before anything else, where it should', async () => {
    const avatar = await mount({ 'speak-disclosure': '', greeting: 'Good morning.' });
    await avatar.start();
    const { text } = await nextEvent(avatar, 'avatar-caption');
    expect(text).to.equal(NOTE);
    await eventually(() => avatar.transcript.some((entry) => entry.text.includes('Good morning.')));
  });
});
