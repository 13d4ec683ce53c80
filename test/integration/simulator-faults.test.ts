import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { ControlClient } from '../../src/core/control-client.js';
import { isAvatarError, type AvatarErrorCode } from '../../src/core/errors.js';
import type { SessionCredentials } from '../../src/core/protocol.js';
import { neverRetry } from '../../src/core/retry.js';
import type { SessionStatus } from '../../src/simulator/sessions/session-status.js';
import { assembleSimulator, startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { realClock } from '../../src/simulator/clock.js';
import { CANDIDATE_FRAGMENT, RECVONLY_OFFER } from '../support/offer.js';
import { fetchJson, locationOf, patch, postOffer, SimulatorClient } from '../support/simulator-client.js';
import { FakeMediaEngine, fakeVoice } from '../support/simulator-fakes.js';
import { toneMp3 } from '../support/tone-mp3.js';

const TURN = { turnId: 't1', isFinal: true };

let simulator: Simulator;
let client: SimulatorClient;
let session: SessionCredentials;

const statusOf = (sessionId: string): SessionStatus =>
  simulator.sessions().find(({ id }) => id === sessionId) ?? assert.fail('There is no such session.');

describe('a fault of the simulator', () => {
  let engine: FakeMediaEngine;
  let whepUrl: string;

  beforeEach(async () => {
    simulator = await assembleSimulator(
      {},
      {
        clock: realClock,
        createVoice: fakeVoice,
        createMediaEngine: (listener) => (engine = new FakeMediaEngine(listener)),
      },
    );
    client = new SimulatorClient(simulator.baseUrl);
    session = await client.open();
    whepUrl = await client.whepUrl(session);
  });
  afterEach(() => simulator.close());

  it('answers with a status, once, in the words of the service', async () => {
    simulator.faults.add({ call: 'keep-alive', kind: 'status', status: 503, retryAfterSeconds: 7 });
    const { status, body, headers } = await client.call(session, 'keep-alive');
    assert.equal(status, 503);
    assert.deepEqual(body, { success: false, error: 'Service Unavailable' });
    assert.equal(headers.get('Retry-After'), '7');
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal((await client.call(session, 'keep-alive')).status, 200);
  });

  it('answers with the body and the headers that it was given', async () => {
    const body = { success: false, error: 'no voice', code: 5 };
    simulator.faults.add({ call: 'say-text', kind: 'status', status: 200, body, headers: { 'X-Fault': 'yes' } });
    const answer = await client.call(session, 'say-text', { text: 'Hello.' });
    assert.deepEqual(answer.body, body);
    assert.equal(answer.headers.get('X-Fault'), 'yes');
    assert.deepEqual(statusOf(session.sessionId).turns, []);
  });

  it('delays a call that then goes on', async () => {
    simulator.faults.add({ call: 'interrupt', kind: 'delay', ms: 60 });
    const startedAt = performance.now();
    assert.equal((await client.call(session, 'interrupt')).status, 200);
    assert.ok(performance.now() - startedAt >= 59);
  });

  it('hangs until the client gives up or the simulator closes', async () => {
    simulator.faults.add({ call: 'interrupt', kind: 'hang', times: 2 });
    const impatient = AbortSignal.timeout(50);
    await assert.rejects(
      client.post(`/${session.sessionId}/interrupt`, { signal: impatient }),
      (error) => error instanceof Error && error.name === 'TimeoutError',
    );
    const patient = assert.rejects(client.call(session, 'interrupt'), TypeError);
    while (simulator.faults.list()[0]?.used !== 2) await new Promise((resolve) => setImmediate(resolve));
    await simulator.close();
    await patient;
  });

  it('closes the connection before or after the work is done', async () => {
    simulator.faults.add({ call: 'say-text', kind: 'close-socket' });
    simulator.faults.add({ call: 'say-text', kind: 'lost-answer' });
    await assert.rejects(client.call(session, 'say-text', { ...TURN, text: 'One.' }), TypeError);
    await assert.rejects(client.call(session, 'say-text', { ...TURN, text: 'Two.' }), TypeError);
    assert.deepEqual(
      statusOf(session.sessionId).turns.map(({ text }) => text),
      ['Two.'],
    );
  });

  it('breaks off in the middle of an answer, when the work is done', async () => {
    simulator.faults.add({ call: 'whep-post', kind: 'half-answer' });
    const answer = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal(answer.status, 201);
    assert.match(answer.headers.get('Location') ?? '', /resource/);
    await assert.rejects(answer.text(), TypeError);
    assert.equal(simulator.viewers, 1);
  });

  it('reaches the sessions of one avatar, from create on', async () => {
    simulator.faults.add({ call: 'create', kind: 'empty', status: 500, avatarId: 'ben' });
    simulator.faults.add({ call: 'keep-alive', kind: 'empty', status: 503, avatarId: 'ben' });
    simulator.faults.add({ call: 'whep-options', kind: 'empty', status: 502, avatarId: 'ben' });
    const create = (avatarId: string): Promise<Response> =>
      fetch(`${simulator.baseUrl}/create`, {
        method: 'POST',
        headers: { Authorization: 'ks any', 'Content-Type': 'application/json' },
        body: JSON.stringify({ visualConfig: { id: avatarId } }),
      });
    assert.equal((await create('maya')).status, 200);
    assert.equal((await create('ben')).status, 500);
    const ben = (await (await create('ben')).json()) as SessionCredentials;
    assert.equal((await client.call(session, 'keep-alive')).status, 200);
    assert.equal((await client.call(ben, 'keep-alive')).status, 503);
    assert.equal((await fetch(whepUrl, { method: 'OPTIONS' })).status, 204);
    assert.equal((await fetch(await client.whepUrl(ben), { method: 'OPTIONS' })).status, 502);
  });

  it('loses the answer to create, which leaves a session behind', async () => {
    simulator.faults.add({ call: 'create', kind: 'lost-answer' });
    await assert.rejects(client.create(), TypeError);
    assert.equal(simulator.sessions().length, 2);
  });

  it('ends the session just before the call', async () => {
    simulator.faults.add({ call: 'say-text', kind: 'expire', sessionId: session.sessionId });
    const other = await client.open();
    assert.equal((await client.call(other, 'say-text', { text: 'Hello.' })).status, 200);
    assert.equal((await client.call(session, 'say-text', { text: 'Hello.' })).status, 410);
    assert.equal(statusOf(session.sessionId).endReason, 'expired');
  });

  const clientErrors: [Parameters<Simulator['faults']['add']>[0], AvatarErrorCode][] = [
    [{ call: 'create', kind: 'html', status: 502 }, 'API_REQUEST_FAILED'],
    [{ call: 'create', kind: 'html', status: 200 }, 'PROTOCOL'],
    [{ call: 'create', kind: 'empty', status: 200 }, 'PROTOCOL'],
    [{ call: 'create', kind: 'empty', status: 204 }, 'PROTOCOL'],
    [{ call: 'create', kind: 'invalid-json' }, 'PROTOCOL'],
    [{ call: 'create', kind: 'wrong-types' }, 'PROTOCOL'],
    [{ call: 'create', kind: 'close-socket' }, 'NETWORK'],
    [{ call: 'create', kind: 'status', status: 401 }, 'UNAUTHORIZED'],
  ];
  for (const [rule, code] of clientErrors) {
    it(`reaches the client as ${code}: ${JSON.stringify(rule)}`, async () => {
      simulator.faults.add(rule);
      const control = new ControlClient({ baseUrl: simulator.baseUrl, retryPolicy: neverRetry });
      await assert.rejects(
        control.create('any', { avatarId: 'maya' }),
        (error) => isAvatarError(error) && error.code === code,
      );
    });
  }

  it('redirects once, and keeps the rest of the address', async () => {
    simulator.faults.add({ call: 'whep-post', kind: 'redirect', times: Infinity });
    const answer = await postOffer(whepUrl, RECVONLY_OFFER);
    assert.equal(answer.status, 201);
    assert.equal(answer.redirected, true);
    assert.equal(answer.url, `${whepUrl}&redirected=1`);
  });

  it('spoils the calls of WHEP, told apart by the session that they concern', async () => {
    const { sessionId } = session;
    const resource = locationOf(await postOffer(whepUrl, RECVONLY_OFFER));
    simulator.faults.add({ call: 'whep-post', kind: 'html', status: 504, sessionId: 'another' });
    simulator.faults.add({ call: 'whep-patch', kind: 'empty', status: 405, sessionId });
    simulator.faults.add({ call: 'whep-delete', kind: 'expire', sessionId });
    simulator.faults.add({ call: 'whep-options', kind: 'empty', status: 500 });
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 409);
    assert.equal((await patch(resource, CANDIDATE_FRAGMENT)).status, 405);
    assert.equal((await fetch(whepUrl, { method: 'OPTIONS' })).status, 500);
    assert.equal((await fetch(resource, { method: 'DELETE' })).status, 404);
    assert.equal(statusOf(sessionId).state, 'ended');
  });

  it('reaches the media of one viewer', async () => {
    const asked: unknown[] = [];
    const connect = engine.connectViewer.bind(engine);
    engine.connectViewer = (stageId: string, ...rest: unknown[]) => {
      asked.push(rest[1]);
      return connect(stageId);
    };
    simulator.faults.add({ call: 'whep-post', kind: 'no-media' });
    simulator.faults.add({ call: 'whep-post', kind: 'drop-media', afterMs: 500 });
    for (let viewer = 0; viewer < 3; viewer += 1) {
      const answer = await postOffer(whepUrl, RECVONLY_OFFER);
      await fetch(locationOf(answer), { method: 'DELETE' });
    }
    assert.deepEqual(asked, [{ noMedia: true }, { dropAfterMs: 500 }, {}]);
  });

  describe('over HTTP', () => {
    const postJson = (path: string, body: unknown, type = 'application/json') =>
      fetchJson(`${simulator.url}/simulator/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body: JSON.stringify(body),
      });
    const remove = (path: string) => fetch(`${simulator.url}/simulator/${path}`, { method: 'DELETE' });
    const list = async () => (await fetchJson(`${simulator.url}/simulator/faults`)).body;

    it('is added, listed with its uses, and removed', async () => {
      const { status, body } = await postJson('faults', {
        call: 'interrupt',
        kind: 'status',
        status: 500,
        times: null,
      });
      assert.equal(status, 201);
      const { id } = body as { id: string };
      assert.equal((await client.call(session, 'interrupt')).status, 500);
      assert.deepEqual(await list(), {
        faults: [{ id, used: 1, call: 'interrupt', kind: 'status', status: 500, times: null }],
      });
      assert.equal((await remove(`faults/${id}`)).status, 204);
      assert.equal((await remove(`faults/${id}`)).status, 404);
      assert.equal((await client.call(session, 'interrupt')).status, 200);
    });

    it('is removed with all others', async () => {
      await postJson('faults', { call: 'interrupt', kind: 'hang' });
      assert.equal((await remove('faults')).status, 204);
      assert.deepEqual(await list(), { faults: [] });
    });

    it('is refused with a word on what is wrong', async () => {
      const unknown = await postJson('faults', { call: 'dance', kind: 'hang' });
      assert.equal(unknown.status, 400);
      assert.match((unknown.body as { error: string }).error, /call should be one of create/);
      const senseless = await postJson('faults', { call: 'create', kind: 'expire' });
      assert.equal(senseless.status, 400);
      assert.match((senseless.body as { error: string }).error, /expire needs a session/);
      assert.equal((await postJson('crash', { child: 'face' })).status, 400);
    });

    it('is not for web pages of another origin', async () => {
      assert.equal((await postJson('faults', { call: 'interrupt', kind: 'hang' }, 'text/plain')).status, 415);
      const preflight = await fetch(`${simulator.url}/simulator/faults`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://example.com', 'Access-Control-Request-Method': 'POST' },
      });
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), null);
    });

    it('says so when there is no process to crash', async () => {
      assert.equal((await postJson('crash', { child: 'media' })).status, 409);
    });

    it('comes with a status of everything but secrets', async () => {
      await client.call(session, 'say-text', { ...TURN, text: 'Hello.' });
      const { body } = await fetchJson(`${simulator.url}/simulator/status`);
      const status = body as {
        uptimeSeconds: number;
        openSessions: number;
        crashes: unknown;
        sessions: SessionStatus[];
      };
      assert.equal(status.openSessions, 1);
      assert.deepEqual(status.crashes, { media: 0, voice: 0 });
      assert.equal(typeof status.uptimeSeconds, 'number');
      assert.deepEqual(status.sessions, simulator.sessions());
      assert.equal(status.sessions[0]?.turns[0]?.text, 'Hello.');
      const text = JSON.stringify(body);
      assert.ok(!text.includes(session.token) && !text.includes('test-ks'));
    });
  });
});

describe('the processes of the simulator', () => {
  before(async () => {
    simulator = await startSimulator();
    client = new SimulatorClient(simulator.baseUrl);
  });
  after(() => simulator.close());

  beforeEach(async () => {
    session = await client.open();
  });

  const crash = (child: 'media' | 'voice') =>
    fetchJson(`${simulator.url}/simulator/crash`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ child }),
    });
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!condition()) {
      assert.ok(Date.now() < deadline, 'It did not happen within 10 s.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const stateOf = (turnId: string) => statusOf(session.sessionId).turns.find(({ id }) => id === turnId)?.state;

  it('say text and play audio, one after the other', async () => {
    await client.call(session, 'say-text', { ...TURN, text: 'Hello.' });
    const form = new FormData();
    form.set('turnId', 't2');
    form.set('duration', '0.3');
    form.set('audio', await toneMp3(0.3));
    assert.equal((await client.call(session, 'say-audio', form)).status, 200);
    assert.notEqual(stateOf('t2'), 'said');
    await until(() => stateOf('t2') === 'said');
    assert.deepEqual(statusOf(session.sessionId).saidTexts, ['Hello.']);
  });

  it('refuse audio that is no MP3', async () => {
    const form = new FormData();
    form.set('turnId', 't1');
    form.set('duration', '1');
    form.set('audio', new Blob(['This is not an MP3 file. '.repeat(100)]), 'speech.mp3');
    assert.equal((await client.call(session, 'say-audio', form)).status, 400);
  });

  it('cost a turn, and no more, when the voice crashes', async () => {
    await client.call(session, 'say-text', { ...TURN, text: 'Hello.' });
    await until(() => stateOf('t1') === 'said');
    const crashes = simulator.crashes.voice;
    const long = 'This is a rather long sentence that takes the voice its time. '.repeat(20);
    await client.call(session, 'say-text', { ...TURN, turnId: 't2', text: long });
    assert.equal((await crash('voice')).status, 202);
    await until(() => stateOf('t2') === 'failed');
    assert.equal(simulator.crashes.voice, crashes + 1);
    await client.call(session, 'interrupt');
    await client.call(session, 'say-text', { ...TURN, turnId: 't3', text: 'Hello again.' });
    await until(() => stateOf('t3') === 'said');
  });

  it('cost the sessions on stage, and no more, when the media engine crashes', async () => {
    const silent = await client.open();
    const whepUrl = await client.whepUrl(session);
    assert.equal((await postOffer(whepUrl, RECVONLY_OFFER)).status, 201);
    assert.equal((await crash('media')).status, 202);
    await until(() => statusOf(session.sessionId).state === 'ended');
    assert.equal(statusOf(session.sessionId).endReason, 'media engine crashed');
    assert.equal(simulator.crashes.media, 1);
    assert.equal((await client.call(session, 'keep-alive')).status, 410);
    assert.equal((await postOffer(await client.whepUrl(silent), RECVONLY_OFFER)).status, 201);
  });
});
