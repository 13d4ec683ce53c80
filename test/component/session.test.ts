import { expect } from '@open-wc/testing';
import { KalturaAvatarSession, createEndpointSource, type SessionEvents } from 'kaltura-avatar/session';

import { ControlClient } from '../../src/core/control-client.js';
import { delay as realDelay } from '../../src/core/delay.js';
import { KEEP_ALIVE_INTERVAL_MS } from '../../src/core/protocol.js';
import { addFault, eventually, failureOf, reportOf, reports } from '../support/in-browser.js';
import { leastOf } from '../support/least-of.js';
import { useSessionStand } from '../support/session-stand.js';
import { SILENT, ignore } from '../support/silent.js';

describe('KalturaAvatarSession', () => {
  const stand = useSessionStand();

  const connected = async (): Promise<KalturaAvatarSession> => {
    const session = stand.create('my-ks');
    await session.createSession({ avatarId: 'maya', videoContainerId: 'avatar-container' });
    return session;
  };
  const next = <Name extends keyof SessionEvents>(
    session: KalturaAvatarSession,
    name: Name,
  ): Promise<SessionEvents[Name]> => new Promise((resolve) => session.on(name, (...values) => resolve(values)));

  describe('with a KS, as in the first published pattern', () => {
    it('creates a session, shows it, speaks and ends it', async () => {
      const session = stand.create('my-ks');
      const states: string[] = [];
      const connections: string[] = [];
      session.on('stateChange', (state) => states.push(state));
      session.on('connectionChange', (state) => connections.push(state));
      expect([session.getSessionId(), session.getSessionState(), session.getConnectionState()]).to.deep.equal([
        null,
        'IDLE',
        'DISCONNECTED',
      ]);

      await session.createSession({
        avatarId: 'avatar-123',
        voiceId: 'voice-456',
        voiceLanguage: 'pt-BR',
        videoContainerId: 'avatar-container',
      });
      const begun = next(session, 'speakingStart');
      await session.sayText('Hello from Kaltura Avatar!');
      await begun;
      const report = await reportOf(session.getSessionId());
      expect(report).to.include({ avatarId: 'avatar-123', voiceId: 'voice-456', voiceLanguage: 'pt-BR' });
      expect(report?.viewers).to.equal(1);
      expect(report?.turns.map(({ text }) => text)).to.deep.equal(['Hello from Kaltura Avatar!']);

      await session.endSession();
      expect(states).to.deep.equal(['CREATING', 'READY', 'ENDED']);
      expect(connections).to.deep.equal(['CONNECTING', 'CONNECTED', 'CLOSED']);
      expect((await reportOf(session.getSessionId()))?.state).to.equal('ended');
    });

    it('says what is missing when there is none', async () => {
      const { code, message } = await failureOf(stand.create().createSession({ avatarId: 'maya' }));
      expect(code).to.equal('INVALID_CONFIGURATION');
      expect(message).to.contain('A KS is needed to create a session');
    });

    it('says the tokens of one turn as a whole, which an empty last one closes', async () => {
      const session = await connected();
      for (const token of ['One ', 'two', '\n', 'three.', ' ']) await session.sayText(token, 'tokens', false);
      await session.sayText('', 'tokens', true);
      const saidTexts = await eventually(async () => {
        const report = await reportOf(session.getSessionId());
        return report?.queuedTurns === 0 && report.saidTexts.length > 0 && report.saidTexts;
      });
      expect(saidTexts.join(' ').trim().replaceAll(/\s+/g, ' ')).to.equal('One two three.');
    });

    it('opens no session for a container that is not there', async () => {
      const session = stand.create('my-ks');
      const error = await failureOf(session.createSession({ avatarId: 'maya', videoContainerId: 'nowhere' }));
      expect(error.message).to.contain('“nowhere”');
      expect(session.getSessionId()).to.be.null;
    });
  });

  describe('with a session that a backend created, as in the second published pattern', () => {
    it('initialises it and speaks', async () => {
      const credentials = (await (await fetch(`${stand.service.endpointsUrl}/seed`, { method: 'POST' })).json()) as {
        sessionId: string;
        token: string;
      };
      const session = stand.create();
      await session.initSession(credentials, { videoContainerId: 'avatar-container' });
      await session.sayText('Hello from backend-created session!', 'turn-1', true);
      expect(session.getSessionId()).to.equal(credentials.sessionId);
      expect((await reportOf(credentials.sessionId))?.turns[0]?.id).to.equal('turn-1');
    });

    it('says that the token is refused, and ends in ERROR', async () => {
      const session = stand.create();
      const reported = next(session, 'error');
      const error = await failureOf(session.initSession({ sessionId: 'made-up', token: 'not-a-jwt' }));
      expect(error.code).to.equal('UNAUTHORIZED');
      expect((await reported)[0]).to.equal(error);
      expect(session.getSessionState()).to.equal('ERROR');
    });
  });

  describe('with a session’s token in place of a KS, as two published pages do', () => {
    const openElsewhere = async (): Promise<{ sessionId: string; token: string }> =>
      (await (await fetch(`${stand.service.endpointsUrl}/seed`, { method: 'POST' })).json()) as {
        sessionId: string;
        token: string;
      };

    it('connects to that session when it is told to create one', async () => {
      const { sessionId, token } = await openElsewhere();
      const before = (await reports()).length;
      const session = stand.create(token);
      await session.createSession({ avatarId: 'avatar-123', videoContainerId: 'avatar-container' });
      expect(session.getSessionId()).to.equal(sessionId);
      expect(await reports()).to.have.lengthOf(before);
    });

    it('connects to that session when it is told where to show it', async () => {
      const { sessionId, token } = await openElsewhere();
      const session = stand.create(token);
      session.attachAvatar('avatar-container');
      await eventually(() => session.getSessionState() === 'READY');
      expect(session.getSessionId()).to.equal(sessionId);
      expect(stand.container.querySelector('video')?.srcObject).to.equal(session.mediaStream);
    });

    it('tells by an event what failed while nobody waited', async () => {
      const { token } = await openElsewhere();
      const session = stand.create(`${token.slice(0, -4)}AAAA`);
      const reported = next(session, 'error');
      session.attachAvatar('avatar-container');
      expect((await reported)[0].code).to.equal('UNAUTHORIZED');
      expect(session.getSessionState()).to.equal('ERROR');
    });
  });

  describe('attachAvatar', () => {
    it('fills the container with a video that plays inline', async () => {
      const session = await connected();
      const video = stand.container.querySelector('video');
      expect(video).to.include({ autoplay: true, playsInline: true });
      expect(video?.style.width).to.equal('100%');
      expect(video?.srcObject).to.equal(session.mediaStream);
    });

    it('moves the picture when it is called again', async () => {
      const session = await connected();
      const other = document.createElement('div');
      other.id = 'other-container';
      document.body.append(other);
      session.attachAvatar('other-container');
      expect(stand.container.querySelector('video')).to.be.null;
      expect(other.querySelector('video')?.srcObject).to.equal(session.mediaStream);
      other.remove();
    });
  });

  it('connects without being shown', async () => {
    const session = stand.create('my-ks');
    await session.createSession({ avatarId: 'maya' });
    expect(session.getSessionState()).to.equal('READY');
    expect(session.mediaStream?.getTracks()).to.have.lengthOf(2);
  });

  it('gives the pieces of a streamed turn to the service in order', async () => {
    const session = await connected();
    await Promise.all([
      session.sayText('One, ', 'turn-1', false),
      session.sayText('two, ', 'turn-1', false),
      session.sayText('three.', 'turn-1'),
    ]);
    const report = await reportOf(session.getSessionId());
    expect(report?.turns).to.have.lengthOf(1);
    expect(report?.turns[0]?.text).to.equal('One, two, three.');
  });

  it('hears the avatar fall silent within 700 ms of an interrupt', async () => {
    const session = await connected();
    const silentAfterMs = await leastOf(700, async () => {
      const begun = next(session, 'speakingStart');
      const ended = next(session, 'speakingEnd');
      await session.sayText(
        'This is a long story that goes on and on, and that nobody will ever hear to its very end, because it is interrupted.',
      );
      await begun;
      const interruptedAt = performance.now();
      await session.interrupt();
      await ended;
      return performance.now() - interruptedAt;
    });
    expect(silentAfterMs).to.be.below(700);
    expect((await reportOf(session.getSessionId()))?.turns[0]?.state).to.equal('interrupted');
  });

  it('hears one text end and the next begin, also when it follows an interrupt at once', async () => {
    const session = await connected();
    const begun = next(session, 'speakingStart');
    await session.sayText('This is a long story that goes on and on, and that nobody will ever hear to its very end.');
    await begun;
    const heard: string[] = [];
    session.on('speakingStart', () => heard.push('start'));
    session.on('speakingEnd', () => heard.push('end'));
    await session.interrupt();
    await session.sayText('Short.');
    await eventually(() => heard.length === 3);
    expect(heard).to.deep.equal(['end', 'start', 'end']);
  });

  it('refuses what cannot be said and stays ready', async () => {
    const session = await connected();
    expect((await failureOf(session.sayText(''))).code).to.equal('INVALID_INPUT');
    expect((await failureOf(session.sayAudio(new Blob(['ID3']), 'turn-1', 0))).code).to.equal('INVALID_INPUT');
    expect(session.getSessionState()).to.equal('READY');
  });

  it('refuses to speak before it is ready', async () => {
    expect((await failureOf(stand.create('my-ks').sayText('Hello'))).message).to.contain('while the session is IDLE');
  });

  it('refuses a second session while one is open', async () => {
    const session = await connected();
    expect((await failureOf(session.createSession({ avatarId: 'maya' }))).code).to.equal('INVALID_STATE');
    expect(session.getSessionState()).to.equal('READY');
  });

  it('ends the session that was opened when its caller aborts on the way', async () => {
    const session = stand.create('my-ks');
    const caller = new AbortController();
    const failed = failureOf(session.createSession({ avatarId: 'maya', signal: caller.signal }));
    await eventually(() => session.getSessionId() !== null);
    caller.abort();
    expect((await failed).code).to.equal('ABORTED');
    expect(session.getSessionState()).to.equal('ENDED');
    await eventually(async () => (await reportOf(session.getSessionId()))?.state === 'ended');
  });

  it('stops to wait for statistics and for its end when the caller aborts, and ends all the same', async () => {
    const session = await connected();
    const { signal } = new AbortController();
    const aborted = AbortSignal.abort();
    expect((await failureOf(session.getStats({ signal: aborted }))).code).to.equal('ABORTED');
    expect((await session.getStats({ signal })).framesPerSecond).not.to.equal(0);
    expect((await failureOf(session.endSession({ signal: aborted }))).code).to.equal('ABORTED');
    await eventually(async () => (await reportOf(session.getSessionId()))?.state === 'ended');
    expect((await failureOf(session.prepare({ signal: aborted }))).code).to.equal('ABORTED');
  });

  it('takes its options alone where a backend creates the session', async () => {
    const { baseUrl } = stand.service;
    const credentials = await new ControlClient({ baseUrl }).create('my-ks', { avatarId: 'maya' });
    const session = new KalturaAvatarSession({ baseUrl, logger: SILENT });
    await session.initSession(credentials);
    expect(session.getSessionState()).to.equal('READY');
    await session.endSession();
    expect((await reportOf(credentials.sessionId))?.state).to.equal('ended');
  });

  it('ends the session when no picture comes, and says so', async () => {
    // The polls for a frame fly by; whatever waits longer waits for real media.
    const delay = (ms: number): Promise<void> => (ms < 100 ? Promise.resolve() : new Promise(ignore));
    const config = { baseUrl: stand.service.baseUrl, logger: SILENT };
    const session = new KalturaAvatarSession('my-ks', config, { delay });
    await addFault({ call: 'whep-post', kind: 'no-media' });
    const error = await failureOf(session.createSession({ avatarId: 'maya' }));
    expect(error.code).to.equal('MEDIA_STALLED');
    await eventually(async () => (await reportOf(session.getSessionId()))?.state === 'ended');
  });

  it('is kept alive from the start, also where the first frame is long in coming', async () => {
    const calls: string[] = [];
    const session = stand.create('my-ks', undefined, {
      fetch: (url, init) => {
        calls.push(url.split('/').at(-1) ?? '');
        return fetch(url, init);
      },
      // The ten seconds between two keep-alives pass in a hundredth of their time.
      delay: (ms, options) => realDelay(ms === KEEP_ALIVE_INTERVAL_MS ? ms / 100 : ms, options),
    });
    await addFault({ call: 'whep-post', kind: 'hang' });
    const connecting = failureOf(session.createSession({ avatarId: 'maya' }));
    await eventually(() => calls.filter((call) => call === 'keep-alive').length > 1);
    expect(session.getSessionState()).to.equal('CREATING');
    await session.endSession();
    await connecting;
  });

  it('tries init-client again when the service is busy', async () => {
    await addFault({ call: 'init-client', times: 2, kind: 'status', status: 503 });
    const session = stand.create('my-ks', { retryConfig: { initialDelayMs: 1 } });
    await session.createSession({ avatarId: 'maya' });
    expect(session.getSessionState()).to.equal('READY');
  });

  it('takes the server’s own offer where its own is not taken', async () => {
    await addFault({ call: 'whep-post', kind: 'counter-offer' });
    const session = stand.create('my-ks');
    await session.createSession({ avatarId: 'maya', videoContainerId: 'avatar-container' });
    expect(session.mediaStream?.getTracks().map(({ kind }) => kind)).to.have.members(['audio', 'video']);
    const begun = next(session, 'speakingStart');
    await session.sayText('Hello.');
    await begun;
    await eventually(() => (stand.container.querySelector('video')?.videoWidth ?? 0) > 0);
  });

  it('makes its offer again while another viewer is still leaving', async () => {
    await addFault({ call: 'whep-post', times: 2, kind: 'status', status: 409 });
    const session = stand.create('my-ks', { retryConfig: { initialDelayMs: 1 } });
    await session.createSession({ avatarId: 'maya' });
    expect(session.getSessionState()).to.equal('READY');
  });

  it('gives up where another viewer stays, says so, and ends the session', async () => {
    await addFault({ call: 'whep-post', times: 3, kind: 'status', status: 409 });
    const session = stand.create('my-ks', { retryConfig: { initialDelayMs: 1 } });
    const error = await failureOf(session.createSession({ avatarId: 'maya' }));
    expect(error).to.include({ code: 'RTC_CONNECTION_FAILED', status: 409 });
    await eventually(async () => (await reportOf(session.getSessionId()))?.state === 'ended');
  });

  it('asks an endpoint for a session by its path', async () => {
    const session = stand.create();
    await session.connect(createEndpointSource({ endpoint: '/api/avatar/session' }), { avatarId: 'noor' });
    expect((await reportOf(session.getSessionId()))?.avatarId).to.equal('noor');
  });
});
