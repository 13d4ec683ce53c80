import { expect, fixture, html } from '@open-wc/testing';
import type { KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';
import {
  createEndpointSource,
  type RetryPolicy,
  type SessionCredentials,
  type SessionSource,
} from 'kaltura-avatar/session';

import type { Fetch } from '../../src/core/http.js';
import { addFault, eventually, failureOf, nextEvent, reports } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';
import { SILENT, ignore } from '../support/silent.js';

describe('the request for a session', () => {
  const stand = useSessionStand();

  /** Resolves once the endpoint has opened the sessions that it held back. */
  const release = (): Promise<true> =>
    eventually(async () => Number(await (await fetch(`${stand.service.endpointsUrl}/release`)).json()) > 0);
  const isEnded = (avatarId: string): Promise<true> =>
    eventually(async () => (await reports()).some((one) => one.avatarId === avatarId && one.state === 'ended'));
  const mount = async (endpoint: string): Promise<KalturaAvatarElement> => {
    const avatar = await fixture<KalturaAvatarElement>(html`<kaltura-avatar></kaltura-avatar>`);
    Object.assign(avatar, { logger: SILENT, sessionEndpoint: endpoint, baseUrl: stand.service.baseUrl });
    return avatar;
  };

  describe('ends a session that comes', () => {
    const held = (avatarId: string): string => `${stand.service.endpointsUrl}/held?${avatarId}`;

    it('after the time limit', async () => {
      const source = createEndpointSource({ endpoint: held('after-timeout'), timeoutMs: 20 });
      expect((await failureOf(stand.create().connect(source))).code).to.equal('TIMEOUT');
      await release();
      await isEnded('after-timeout');
    });

    it('after the caller has stopped it', async () => {
      const caller = new AbortController();
      const source = createEndpointSource({ endpoint: held('after-abort') });
      const failed = failureOf(stand.create().connect(source, { signal: caller.signal }));
      caller.abort();
      expect((await failed).code).to.equal('ABORTED');
      await release();
      await isEnded('after-abort');
    });

    for (const [when, leave] of [
      ['the end', (avatar: KalturaAvatarElement) => avatar.end()],
      ['the removal', (avatar: KalturaAvatarElement) => avatar.remove()],
    ] as const)
      it(`after ${when} of the element`, async () => {
        const avatarId = `after-${when.replace(' ', '-')}`;
        const avatar = await mount(held(avatarId));
        const started = avatar.start().catch(ignore);
        await eventually(() => avatar.session !== null);
        await leave(avatar);
        await started;
        await release();
        await isEnded(avatarId);
      });

    it('at the backend after the time limit', async () => {
      await addFault({ call: 'create', kind: 'delay', ms: 300 });
      const source = createEndpointSource({ endpoint: '/api/avatar/session', timeoutMs: 20 });
      const failed = failureOf(stand.create().connect(source, { avatarId: 'late-at-backend' }));
      expect((await failed).code).to.equal('TIMEOUT');
      await isEnded('late-at-backend');
    });
  });

  it('may be answered with a token and a control URL: what is not called there is called at the service', async () => {
    const { endpointsUrl, baseUrl } = stand.service;
    let opened: SessionCredentials | undefined;
    const calls: string[] = [];
    const source: SessionSource = async () => {
      opened = (await (await fetch(`${endpointsUrl}/seed`, { method: 'POST' })).json()) as SessionCredentials;
      return { ...opened, controlUrl: `${endpointsUrl}/own` };
    };
    const watched: Fetch = (input, init) => {
      calls.push(input);
      return fetch(input, init);
    };
    const session = stand.create(undefined, {}, { fetch: watched });
    await session.connect(source);
    // Its answers are not those of the service: any 2xx will do.
    await session.sayText('Hello!');
    await session.interrupt();
    await session.endSession();
    const { sessionId, token } = opened ?? expect.fail('no session was opened');
    expect(calls.filter((url) => !url.includes('/whep') && !url.endsWith('/keep-alive'))).to.deep.equal([
      `${baseUrl}/${sessionId}/init-client`,
      ...['say-text', 'interrupt', 'end'].map((call) => `${endpointsUrl}/own/${call}`),
    ]);
    await fetch(`${baseUrl}/${sessionId}/end`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
  });

  it('brings the offer again after one that was refused for another reason', async () => {
    const sent: boolean[] = [];
    let status = 400;
    const source = createEndpointSource({
      endpoint: '/strict',
      fetch: (_input, init) => {
        sent.push((init.body as string).includes('"offer"'));
        return Promise.resolve(new Response('{"sessionId":"s","token":"t"}', { status }));
      },
    });
    const ask = (): Promise<unknown> =>
      source({}, { signal: new AbortController().signal, offer: () => Promise.resolve('v=0') });
    expect((await failureOf(ask())).code).to.equal('API_REQUEST_FAILED');
    status = 200;
    await ask();
    expect(sent).to.deep.equal([true, false, true]);
  });

  it('is waited for a minute: a backend may have to be started first', async () => {
    const { setTimeout } = globalThis;
    const waits: number[] = [];
    globalThis.setTimeout = ((work: () => void, ms = 0) => {
      waits.push(ms);
      return setTimeout(work, 0);
    }) as typeof setTimeout;
    try {
      const source = createEndpointSource({ endpoint: '/s', fetch: () => new Promise(() => undefined) });
      const { code, message } = await failureOf(source({}, { signal: new AbortController().signal }));
      expect([code, waits]).to.deep.equal(['TIMEOUT', [60_000]]);
      expect(message).to.contain('within 60 s');
    } finally {
      globalThis.setTimeout = setTimeout;
    }
  });

  describe('and those that follow', () => {
    const FAULTS = 4;
    /** Of an offer, before it is left to the page. */
    const BACKEND_TRIES = 1;

    it('are tried again as retryPolicy says', async () => {
      const asked: string[] = [];
      const retryPolicy: RetryPolicy = {
        delayBefore: ({ attempt, error }) => {
          asked.push(error.message.split(' was ')[0] ?? '');
          return attempt > FAULTS ? null : 0;
        },
      };
      const avatar = await mount('/api/avatar/session');
      avatar.retryPolicy = retryPolicy;
      for (const call of ['create', 'whep-post', 'say-text', 'interrupt'] as const)
        await addFault({
          call,
          kind: 'status',
          status: 503,
          times: FAULTS + (call === 'whep-post' ? BACKEND_TRIES : 0),
        });
      await avatar.start();
      await avatar.speak('Hello!');
      await avatar.interrupt();
      const timesEach = (purpose: string): string[] => Array.from({ length: FAULTS }, () => purpose);
      expect(asked).to.deep.equal(
        ['The session request', 'WHEP POST', 'say-text', 'interrupt'].flatMap((purpose) => timesEach(purpose)),
      );
      await avatar.end();
    });

    it('are not tried again by themselves where a session is asked for', async () => {
      await addFault({ call: 'create', kind: 'status', status: 503 });
      const avatar = await mount('/api/avatar/session');
      const failed = nextEvent(avatar, 'avatar-error');
      avatar.start().catch(ignore);
      expect((await failed).error).to.include({ code: 'API_REQUEST_FAILED', status: 503 });
    });
  });

  it('and the others have the time limit that timeoutMs gives, create alone being listened for longer', async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const limits: number[] = [];
    AbortSignal.timeout = (ms) => {
      limits.push(ms);
      return timeout(ms);
    };
    try {
      const session = stand.create('my-ks', { timeoutMs: 12_345 });
      await session.createSession({ avatarId: 'maya' });
      await session.sayText('Hello!');
    } finally {
      AbortSignal.timeout = timeout;
    }
    // create; init-client, the offer and say-text, with what may follow of candidates and keep-alives.
    expect(limits[0]).to.equal(300_000);
    expect(limits.length).to.be.at.least(4);
    expect(new Set(limits.slice(1))).to.deep.equal(new Set([12_345]));
  });
});
