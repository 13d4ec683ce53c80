import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

import {
  addFault,
  captureComplaints,
  failureOf,
  nextEvent,
  eventually,
  findTestService,
  reportOf,
  reports,
  type TestService,
} from '../support/in-browser.js';

const ENDPOINT = '/api/avatar/session';

describe('<kaltura-avatar>', () => {
  let service: TestService;
  let console: ReturnType<typeof captureComplaints>;
  before(async () => {
    service = await findTestService();
  });
  beforeEach(() => {
    console = captureComplaints();
  });
  afterEach(() => console.restore());

  const mount = (endpoint: string | null = ENDPOINT): Promise<KalturaAvatarElement> =>
    fixture<KalturaAvatarElement>(
      html`<kaltura-avatar session-endpoint=${endpoint ?? ''} base-url=${service.baseUrl}></kaltura-avatar>`,
    );
  const button = (avatar: KalturaAvatarElement, part: string): HTMLButtonElement | null =>
    avatar.shadowRoot?.querySelector<HTMLButtonElement>(`[part~="${part}"]`) ?? null;
  const alertOf = (avatar: KalturaAvatarElement): string =>
    avatar.shadowRoot?.querySelector('[role="alert"]')?.textContent ?? '';
  const started = async (): Promise<KalturaAvatarElement> => {
    const avatar = await mount();
    await avatar.start();
    return avatar;
  };

  describe('before it is started', () => {
    it('is accessible and offers one button', async () => {
      const avatar = await mount();
      await expect(avatar).to.be.accessible();
      expect(avatar.state).to.equal('idle');
      expect(button(avatar, 'start-button')?.textContent.trim()).to.equal('Start talking');
    });

    it('makes its connection ready once the visitor reaches for its button, and uses it', async () => {
      const original = window.RTCPeerConnection;
      const made: RTCPeerConnection[] = [];
      window.RTCPeerConnection = class extends original {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          made.push(this);
        }
      };
      try {
        const avatar = await mount();
        button(avatar, 'start-button')?.focus();
        await eventually(() => made.length === 1);
        expect([avatar.state, avatar.sessionId]).to.deep.equal(['idle', null]);
        button(avatar, 'start-button')?.dispatchEvent(new PointerEvent('pointerenter'));
        await avatar.start();
        expect(made.length).to.equal(1);
        await avatar.end();
        button(avatar, 'restart-button')?.dispatchEvent(new PointerEvent('pointerenter'));
        await eventually(() => made.length === 2);
        avatar.remove();
        await eventually(() => made.every(({ signalingState }) => signalingState === 'closed'));
      } finally {
        window.RTCPeerConnection = original;
      }
    });

    it('asks for nothing', async () => {
      const requests = performance.getEntriesByType('resource').length;
      await mount();
      expect(
        performance
          .getEntriesByType('resource')
          .slice(requests)
          .filter(({ name }) => name.includes('/api/')),
      ).to.be.empty;
    });

    it('refuses to speak and says what to do', async () => {
      const avatar = await mount();
      const failed = nextEvent(avatar, 'avatar-error');
      expect((await failureOf(avatar.speak('Hello'))).code).to.equal('INVALID_STATE');
      expect((await failed).error.message).to.contain('Call start() first');
    });
  });

  describe('on the way to its session', () => {
    it('is accessible while it connects and goes from connecting to live', async () => {
      const avatar = await mount();
      const states: string[] = [];
      avatar.addEventListener('avatar-state-change', ({ state }) => states.push(state));
      button(avatar, 'start-button')?.click();
      await avatar.updateComplete;
      expect(avatar.shadowRoot?.querySelector('[role="status"]')?.textContent).to.contain('Calling the avatar');
      await expect(avatar).to.be.accessible();
      await nextEvent(avatar, 'avatar-connection-change');
      await eventually(() => avatar.state === 'live');
      expect(states).to.deep.equal(['connecting', 'live']);
      await expect(avatar).to.be.accessible();
    });

    it('starts by itself with autostart', async () => {
      const avatar = await fixture<KalturaAvatarElement>(
        html`<kaltura-avatar autostart session-endpoint=${ENDPOINT}></kaltura-avatar>`,
      );
      await eventually(() => avatar.state === 'live');
    });

    it('opens one session however often it is started', async () => {
      const avatar = await mount();
      await Promise.all([avatar.start(), avatar.start()]);
      const first = avatar.sessionId;
      await avatar.start();
      expect(avatar.sessionId).to.equal(first);
      // Those of the tests before end a moment after their elements have left the page.
      await eventually(async () => (await reports()).filter(({ viewers }) => viewers > 0).length === 1);
    });

    it('says what it is told to say while it is still connecting', async () => {
      const avatar = await mount();
      void avatar.start();
      await avatar.speak('Said early.');
      expect((await reportOf(avatar.sessionId))?.turns.map(({ text }) => text)).to.deep.equal(['Said early.']);
    });

    it('gives back the session when it is ended on the way', async () => {
      const avatar = await mount();
      const failed = failureOf(avatar.start());
      await eventually(() => avatar.sessionId !== null);
      await avatar.end();
      expect((await failed).code).to.equal('ABORTED');
      expect(avatar.state).to.equal('ended');
      await eventually(async () => (await reportOf(avatar.sessionId))?.state === 'ended');
    });

    it('opens no session when it is ended as soon as it is started', async () => {
      const avatar = await mount();
      const before = (await reports()).length;
      const failed = failureOf(avatar.start());
      expect(avatar.state).to.equal('connecting');
      await avatar.end();
      expect((await failed).code).to.equal('ABORTED');
      expect(avatar.state).to.equal('ended');
      expect(await reports()).to.have.lengthOf(before);
    });

    it('works with a backend in the documented shape, which answers a session id and a token', async () => {
      const avatar = await mount(`${service.endpointsUrl}/seed`);
      await avatar.start();
      await avatar.speak('Hello');
      expect((await reportOf(avatar.sessionId))?.turns).to.have.lengthOf(1);
    });

    it('works with a backend that exposes the token and where the media is', async () => {
      const avatar = await mount('/api/token-avatar/session');
      await avatar.start();
      await avatar.interrupt();
      expect((await reportOf(avatar.sessionId))?.clientInits).to.equal(1);
    });
  });

  describe('with a session endpoint that does not do its part', () => {
    const cases: [what: string, endpoint: () => string | null, code: string, message: RegExp, visitorReads: string][] =
      [
        [
          'a missing one',
          () => null,
          'INVALID_CONFIGURATION',
          /session-endpoint should be the URL of your backend/,
          'not set up correctly',
        ],
        [
          'one that is no URL',
          () => 'https://',
          'INVALID_CONFIGURATION',
          /session-endpoint should be the URL/,
          'not set up correctly',
        ],
        [
          'one that answers HTML',
          () => `${service.endpointsUrl}/html`,
          'PROTOCOL',
          /text\/html \(“Log in\.”\), not JSON/,
          'not set up correctly',
        ],
        [
          'one that answers without a session',
          () => `${service.endpointsUrl}/empty-object`,
          'PROTOCOL',
          /sessionId should be/,
          'not set up correctly',
        ],
        [
          'one that refuses with 401',
          () => `${service.endpointsUrl}/401`,
          'UNAUTHORIZED',
          /status 401: Not signed in/,
          'do not have access',
        ],
        [
          'one that fails with 500',
          () => `${service.endpointsUrl}/500`,
          'API_REQUEST_FAILED',
          /status 500: Failed to create session/,
          'not available',
        ],
        [
          'one that is not there',
          () => `${service.endpointsUrl}/nowhere`,
          'API_REQUEST_FAILED',
          /There is no session endpoint at \/nowhere/,
          'not available',
        ],
        [
          'one that hands out a bad token',
          () => `${service.endpointsUrl}/bad-jwt`,
          'UNAUTHORIZED',
          /init-client was refused with status 401/,
          'do not have access',
        ],
        [
          'one that cannot be reached',
          () => 'http://127.0.0.1:9/',
          'NETWORK',
          /no answer from http:\/\/127\.0\.0\.1:9/,
          'cannot be reached',
        ],
      ];
    for (const [what, endpoint, code, message, visitorReads] of cases) {
      it(`shows ${what} in the event, the console and the element, and offers a retry`, async () => {
        const avatar = await mount(endpoint());
        const event = nextEvent(avatar, 'avatar-error');
        const rejection = await failureOf(avatar.start());
        const { error } = await event;
        expect(error).to.equal(rejection);
        expect(error.code).to.equal(code);
        expect(error.message).to.match(message);
        expect(console.messages.join('\n')).to.match(message);
        await avatar.updateComplete;
        expect(avatar.state).to.equal('error');
        expect(alertOf(avatar)).to.contain(visitorReads).and.to.contain(code);
        expect(button(avatar, 'retry-button')).to.exist;
        await expect(avatar).to.be.accessible();
      });
    }

    it('starts after a retry once the endpoint is right', async () => {
      const avatar = await mount(null);
      await avatar.start().catch(() => undefined);
      await avatar.updateComplete;
      avatar.sessionEndpoint = ENDPOINT;
      button(avatar, 'retry-button')?.click();
      await eventually(() => avatar.state === 'live');
      expect(alertOf(avatar)).to.equal('');
    });
  });

  describe('while it is live', () => {
    it('shows pictures that move', async () => {
      const avatar = await started();
      const { video } = avatar;
      if (!video) expect.fail('there is no video');
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      expect(video.videoWidth).to.be.above(0);
      expect(video.videoHeight).to.equal(video.videoWidth);
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    });

    it('tells when it begins and stops to speak', async () => {
      const avatar = await started();
      const begun = nextEvent(avatar, 'avatar-speaking-start');
      const stopped = nextEvent(avatar, 'avatar-speaking-end');
      await avatar.speak('Hello.');
      await begun;
      expect(avatar.speaking).to.be.true;
      await stopped;
      expect(avatar.speaking).to.be.false;
    });

    const refusals: [string, (avatar: KalturaAvatarElement) => Promise<void>, RegExp][] = [
      ['an empty text', (avatar) => avatar.speak('  '), /the text is empty/],
      [
        'a file that is no MP3',
        (avatar) => avatar.speakAudio(new Blob(['RIFF....WAVE'], { type: 'audio/wav' })),
        /\(audio\/wav\) cannot be decoded/,
      ],
      ['an MP3 that is broken', (avatar) => avatar.speakAudio(new Blob(['ID3 and nothing else'])), /cannot be decoded/],
    ];
    for (const [what, call, message] of refusals) {
      it(`refuses ${what}, says why, and goes on`, async () => {
        const avatar = await started();
        const event = nextEvent(avatar, 'avatar-error');
        expect((await failureOf(call(avatar))).code).to.equal('INVALID_INPUT');
        expect((await event).error.message).to.match(message);
        expect(console.messages.join('\n')).to.match(message);
        await avatar.updateComplete;
        expect(alertOf(avatar)).to.contain('The avatar cannot say that');
        expect(avatar.state).to.equal('live');
        await avatar.speak('This can be said.');
        await avatar.updateComplete;
        expect(alertOf(avatar)).to.equal('');
      });
    }

    it('is silent when it is muted, and keeps the attribute', async () => {
      const avatar = await started();
      avatar.muted = true;
      await avatar.updateComplete;
      expect(avatar.video?.muted).to.be.true;
      expect(avatar.hasAttribute('muted')).to.be.true;
    });

    it('keeps its session when it is moved in the page', async () => {
      const avatar = await started();
      const elsewhere = document.createElement('div');
      document.body.append(elsewhere);
      elsewhere.append(avatar);
      await new Promise((resolve) => setTimeout(resolve));
      expect(avatar.state).to.equal('live');
      await eventually(() => avatar.video?.paused === false);
      elsewhere.remove();
    });

    it('ends its session when it is removed', async () => {
      const avatar = await started();
      avatar.remove();
      await eventually(async () => (await reportOf(avatar.sessionId))?.state === 'ended');
      expect(avatar.state).to.equal('ended');
    });

    it('says that the service has ended the session, and fails what was to be said', async () => {
      const avatar = await started();
      await addFault({ call: 'say-text', sessionId: avatar.sessionId ?? '', kind: 'expire' });
      expect((await failureOf(avatar.speak('Too late.'))).code).to.equal('SESSION_GONE');
      await avatar.updateComplete;
      expect(avatar.state).to.equal('ended');
      expect(avatar.error?.code).to.equal('SESSION_GONE');
      await eventually(() =>
        avatar.shadowRoot
          ?.querySelector('[part~="ended"]')
          ?.textContent.includes('The avatar has ended the conversation.'),
      );
    });
  });

  describe('after the end', () => {
    it('is accessible and can be started again with another session', async () => {
      const avatar = await started();
      const first = avatar.sessionId;
      await avatar.end();
      await avatar.updateComplete;
      await expect(avatar).to.be.accessible();
      button(avatar, 'restart-button')?.click();
      await eventually(() => avatar.state === 'live');
      expect(avatar.sessionId).not.to.equal(first);
    });

    it('keeps the focus that was on a button which is no longer there', async () => {
      const avatar = await mount();
      button(avatar, 'start-button')?.focus();
      await avatar.start();
      await avatar.updateComplete;
      expect(document.activeElement).to.equal(avatar);
      await avatar.end();
      await avatar.updateComplete;
      button(avatar, 'restart-button')?.focus();
      avatar.sessionEndpoint = null;
      button(avatar, 'restart-button')?.click();
      await avatar.updateComplete;
      await eventually(() => avatar.shadowRoot?.activeElement === button(avatar, 'retry-button'));
    });

    it('may be ended twice', async () => {
      const avatar = await started();
      await Promise.all([avatar.end(), avatar.end()]);
      await avatar.end();
      expect(avatar.state).to.equal('ended');
      expect(console.messages).to.deep.equal([]);
    });
  });
});
