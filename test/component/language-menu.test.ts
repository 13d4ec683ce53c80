import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually } from '../support/in-browser.js';

const KEPT = 'kaltura-avatar:language';

describe('the menu of languages', () => {
  const mount = async (attributes: Record<string, string> = {}): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ lang: 'en', languages: 'en de he', ...attributes });
    await eventually(() => menuOf(avatar) !== null);
    return avatar;
  };
  const menuOf = (avatar: KalturaAvatarElement): HTMLSelectElement | null =>
    partOf(avatar, 'language')?.querySelector('select') ?? null;
  const choose = (avatar: KalturaAvatarElement, tag: string): void => {
    const menu = menuOf(avatar);
    if (!menu) throw new Error('There is no menu.');
    menu.value = tag;
    menu.dispatchEvent(new Event('change'));
  };
  const stageOf = (avatar: KalturaAvatarElement): HTMLElement | null | undefined =>
    avatar.shadowRoot?.querySelector<HTMLElement>('.stage');
  afterEach(() => {
    sessionStorage.removeItem(KEPT);
    localStorage.removeItem(KEPT);
  });

  it('names each language in itself, and is there only where the page offers several', async () => {
    const avatar = await mount({ languages: 'de, he pt-BR nonsense! de', label: 'Maya' });
    const options = [...(menuOf(avatar)?.options ?? [])];
    // With the page's own, to come back to.
    expect(options.map(({ lang, text }) => `${lang} ${text}`)).to.deep.equal([
      'en English',
      'de Deutsch',
      'he עברית',
      'pt-BR Português (Brasil)',
    ]);
    expect(menuOf(avatar)?.value).to.equal('en');
    await expect(avatar).to.be.accessible();
    avatar.languages = ['en'];
    await eventually(() => menuOf(avatar) === null);
    avatar.languages = null;
    await avatar.updateComplete;
    expect(partOf(avatar, 'language')).to.be.null;
  });

  it('changes words and direction at once, by keyboard as well, and tells the page', async () => {
    const avatar = await mount();
    const told: string[] = [];
    avatar.addEventListener('avatar-language-change', ({ language }) => told.push(language), { once: true });
    menuOf(avatar)?.focus();
    await sendKeys({ press: 'ArrowDown' });
    await eventually(() => partOf(avatar, 'start-button')?.innerText.includes('Gespräch') === true);
    expect(menuOf(avatar)?.getAttribute('aria-label')).to.equal('Sprache');
    expect(told).to.deep.equal(['de']);
    choose(avatar, 'he');
    await eventually(() => stageOf(avatar)?.dir === 'rtl' && stageOf(avatar)?.lang === 'he');
    expect(partOf(avatar, 'language')?.innerText).to.contain('עברית');
    await expect(avatar).to.be.accessible();
  });

  it('has the backend answer in the language that was chosen, whatever the page takes visitors to speak', async () => {
    const endpoint = '/api/talking-avatar/session';
    const avatar = await mount({ 'session-endpoint': endpoint, mode: 'text', 'microphone-language': 'fr' });
    const languageTold = async (): Promise<string | undefined> => {
      await avatar.send('Which language?');
      return avatar.transcript.at(-1)?.text;
    };
    expect(await languageTold()).to.equal('fr');
    choose(avatar, 'de');
    expect(await languageTold()).to.equal('de');
    // What the page says later goes before.
    avatar.lang = 'en';
    expect(await languageTold()).to.equal('fr');
  });

  it('is kept for the visit, or as long as the conversation, and heeded before the greeting', async () => {
    const greeting = '{"en": "Hello!", "de": "Hallo!"}';
    const first = await mount({ 'keep-conversation': 'week' });
    choose(first, 'de');
    expect(sessionStorage.getItem(KEPT)).to.be.null;
    expect(localStorage.getItem(KEPT)).to.contain('"de"');
    first.remove();
    const second = await mount({ greeting, mode: 'text' });
    await eventually(() => second.transcript[0]?.text === 'Hello!');
    choose(second, 'de');
    second.remove();
    const third = await mount({ greeting, mode: 'text' });
    await eventually(() => third.transcript[0]?.text === 'Hallo!');
    expect(third.lang).to.equal('de');
  });
});
