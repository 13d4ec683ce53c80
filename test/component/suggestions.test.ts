import { expect } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { eventually } from '../support/in-browser.js';

describe('suggestions', () => {
  const chipsOf = (avatar: KalturaAvatarElement): HTMLButtonElement[] => [
    ...(avatar.shadowRoot?.querySelectorAll<HTMLButtonElement>('[part~="suggestion-button"]') ?? []),
  ];
  const textsOf = (avatar: KalturaAvatarElement): string[] => chipsOf(avatar).map(({ innerText }) => innerText);
  const suggesting = async (...suggestions: string[]): Promise<KalturaAvatarElement> => {
    const avatar = await mountAvatar({ composer: '' });
    Object.assign(avatar, { suggestions, reply: () => 'We open at nine.' });
    await eventually(() => chipsOf(avatar).length > 0);
    return avatar;
  };

  it('are said by a click, which starts the avatar, and wait for the answer to begin', async () => {
    const avatar = await suggesting('When do you open?', 'Where are you?');
    const messages: string[] = [];
    avatar.addEventListener('avatar-message', ({ message }) => messages.push(message));
    chipsOf(avatar)[0]?.click();
    await eventually(() => chipsOf(avatar).length === 0);
    await eventually(() => avatar.state === 'live' && avatar.speaking);
    expect(messages).to.deep.equal(['When do you open?']);
    await eventually(() => textsOf(avatar).join() === 'When do you open?,Where are you?');
  });

  it('are those of the last answer, where it has some', async () => {
    const avatar = await suggesting('When do you open?');
    avatar.reply = async function* () {
      await Promise.resolve();
      yield 'This is the blue one. ';
      yield { suggestions: ['What does it cost?', 'Is there a red one?'] };
    };
    await avatar.send('Which one?');
    await eventually(() => textsOf(avatar).join() === 'What does it cost?,Is there a red one?');
    avatar.reply = () => 'It costs nothing.';
    await avatar.send('And?');
    await eventually(() => textsOf(avatar).join() === 'When do you open?');
  });

  it('leave room for what the visitor writes', async () => {
    const avatar = await suggesting('When do you open?');
    const field = partOf(avatar, 'composer-field') as HTMLTextAreaElement;
    field.value = 'Some';
    field.dispatchEvent(new InputEvent('input'));
    await eventually(() => chipsOf(avatar).length === 0);
    field.value = '';
    field.dispatchEvent(new InputEvent('input'));
    await eventually(() => chipsOf(avatar).length === 1);
  });

  it('are texts, at most six, whatever a page sets', async () => {
    const avatar = await suggesting('<b>bold</b>', '', 'a', 'b', 'c', 'd', 'e', 'f');
    expect(textsOf(avatar)).to.deep.equal(['<b>bold</b>', 'a', 'b', 'c', 'd', 'e']);
    expect(partOf(avatar, 'suggestions')?.querySelector('b')).to.be.null;
    await expect(avatar).to.be.accessible();
  });

  it('are in the language of the visitor, and follow a change of it', async () => {
    const avatar = await mountAvatar({
      composer: '',
      lang: 'en-GB',
      suggestions: '{"de": ["Wann ist offen?"], "en": ["When do you open?"]}',
    });
    await eventually(() => textsOf(avatar).join() === 'When do you open?');
    avatar.lang = 'de-AT';
    await eventually(() => textsOf(avatar).join() === 'Wann ist offen?');
    expect(chipsOf(avatar)[0]?.lang).to.equal('de');
    avatar.reply = async function* () {
      yield await Promise.resolve('Um neun.');
      yield { suggestions: { de: ['Und montags?'], fr: ['Et lundi ?'] } };
    };
    await avatar.send('Wann?');
    await eventually(() => textsOf(avatar).join() === 'Und montags?');
    avatar.lang = 'fr';
    await eventually(() => textsOf(avatar).join() === 'Et lundi ?');
  });

  it('can be the page’s own', async () => {
    const avatar = await mountAvatar({ composer: '', id: 'guide' });
    avatar.innerHTML = '<button slot="suggestions" commandfor="guide" command="--ask" value="When?">Hours</button>';
    avatar.requestUpdate();
    await eventually(() => partOf(avatar, 'suggestions') !== null);
    const own = avatar.querySelector('button');
    expect(own?.checkVisibility()).to.be.true;
    avatar.reply = () => 'At nine.';
    own?.click();
    await eventually(() => avatar.transcript.some(({ text }) => text === 'When?'));
  });
});
