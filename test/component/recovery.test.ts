import { expect } from '@open-wc/testing';
import {
  KalturaAvatarSession,
  createEndpointSource,
  type AvatarConfig,
  type SessionDependencies,
  type SessionState,
} from 'kaltura-avatar/session';

import { delay as realDelay } from '../../src/core/delay.js';
import { addFault, eventually, failureOf, reportOf } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';
import { SILENT } from '../support/silent.js';

const KEEP_ALIVE_MS = 10_000;

interface Watched {
  session: KalturaAvatarSession;
  states: SessionState[];
  errors: string[];
}

describe('an avatar that is lost', () => {
  const stand = useSessionStand();

  const create = (config: AvatarConfig = {}, dependencies: SessionDependencies = {}): Watched => {
    const session = stand.create('my-ks', { retryConfig: { initialDelayMs: 50 }, ...config }, dependencies);
    const watched: Watched = { session, states: [], errors: [] };
    session.on('stateChange', (state) => watched.states.push(state));
    session.on('error', ({ code }) => watched.errors.push(code));
    return watched;
  };
  const connected = async (config?: AvatarConfig, dependencies?: SessionDependencies): Promise<Watched> => {
    const watched = create(config, dependencies);
    await watched.session.createSession({ avatarId: 'maya', videoContainerId: 'avatar-container' });
    return watched;
  };
  const video = (): HTMLVideoElement => {
    const element = stand.container.querySelector('video');
    if (!element) expect.fail('there is no video');
    return element;
  };
  const newFrame = (): Promise<unknown> => new Promise((resolve) => video().requestVideoFrameCallback(resolve));
  const isEnded = (sessionId: string | null): Promise<true> =>
    eventually(async () => (await reportOf(sessionId))?.state === 'ended');

  describe('because its picture stands still', () => {
    it('is shown by a new connection of the same session, in the same stream', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 300 });
      const { session, states, errors } = await connected();
      const { mediaStream } = session;
      const sessionId = session.getSessionId();
      await eventually(() => session.getSessionState() === 'RECONNECTING');
      expect(video().videoWidth, 'the last frame stays').to.be.above(0);
      await eventually(() => session.getSessionState() === 'READY');
      await newFrame();
      expect(session.getSessionId()).to.equal(sessionId);
      expect(session.mediaStream).to.equal(mediaStream);
      expect(states).to.deep.equal(['CREATING', 'READY', 'RECONNECTING', 'READY']);
      expect(errors).to.deep.equal([]);
      expect((await reportOf(sessionId))?.viewers).to.equal(1);
    });

    it('says what was to be said meanwhile once it is back', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      const { session } = await connected();
      await eventually(() => session.getSessionState() === 'RECONNECTING');
      await session.sayText('Said while reconnecting.');
      expect(session.getSessionState()).to.equal('READY');
      expect((await reportOf(session.getSessionId()))?.turns.map(({ text }) => text)).to.deep.equal([
        'Said while reconnecting.',
      ]);
    });

    it('is given another session where this one cannot be watched any more', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      const { session, states } = await connected();
      const first = session.getSessionId();
      await addFault({ call: 'whep-post', kind: 'status', status: 404, sessionId: first ?? '' });
      await eventually(() => session.getSessionState() === 'RECONNECTING');
      await eventually(() => session.getSessionState() === 'READY');
      expect(session.getSessionId()).not.to.equal(first);
      expect(states).to.deep.equal(['CREATING', 'READY', 'RECONNECTING', 'READY']);
      await isEnded(first);
      await newFrame();
    });

    it('fails where it was handed over by a backend and cannot be watched any more', async () => {
      const created = await fetch(`${stand.service.endpointsUrl}/seed`, { method: 'POST' });
      const { session, errors } = create();
      const grant = (await created.json()) as { sessionId: string; token: string };
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      await session.initSession(grant);
      await addFault({ call: 'whep-post', kind: 'status', status: 404, sessionId: grant.sessionId });
      await eventually(() => session.getSessionState() === 'ERROR');
      expect(errors).to.deep.equal(['SESSION_GONE']);
      await isEnded(grant.sessionId);
    });

    it('asks whether there still is a session, where the media server connects to one that is no more', async () => {
      const created = await fetch(`${stand.service.endpointsUrl}/seed`, { method: 'POST' });
      const { session, errors } = create();
      const { sessionId, token } = (await created.json()) as { sessionId: string; token: string };
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      await session.initSession({ sessionId, token });
      await addFault({ call: 'whep-post', kind: 'no-media', sessionId, times: 10 });
      await addFault({ call: 'keep-alive', kind: 'expire', sessionId });
      await eventually(() => session.getSessionState() === 'ERROR');
      expect(errors).to.deep.equal(['SESSION_GONE']);
    });

    it('goes on to another session as soon as it is told that the one that it reconnects to is over', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      const { session, states, errors } = await connected();
      const first = session.getSessionId() ?? '';
      await addFault({ call: 'whep-post', kind: 'hang', sessionId: first });
      await addFault({ call: 'keep-alive', kind: 'expire', sessionId: first });
      await eventually(() => session.getSessionState() === 'RECONNECTING');
      await eventually(() => session.getSessionState() === 'READY');
      expect(session.getSessionId()).not.to.equal(first);
      expect(states).to.deep.equal(['CREATING', 'READY', 'RECONNECTING', 'READY']);
      expect(errors).to.deep.equal([]);
    });

    for (const [age, minutes, times] of [
      ['asks for the relay’s credentials again where they are old', 60, 2],
      ['goes on with the relay’s credentials where they are new', 0, 1],
    ] as const)
      it(age, async () => {
        let passedMs = 0;
        let asked = 0;
        await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
        const { session, states } = await connected(
          {},
          {
            wallClock: () => Date.now() + passedMs,
            fetch: async (input, init) => {
              const isAsked = input.endsWith('/init-client');
              if (isAsked) asked += 1;
              const response = await fetch(input, init);
              if (!isAsked) return response;
              const media = (await response.json()) as object;
              return Response.json({ turn: { url: 'turn:127.0.0.1:9', username: 'u', credential: 'c' }, ...media });
            },
          },
        );
        const sessionId = session.getSessionId();
        passedMs = minutes * 60_000;
        await eventually(() => states.join() === 'CREATING,READY,RECONNECTING,READY');
        expect([session.getSessionId(), asked]).to.deep.equal([sessionId, times]);
      });

    it('tries again as soon as the network comes back, and does not wait for its time', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      const refused: string[] = [];
      const policy = { delayBefore: () => (refused.push('refused'), 3_600_000) };
      const { session } = await connected({ reconnectPolicy: policy });
      await addFault({ call: 'whep-post', kind: 'status', status: 503, sessionId: session.getSessionId() ?? '' });
      await eventually(() => refused.length > 0);
      await realDelay(0);
      window.dispatchEvent(new Event('online'));
      await eventually(() => session.getSessionState() === 'READY');
      expect(refused).to.deep.equal(['refused']);
    });

    it('can be ended while it is looked for', async () => {
      await addFault({ call: 'whep-post', kind: 'drop-media', afterMs: 100 });
      const { session, errors } = await connected();
      await addFault({ call: 'whep-post', kind: 'hang', sessionId: session.getSessionId() ?? '' });
      await eventually(() => session.getSessionState() === 'RECONNECTING');
      const waiting = failureOf(session.sayText('Never said.'));
      await session.endSession();
      expect((await waiting).code).to.equal('ABORTED');
      expect(session.getSessionState()).to.equal('ENDED');
      expect(errors).to.deep.equal([]);
      await isEnded(session.getSessionId());
    });
  });

  describe('because its credentials are refused', () => {
    it('asks its source for fresh ones, once, and makes the call again', async () => {
      const { session, errors } = await connected();
      const first = session.getSessionId();
      await addFault({ call: 'say-text', kind: 'status', status: 401 });
      await session.sayText('Said twice as hard.');
      const second = session.getSessionId();
      expect(second).not.to.equal(first);
      expect((await reportOf(second))?.turns.map(({ text }) => text)).to.deep.equal(['Said twice as hard.']);
      expect(errors).to.deep.equal([]);
      await isEnded(first);
    });

    it('fails where fresh ones are refused too', async () => {
      const { session, errors } = await connected();
      await addFault({ call: 'say-text', kind: 'status', status: 401, times: 2 });
      expect((await failureOf(session.sayText('Never said.'))).code).to.equal('UNAUTHORIZED');
      expect(session.getSessionState()).to.equal('ERROR');
      expect(errors).to.deep.equal(['UNAUTHORIZED']);
      await isEnded(session.getSessionId());
    });

    it('asks its source again where they are refused on the way to the first frame', async () => {
      await addFault({ call: 'init-client', kind: 'status', status: 401 });
      const { session } = await connected();
      expect(session.getSessionState()).to.equal('READY');
    });
  });

  describe('because the service has ended it', () => {
    const hurried: SessionDependencies = {
      delay: (ms, options) => realDelay(ms === KEEP_ALIVE_MS ? 50 : ms, options),
    };

    it('says so as soon as it is kept alive in vain', async () => {
      const { session, errors } = await connected({}, hurried);
      await addFault({ call: 'keep-alive', kind: 'expire' });
      await eventually(() => session.getSessionState() === 'ERROR');
      expect(errors).to.deep.equal(['SESSION_GONE']);
      expect(session.mediaStream).to.be.null;
    });

    it('is opened again where the machine had slept', async () => {
      let now = 0;
      // A minute goes by whenever somebody looks at the clock.
      const { session, errors } = await connected({}, { ...hurried, wallClock: () => (now += 60_000) });
      const first = session.getSessionId();
      await addFault({ call: 'keep-alive', kind: 'expire' });
      await eventually(() => session.getSessionId() !== first && session.getSessionState() === 'READY');
      expect(errors).to.deep.equal([]);
    });
  });

  describe('because the machine had slept', () => {
    it('is opened again by whatever is said first, which is then said', async () => {
      let sleptMs = 0;
      const { session, errors } = await connected({}, { wallClock: () => Date.now() + sleptMs });
      const first = session.getSessionId();
      await addFault({ call: 'say-text', kind: 'expire' });
      sleptMs = 3_600_000;
      await session.sayText('Good morning.');
      const second = session.getSessionId();
      expect(second).not.to.equal(first);
      expect((await reportOf(second))?.turns.map(({ text }) => text)).to.deep.equal(['Good morning.']);
      expect(errors).to.deep.equal([]);
    });
  });

  describe('because it was ended while it was being opened', () => {
    it('is opened anew by a call that comes after that', async () => {
      const { session, errors } = create();
      const first = failureOf(session.createSession({ avatarId: 'maya' }));
      const ended = session.endSession();
      await session.createSession({ avatarId: 'maya' });
      expect((await first).code).to.equal('ABORTED');
      expect(session.getSessionState()).to.equal('READY');
      await ended;
      expect(session.getSessionState()).to.equal('READY');
      expect(errors).to.deep.equal([]);
    });
  });

  describe('because the page was left', () => {
    const turnPage = (type: 'pagehide' | 'pageshow'): void =>
      void window.dispatchEvent(new PageTransitionEvent(type, { persisted: true }));

    it('is opened again when the visitor comes back to it', async () => {
      const { session, states } = await connected();
      const first = session.getSessionId();
      turnPage('pagehide');
      await isEnded(first);
      expect(session.getSessionState()).to.equal('RECONNECTING');
      turnPage('pageshow');
      await eventually(() => session.getSessionState() === 'READY');
      expect(session.getSessionId()).not.to.equal(first);
      expect(states).to.deep.equal(['CREATING', 'READY', 'RECONNECTING', 'READY']);
      await newFrame();
    });
  });

  describe('on purpose, because nobody sees it', () => {
    it('goes on by default', async () => {
      const { session, states } = await connected();
      session.setOnScreen(false);
      await newFrame();
      expect(states).to.deep.equal(['CREATING', 'READY']);
    });

    it('rests its media until it is seen again, where the policy says so', async () => {
      const { session } = await connected({ economy: { whenUnseen: 'pause', afterSeconds: 0.05 } });
      const sessionId = session.getSessionId();
      session.setOnScreen(false);
      await eventually(async () => (await reportOf(sessionId))?.viewers === 0);
      session.setOnScreen(true);
      await eventually(async () => (await reportOf(sessionId))?.viewers === 1);
      await eventually(() => session.getSessionState() === 'READY');
      expect(session.getSessionId()).to.equal(sessionId);
      await newFrame();
    });

    it('does not take the end of a connection that it has paused for a failure, nor the network’s return for a reason', async () => {
      const { session } = await connected({ economy: { whenUnseen: 'pause', afterSeconds: 0.05 } });
      const sessionId = session.getSessionId();
      const connections: string[] = [];
      session.on('connectionChange', (state) => connections.push(state));
      session.setOnScreen(false);
      await eventually(() => connections.length > 0);
      window.dispatchEvent(new Event('online'));
      expect(session.getSessionState()).to.equal('READY');
      expect(connections).to.deep.equal(['DISCONNECTED']);
      expect((await reportOf(sessionId))?.viewers).to.equal(0);
    });

    it('rests on where the browser only tells that the page is shown', async () => {
      const { session } = await connected({ economy: { whenUnseen: 'pause', afterSeconds: 0.05 } });
      const sessionId = session.getSessionId();
      session.setOnScreen(false);
      await eventually(async () => (await reportOf(sessionId))?.viewers === 0);
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      await session.sayText('Listen!');
      expect(session.getSessionId()).to.equal(sessionId);
    });

    it('comes back from its rest to say something', async () => {
      const { session } = await connected({ economy: { whenUnseen: 'pause', afterSeconds: 0.05 } });
      const sessionId = session.getSessionId();
      session.setOnScreen(false);
      await eventually(async () => (await reportOf(sessionId))?.viewers === 0);
      await session.sayText('Listen!');
      expect((await reportOf(sessionId))?.viewers).to.equal(1);
    });

    it('is ended, where the policy says so', async () => {
      const { session } = await connected({ economy: { whenUnseen: 'end', afterSeconds: 0.05 } });
      session.setOnScreen(false);
      await eventually(() => session.getSessionState() === 'ENDED');
      await isEnded(session.getSessionId());
    });
  });
});

describe('the way to the first frame', () => {
  it('is prepared without a session, and timed step by step', async () => {
    let made = 0;
    const session = new KalturaAvatarSession(
      undefined,
      { logger: SILENT },
      {
        createPeerConnection: (configuration) => {
          made++;
          return new RTCPeerConnection(configuration);
        },
      },
    );
    await session.prepare();
    await session.prepare();
    expect([made, session.getSessionState(), session.getSessionId()]).to.deep.equal([1, 'IDLE', null]);
    performance.clearMeasures();
    await session.connect(createEndpointSource({ endpoint: '/api/avatar/session' }));
    expect(made).to.equal(1);
    const { timings } = session;
    const steps = ['grant', 'whep', 'ice', 'dtls', 'firstFrame'] as const;
    expect(timings).to.have.all.keys(...steps, 'total');
    const sum = steps.reduce((total, step) => total + (timings[step] ?? 0), 0);
    expect(sum).to.be.closeTo(timings.total ?? 0, 1);
    expect(performance.getEntriesByType('measure').map(({ name }) => name)).to.include.members(
      [...steps, 'total'].map((step) => `kaltura-avatar:${step}`),
    );
    await session.endSession();
  });
});
