import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import { registerTranslation } from 'kaltura-avatar/localize';
import 'kaltura-avatar/define';

import { captureComplaints, eventually, withhold } from '../support/in-browser.js';

const stageOf = (avatar: KalturaAvatarElement): HTMLElement | null =>
  avatar.shadowRoot?.querySelector<HTMLElement>('.stage') ?? null;
const startOf = (avatar: KalturaAvatarElement): string =>
  avatar.shadowRoot?.querySelector('[part~="start-button"]')?.textContent.trim() ?? '';
const shows = (avatar: KalturaAvatarElement, text: string): Promise<boolean> =>
  eventually(() => startOf(avatar) === text);
const directionOf = (avatar: KalturaAvatarElement): string => {
  const stage = stageOf(avatar);
  return stage ? getComputedStyle(stage).direction : '';
};
const mount = (lang: string): Promise<KalturaAvatarElement> =>
  fixture<KalturaAvatarElement>(html`<kaltura-avatar lang=${lang}></kaltura-avatar>`);
const avatarIn = (tree: Element | ShadowRoot): KalturaAvatarElement => {
  const avatar = tree.querySelector('kaltura-avatar');
  if (!avatar) throw new Error('There is no avatar');
  return avatar;
};

describe('the language of <kaltura-avatar>', () => {
  const page = document.documentElement;
  const { lang, dir } = page;
  let console: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    console = captureComplaints();
    page.lang = 'en';
  });
  afterEach(() => {
    console.restore();
    Object.assign(page, { lang, dir });
  });

  it('is the one of its own lang, and follows it', async () => {
    const avatar = await mount('de');
    await shows(avatar, 'Gespräch starten');
    expect(stageOf(avatar)?.lang).to.equal('de');
    avatar.lang = 'fr-CA';
    await shows(avatar, 'Démarrer la conversation');
    expect(stageOf(avatar)?.lang).to.equal('fr-CA');
    avatar.removeAttribute('lang');
    await shows(avatar, 'Start talking');
  });

  it('has labels that fit a small element: the start is one line in most, and no wider than it', async () => {
    const avatar = await mount('de');
    avatar.style.inlineSize = '200px';
    const lines = (): number => {
      const button = avatar.shadowRoot?.querySelector('[part~="start-button"]');
      const label = button?.querySelector('.label');
      if (!button || !label) return NaN;
      expect(button.scrollWidth).to.be.at.most(button.clientWidth);
      return Math.round(label.getBoundingClientRect().height / parseFloat(getComputedStyle(label).lineHeight));
    };
    await shows(avatar, 'Gespräch starten');
    await eventually(() => lines() === 1);
    avatar.lang = 'fr';
    await shows(avatar, 'Démarrer la conversation');
    expect(lines()).to.be.at.most(2);
  });

  it('is the one of the closest ancestor that has any, also across shadow roots and after a move', async () => {
    const outer = await fixture(html`<section lang="nl"><div></div></section>`);
    const shadow = outer.querySelector('div')?.attachShadow({ mode: 'open' });
    if (!shadow) throw new Error('There is no shadow root');
    shadow.append(document.createElement('kaltura-avatar'));
    const avatar = avatarIn(shadow);
    await shows(avatar, 'Gesprek starten');
    expect(stageOf(avatar)?.lang).to.equal('nl');
    const other = await fixture(html`<section lang="it"></section>`);
    other.append(avatar);
    await shows(avatar, 'Avvia la conversazione');
  });

  it('is the page’s, and follows it; the page then decides on the direction', async () => {
    const avatar = await fixture<KalturaAvatarElement>(html`<kaltura-avatar></kaltura-avatar>`);
    expect(startOf(avatar)).to.equal('Start talking');
    Object.assign(page, { lang: 'he-IL', dir: 'rtl' });
    await shows(avatar, 'התחלת השיחה');
    expect(stageOf(avatar)?.lang).to.equal('he-IL');
    expect(stageOf(avatar)?.hasAttribute('dir')).to.be.false;
    expect(directionOf(avatar)).to.equal('rtl');
  });

  for (const [language, start] of [
    ['ar', 'بدء المحادثة'],
    ['he', 'התחלת השיחה'],
  ] as const)
    it(`runs from the right in ${language} on a page that runs from the left, unless its own dir says otherwise`, async () => {
      const avatar = await mount(language);
      await shows(avatar, start);
      expect(stageOf(avatar)?.dir).to.equal('rtl');
      expect(directionOf(avatar)).to.equal('rtl');
      await expect(avatar).to.be.accessible();
      avatar.dir = 'ltr';
      await avatar.updateComplete;
      expect(directionOf(avatar)).to.equal('ltr');
    });

  it('is English where it has no other, and says so of its own texts alone', async () => {
    Object.assign(page, { lang: 'fa', dir: 'rtl' });
    for (const [unknown, spoken] of [
      ['tlh', 'tlh'],
      ['no language', 'en'],
    ] as const) {
      const avatar = await mount(unknown);
      const own = avatar.shadowRoot?.querySelector<HTMLElement>('.own');
      const ownLang = own?.getAttribute('lang') ?? stageOf(avatar)?.lang;
      expect([startOf(avatar), ownLang, stageOf(avatar)?.lang]).to.deep.equal(['Start talking', 'en', spoken]);
    }
  });

  it('is Chinese in the visitor’s own characters', async () => {
    const [taiwan, china] = [await mount('zh-TW'), await mount('zh-CN')];
    await shows(taiwan, '開始對話');
    await shows(china, '开始对话');
    expect(stageOf(china)?.lang).to.equal('zh-CN');
  });

  it('is loaded once for all elements', async () => {
    const files = (): number =>
      performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('/pl.ts')).length;
    expect(files()).to.equal(0);
    const avatars = await Promise.all(['pl', 'pl-PL', 'pl'].map(mount));
    for (const avatar of avatars) await shows(avatar, 'Rozpocznij rozmowę');
    expect(files()).to.equal(1);
  });

  it('stays English, with one warning, where it could not be loaded', async () => {
    await withhold('/src/element/i18n/uk.ts');
    const avatars = [await mount('uk'), await mount('uk')];
    await eventually(() => console.messages.length > 0);
    for (const avatar of avatars) {
      avatar.requestUpdate();
      await avatar.updateComplete;
      expect([startOf(avatar), stageOf(avatar)?.lang]).to.deep.equal(['Start talking', 'uk']);
    }
    expect(console.messages.filter((message) => message.includes('texts for uk'))).to.have.lengthOf(1);
  });

  it('takes an element’s own messages before all others', async () => {
    const avatar = await mount('es');
    await shows(avatar, 'Iniciar la conversación');
    avatar.messages = { start: 'Hablar con Maya', avatar: '' };
    await shows(avatar, 'Hablar con Maya');
    expect(stageOf(avatar)?.ariaLabel).to.equal('Avatar');
    avatar.messages = null;
    await shows(avatar, 'Iniciar la conversación');
  });

  it('takes the page’s translations before its own, whichever comes first', async () => {
    registerTranslation({ $code: 'tr', start: 'Maya ile konuş' });
    const early = await mount('tr');
    await shows(early, 'Maya ile konuş');
    await eventually(
      () => stageOf(early)?.ariaLabel === 'Avatar' && early.localizer.term('tryAgain') === 'Tekrar dene',
    );
    expect(startOf(early)).to.equal('Maya ile konuş');

    const late = await mount('ja');
    await shows(late, '会話を始める');
    registerTranslation({ $code: 'ja', start: '話しかける' });
    await shows(late, '話しかける');
    expect(late.localizer.term('tryAgain')).to.equal('再試行');
  });

  it('can be one of the page’s own, in English where that says nothing', async () => {
    const avatar = await mount('fa');
    expect(startOf(avatar)).to.equal('Start talking');
    registerTranslation({ $code: 'fa', $dir: 'rtl', start: 'شروع' });
    await shows(avatar, 'شروع');
    expect([stageOf(avatar)?.lang, directionOf(avatar)]).to.deep.equal(['fa', 'rtl']);
    expect(avatar.localizer.term('tryAgain')).to.equal('Try again');
    avatar.placement = 'bottom-end';
    await eventually(
      () => avatar.shadowRoot?.querySelector('[part="launcher-button"]')?.ariaLabel === 'Open the avatar',
    );
  });

  it('is one with a region of its own where the page has it', async () => {
    registerTranslation({ $code: 'ko-KP', start: '대화하기' }, { $code: 'en-AU', start: 'G’day' });
    const [south, north] = [await mount('ko-KR'), await mount('ko-KP')];
    await shows(south, '대화 시작하기');
    await shows(north, '대화하기');
    expect(startOf(await mount('en-AU'))).to.equal('G’day');
  });
});
