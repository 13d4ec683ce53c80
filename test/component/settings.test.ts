import { expect } from '@open-wc/testing';
import { KalturaAvatarSession } from 'kaltura-avatar';

import type { SettingName } from '../../src/element/settings/settings-list.js';

import { mountAvatar, partOf } from '../support/avatar-fixture.js';
import { captureComplaints, eventually, failureOf, findTestService, reportOf, reports } from '../support/in-browser.js';
import { SILENT } from '../support/silent.js';

describe('the settings of <kaltura-avatar>', () => {
  let complaints: ReturnType<typeof captureComplaints>;
  beforeEach(() => {
    complaints = captureComplaints();
  });
  afterEach(() => complaints.restore());

  const wrong: [attribute: string, value: string, expected: string, property: SettingName, used: unknown][] = [
    ['fit', 'stretch', 'one of cover, contain, fill', 'fit', 'cover'],
    ['placement', 'left', 'one of inline, fill, bottom-end', 'placement', 'inline'],
    ['loading', 'later', 'one of eager, lazy', 'loading', 'eager'],
    ['volume', '11', 'a number from 0 to 1', 'volume', 1],
    ['volume', 'loud', 'a number from 0 to 1', 'volume', 1],
    ['voice-speed', '0', 'a number from 0.25 to 4', 'voiceSpeed', null],
    ['credentials', 'all', 'one of same-origin, include, omit', 'credentials', 'same-origin'],
    ['ice-transport-policy', 'turn', 'one of all, relay', 'iceTransportPolicy', 'all'],
    ['log-level', 'loud', 'one of info, debug, warn, error', 'logLevel', 'info'],
    ['session-endpoint', 'javascript:0', 'an http or https URL, or a path', 'sessionEndpoint', null],
  ];
  for (const [attribute, value, expected, property, used] of wrong) {
    it(`names ${attribute} and what it accepts when it is "${value}"`, async () => {
      const avatar = await mountAvatar({ [attribute]: value });
      expect(complaints.messages).to.have.length(1);
      expect(complaints.messages[0]).to.contain(`${attribute} cannot be "${value}"`);
      expect(complaints.messages[0]).to.contain(expected);
      expect(avatar[property]).to.equal(used);
    });
  }

  it('come back to their defaults when their attributes go', async () => {
    const avatar = await mountAvatar({ volume: '0.3', fit: 'contain', 'voice-speed': '1.5' });
    expect([avatar.volume, avatar.fit, avatar.voiceSpeed]).to.deep.equal([0.3, 'contain', 1.5]);
    for (const name of ['volume', 'fit', 'voice-speed']) avatar.removeAttribute(name);
    expect([avatar.volume, avatar.fit, avatar.voiceSpeed]).to.deep.equal([1, 'cover', null]);
    await avatar.updateComplete;
    expect(complaints.messages).to.deep.equal([]);
  });

  it('add no attribute that the page has not set', async () => {
    const avatar = await mountAvatar();
    expect(avatar.getAttributeNames()).to.deep.equal(['session-endpoint']);
  });

  it('reach the session: avatar, voice, and its speed', async () => {
    const avatar = await mountAvatar({ 'avatar-id': 'noor', 'voice-id': 'soft', 'voice-speed': '1.25', volume: '0.5' });
    await avatar.start();
    expect(await reportOf(avatar.sessionId)).to.include({ avatarId: 'noor', voiceId: 'soft', voiceSpeed: 1.25 });
    expect(avatar.video?.volume).to.equal(0.5);
  });

  it('open the session that is asked for last when they change on the way', async () => {
    const avatar = await mountAvatar({ 'avatar-id': 'maya' });
    const states: string[] = [];
    avatar.addEventListener('avatar-state-change', ({ state }) => states.push(state));
    const starting = avatar.start();
    await eventually(() => avatar.sessionId !== null);
    const first = avatar.sessionId;
    avatar.avatarId = 'noor';
    await starting;
    expect(states).to.deep.equal(['connecting', 'live']);
    expect((await reportOf(avatar.sessionId))?.avatarId).to.equal('noor');
    await eventually(async () => (await reportOf(first))?.state === 'ended');
  });

  it('warn once that a KS is for prototypes, and keep it out of the document', async () => {
    const { baseUrl } = await findTestService();
    const avatar = await mountAvatar({ ks: 'my-secret-ks', 'base-url': baseUrl, 'avatar-id': 'maya' });
    avatar.sessionEndpoint = null;
    expect(avatar.outerHTML).not.to.contain('my-secret-ks');
    await avatar.start();
    expect((await reportOf(avatar.sessionId))?.state).to.equal('ready');
    await avatar.end();
    await avatar.start();
    expect(complaints.messages.filter((message) => message.includes('ks is for prototypes'))).to.have.length(1);
    expect(complaints.messages.join()).not.to.contain('my-secret-ks');
  });

  it('take sessions from a function of the page', async () => {
    const avatar = await mountAvatar();
    const wishes: unknown[] = [];
    avatar.avatarId = 'noor';
    avatar.sessionSource = async (wish) => {
      wishes.push(wish);
      return Promise.reject(new Error('Not today.'));
    };
    expect((await failureOf(avatar.start())).message).to.contain('Not today.');
    expect(wishes).to.deep.equal([{ avatarId: 'noor' }]);
  });

  it('add headers of the page to what goes to its backend, and to nothing else', async () => {
    // With the token, the page talks to the service and to the media server itself.
    const avatar = await mountAvatar({ 'session-endpoint': '/api/token-avatar/session' });
    avatar.requestInit = { headers: { 'X-Page': 'yes' } };
    const fetch = window.fetch.bind(window);
    const sent: [string, string | null][] = [];
    window.fetch = (input, init) => {
      const { pathname } = new URL(input as string, document.baseURI);
      sent.push([pathname, new Headers(init?.headers).get('X-Page')]);
      return fetch(input, init);
    };
    try {
      await avatar.start();
    } finally {
      window.fetch = fetch;
    }
    expect(sent.find(([path]) => path === '/api/token-avatar/session')?.[1]).to.equal('yes');
    const toService = sent.filter(([path]) => path.includes('whep'));
    expect(toService).not.to.be.empty;
    expect(toService.every(([, header]) => header === null)).to.be.true;
  });

  it('show a session that the page has opened, and leave its end to the page', async () => {
    const { baseUrl } = await findTestService();
    const session = new KalturaAvatarSession('my-ks', { baseUrl, logger: SILENT });
    const avatar = await mountAvatar();
    avatar.session = session;
    await session.createSession({ avatarId: 'maya' });
    await eventually(() => avatar.state === 'live' && (avatar.video?.videoWidth ?? 0) > 0);
    await avatar.speak('Hello.');
    avatar.remove();
    await eventually(() => avatar.session === null);
    expect(session.getSessionState()).to.equal('READY');
    await session.endSession();
  });

  it('do nothing before an avatar with loading="lazy" is seen', async () => {
    const before = (await reports()).length;
    const avatar = await mountAvatar({ autostart: '', loading: 'lazy', style: 'margin-top: 5000px' });
    const seen = new Promise<boolean>((resolve) => {
      new IntersectionObserver(([entry]) => resolve(entry?.isIntersecting ?? false)).observe(avatar);
    });
    expect(await seen).to.be.false;
    expect([avatar.state, (await reports()).length]).to.deep.equal(['idle', before]);
    avatar.scrollIntoView();
    await eventually(() => avatar.state === 'live');
    window.scrollTo(0, 0);
  });

  it('fetch nothing unasked where the visitor saves data', async () => {
    const connection = Object.getOwnPropertyDescriptor(Navigator.prototype, 'connection');
    Object.defineProperty(Navigator.prototype, 'connection', { configurable: true, value: { saveData: true } });
    try {
      const avatar = await mountAvatar({ autostart: '' });
      await avatar.updateComplete;
      expect(avatar.state).to.equal('idle');
      partOf(avatar, 'start-button')?.click();
      expect(avatar.state).to.equal('connecting');
    } finally {
      if (connection) Object.defineProperty(Navigator.prototype, 'connection', connection);
    }
  });
});
