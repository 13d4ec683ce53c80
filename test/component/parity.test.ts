import { expect } from '@open-wc/testing';
import * as everything from 'kaltura-avatar';
import {
  AvatarError,
  AvatarErrorCode,
  ConnectionState,
  KalturaAvatarSession,
  SessionState,
  type SessionDependencies,
} from 'kaltura-avatar/session';
import type { FaultRule } from 'kaltura-avatar/simulator';

import { addFault, eventually, failureOf, reportOf, reports, type SessionReport } from '../support/in-browser.js';
import { runAvatarBECreated, runAvatarFEOnly } from '../support/parity-patterns.js';
import { REFERENCE_ENUMS, REFERENCE_METHODS, type ReferenceClass } from '../support/parity-reference.js';
import { useSessionStand } from '../support/session-stand.js';
import { ignore } from '../support/silent.js';

describe('the interface of Kaltura’s client SDK', () => {
  const stand = useSessionStand();

  describe('its two patterns', () => {
    let printed: string[];
    const original = { log: console.log, info: console.info, warn: console.warn, error: console.error };
    beforeEach(() => {
      printed = [];
      const print = (...values: unknown[]): void => void printed.push(values.map(String).join(' '));
      Object.assign(console, { log: print, info: ignore, warn: print, error: print });
    });
    afterEach(() => {
      Object.assign(console, original);
    });

    /** The session that `run` used, as the service tells of it. */
    const sessionOf = async (run: () => Promise<void>): Promise<SessionReport> => {
      const before = (await reports()).map(({ id }) => id);
      await run();
      const [used, ...others] = (await reports()).filter(({ id }) => !before.includes(id));
      expect(others, 'more sessions were opened').to.be.empty;
      if (!used) expect.fail('no session was opened');
      return used;
    };
    /** Until the avatar has been seen to say it. */
    const said = async (): Promise<void> => {
      const isAny = async (...states: string[]): Promise<boolean> =>
        (await reports()).some(({ turns }) => turns.some(({ state }) => states.includes(state)));
      await eventually(() => isAny('speaking'));
      await eventually(() => (stand.container.querySelector('video')?.videoWidth ?? 0) > 0);
      await eventually(async () => !(await isAny('queued', 'speaking')));
    };

    it('run where the page creates the session', async () => {
      const used = await sessionOf(() => runAvatarFEOnly({ baseUrl: stand.service.baseUrl, wait: said }));
      expect(printed).to.deep.equal([
        'State: CREATING',
        'Connected',
        'State: READY',
        `Session ID: ${used.id}`,
        'State: ENDED',
      ]);
      expect(used).to.include({ avatarId: 'avatar-123', voiceId: 'voice-456', state: 'ended' });
      expect(used.turns.map(({ text }) => text)).to.deep.equal(['Hello from Kaltura Avatar!']);
    });

    it('run where a backend creates it', async () => {
      const createSessionUrl = `${stand.service.endpointsUrl}/seed`;
      const heard = (): Promise<true> => eventually(() => printed.includes('Avatar stopped speaking'));
      const used = await sessionOf(() =>
        runAvatarBECreated({ baseUrl: stand.service.baseUrl, createSessionUrl, wait: heard }),
      );
      expect(printed).to.deep.equal([
        'State: CREATING',
        'State: READY',
        `Session ID: ${used.id}`,
        'Avatar started speaking',
        'Avatar stopped speaking',
        'State: ENDED',
      ]);
      expect(used.state).to.equal('ended');
      expect(used.turns[0]?.id).to.match(/^turn-\d+$/);
    });

    it('print what failed, with its code', async () => {
      await addFault({ call: 'create', kind: 'status', status: 401 });
      await runAvatarFEOnly({ baseUrl: stand.service.baseUrl, wait: said });
      const message = 'create was refused with status 401';
      const expected = [
        '^State: CREATING$',
        '^State: ERROR$',
        `^Error: UNAUTHORIZED ${message}`,
        '^Sign in again$',
        `^Failed: AvatarError: ${message}`,
      ];
      const told = printed.filter((line) => !line.startsWith('[kaltura-avatar]'));
      expect(told).to.have.lengthOf(expected.length);
      expected.forEach((pattern, line) => expect(told[line]).to.match(new RegExp(pattern)));
    });
  });

  it('has every method, on a class that fits the reference’s', () => {
    const Class: ReferenceClass = KalturaAvatarSession;
    const session = new Class('my-ks', { baseUrl: stand.service.baseUrl });
    for (const method of REFERENCE_METHODS) expect(session).to.have.property(method).that.is.a('function');
  });

  it('has its enums as values, under the same names in the package’s main entry', () => {
    const ours = { SessionState, ConnectionState, AvatarErrorCode };
    for (const [name, members] of Object.entries(REFERENCE_ENUMS) as [keyof typeof ours, readonly string[]][]) {
      for (const member of members) expect(ours[name], name).to.have.property(member, member);
      expect(everything[name]).to.equal(ours[name]);
    }
    expect(everything.AvatarError).to.equal(AvatarError);
    expect(everything.KalturaAvatarSession).to.equal(KalturaAvatarSession);
  });

  it('has no session and no connection to begin with, and needs no arguments', () => {
    const session = new KalturaAvatarSession();
    expect([session.getSessionId(), session.getSessionState(), session.getConnectionState()]).to.deep.equal([
      null,
      'IDLE',
      'DISCONNECTED',
    ]);
  });

  describe('its defaults', () => {
    it('are a turn of its own for each text, which is final', async () => {
      const bodies: { text: string; turnId: string; isFinal: boolean }[] = [];
      const spy: SessionDependencies['fetch'] = (url, init) => {
        if (url.endsWith('/say-text')) bodies.push(JSON.parse(init.body as string) as (typeof bodies)[number]);
        return fetch(url, init);
      };
      const session = stand.create('my-ks', {}, { fetch: spy });
      await session.createSession({ avatarId: 'maya' });
      await session.sayText('One.');
      await session.sayText('Two.');
      await session.sayText('Three, ', 'turn-3', false);
      await session.sayText('four.', 'turn-3', true);
      const [one, two, ...rest] = bodies;
      expect(one).to.include({ text: 'One.', isFinal: true });
      expect(two).to.include({ text: 'Two.', isFinal: true });
      expect(one?.turnId).to.be.a('string').that.is.not.empty;
      expect(one?.turnId).not.to.equal(two?.turnId);
      expect(rest.map(({ turnId, isFinal }) => [turnId, isFinal])).to.deep.equal([
        ['turn-3', false],
        ['turn-3', true],
      ]);
    });

    it('are three tries, half a second before the second and twice as long before the third', async () => {
      const waits: number[] = [];
      const delay = (ms: number): Promise<void> => {
        // The keep-alive waits for its time beside them.
        if (ms === 10_000) return new Promise(() => undefined);
        waits.push(ms);
        return Promise.resolve();
      };
      await addFault({ call: 'init-client', kind: 'status', status: 503, times: 3 });
      const session = stand.create('my-ks', {}, { delay });
      expect((await failureOf(session.createSession({ avatarId: 'maya' }))).status).to.equal(503);
      expect(waits).to.have.lengthOf(2);
      // Each wait is spread over its upper half.
      expect(waits[0]).to.be.within(250, 500);
      expect(waits[1]).to.be.within(500, 1000);
    });

    it('are a log from info on, every 10 s a keep-alive, and a video that plays in place and fills its container', async () => {
      const levels = new Set<string>();
      const write = (level: string) => (): void => void levels.add(level);
      const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
      const waits: number[] = [];
      const delay: SessionDependencies['delay'] = (ms, { signal } = {}) => {
        waits.push(ms);
        return new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, ms);
          signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason as Error);
          });
        });
      };
      const session = stand.create('my-ks', { logger }, { delay });
      await session.createSession({ avatarId: 'maya', videoContainerId: 'avatar-container' });
      expect([...levels]).to.deep.equal(['info']);
      expect(waits).to.include(10_000);
      const video = stand.container.querySelector('video');
      expect(video?.hasAttribute('autoplay')).to.be.true;
      expect(video?.hasAttribute('playsinline')).to.be.true;
      expect([video?.style.width, video?.style.height]).to.deep.equal(['100%', '100%']);
    });
  });

  describe('its error codes', () => {
    const status = (call: FaultRule['call'], code: number): FaultRule => ({
      call,
      kind: 'status',
      status: code,
      times: 9,
    });
    const cases: [AvatarErrorCode, string, FaultRule | undefined, (session: KalturaAvatarSession) => Promise<void>][] =
      [
        ['INVALID_STATE', 'speaking too early', undefined, (session) => session.sayText('Hello')],
        [
          'API_REQUEST_FAILED',
          'a service that fails',
          status('create', 500),
          (session) => session.createSession({ avatarId: 'maya' }),
        ],
        [
          'RTC_CONNECTION_FAILED',
          'media that cannot be had',
          status('whep-post', 409),
          (session) => session.createSession({ avatarId: 'maya' }),
        ],
        [
          'INVALID_CONFIGURATION',
          'a container that is not there',
          undefined,
          (session) => session.createSession({ avatarId: 'maya', videoContainerId: 'nowhere' }),
        ],
        [
          'SESSION_NOT_FOUND',
          'a session that does not exist',
          status('init-client', 404),
          (session) => session.initSession({ sessionId: 'made-up', token: 'a-token' }),
        ],
        [
          'UNAUTHORIZED',
          'a token that is refused',
          undefined,
          (session) => session.initSession({ sessionId: 'made-up', token: 'not-a-jwt' }),
        ],
      ];
    for (const [code, when, fault, call] of cases) {
      it(`tell ${when} as ${code}, to the caller and to the listeners`, async () => {
        if (fault) await addFault({ ...fault, times: fault.call === 'whep-post' ? 3 : 1 });
        const session = stand.create('my-ks', { retryConfig: { initialDelayMs: 1 } });
        const heard: AvatarError[] = [];
        session.on('error', (error: AvatarError) => heard.push(error));
        const error = await failureOf(call(session));
        expect(error.code).to.equal(AvatarErrorCode[code]);
        expect(error).to.be.instanceOf(AvatarError).and.instanceOf(Error);
        expect(error.message).to.match(/\w+ .*[.!?]$/);
        expect(heard).to.deep.equal([error]);
      });
    }
  });

  it('knows the session it ended by its id, and can be ended twice', async () => {
    const session = stand.create('my-ks');
    await session.createSession({ avatarId: 'maya' });
    const id = session.getSessionId();
    await session.endSession();
    await session.endSession();
    expect([session.getSessionState(), session.getConnectionState()]).to.deep.equal(['ENDED', 'CLOSED']);
    expect((await reportOf(id))?.state).to.equal('ended');
  });
});
