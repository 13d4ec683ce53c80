import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { decodeJwt } from 'jose';

import { AvatarError } from '../../src/core/errors.js';
import type { SessionCredentials } from '../../src/core/protocol.js';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { assembleSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { fetchJson, SimulatorClient } from '../support/simulator-client.js';
import { FakeMediaEngine, fakeVoice, ManualTimers, silentClip } from '../support/simulator-fakes.js';
import { wav } from '../support/wav.js';

const DAY_SECONDS = 86_400;

describe('the Control API of the simulator', () => {
  let clock: ManualTimers;
  let simulator: Simulator;
  let client: SimulatorClient;
  let engine: FakeMediaEngine;

  const start = async (options: SimulatorOptions = {}): Promise<void> => {
    clock = new ManualTimers();
    simulator = await assembleSimulator(options, {
      clock,
      createVoice: () =>
        fakeVoice({
          decode: (mp3) =>
            mp3[0] === 0xff
              ? Promise.resolve(silentClip())
              : Promise.reject(Object.assign(new Error('Not an MP3.'), { name: 'UndecodableAudioError' })),
        }),
      createMediaEngine: (listener) => (engine = new FakeMediaEngine(listener)),
    });
    client = new SimulatorClient(simulator.baseUrl);
  };

  const restart = async (options: SimulatorOptions): Promise<void> => {
    await simulator.close();
    await start(options);
  };

  beforeEach(() => start());
  afterEach(() => simulator.close());

  const statusOf = ({ sessionId }: SessionCredentials) => simulator.sessions().find(({ id }) => id === sessionId);

  describe('create', () => {
    for (const path of ['/create', '', '/']) {
      it(`opens a session at the path "${path}"`, async () => {
        const { status, body } = await client.create(undefined, { path });
        assert.equal(status, 200);
        const { success, sessionId, token } = body as { success: boolean; sessionId: string; token: string };
        assert.equal(success, true);
        assert.ok(sessionId && token);
      });
    }

    it('takes both documented names of the avatar, the voice and the client', async () => {
      const voiceConfig = { id: 'voice-1', speed: 1.5, language: 'pt-BR' };
      const first = await client.open({ visualConfig: { id: 'maya' }, voiceConfig, clientId: 'shop' });
      const second = await client.open({ visualConfig: { avatarId: 'leo' } });
      const { avatarId, voiceId, voiceSpeed, voiceLanguage, clientId } = statusOf(first) ?? assert.fail();
      assert.deepEqual(
        [avatarId, voiceId, voiceSpeed, voiceLanguage, clientId],
        ['maya', 'voice-1', 1.5, 'pt-BR', 'shop'],
      );
      assert.equal(statusOf(second)?.avatarId, 'leo');
    });

    for (const scheme of ['KS', 'ks', 'Ks']) {
      it(`takes the scheme word ${scheme}`, async () => {
        assert.equal((await client.create(undefined, { authorization: `${scheme} any` })).status, 200);
      });
    }

    for (const authorization of [null, 'KS', 'KS ', 'Bearer abc', 'abc']) {
      it(`refuses the Authorization header ${authorization ?? 'that is missing'}`, async () => {
        const { status, body } = await client.create(undefined, { authorization });
        assert.equal(status, 401);
        assert.deepEqual(body, { success: false, error: 'Invalid Kaltura Session' });
      });
    }

    it('refuses a KS that is unknown or not authorised, where those are listed', async () => {
      await restart({ ks: ['good'], unauthorizedKs: ['poor'] });
      assert.equal((await client.create(undefined, { authorization: 'KS good' })).status, 200);
      assert.equal((await client.create(undefined, { authorization: 'KS bad' })).status, 401);
      const { status, body } = await client.create(undefined, { authorization: 'KS poor' });
      assert.equal(status, 403);
      assert.deepEqual(body, { success: false, error: 'Kaltura Session not authorized' });
    });

    const wrong: [string, unknown, RegExp][] = [
      ['no JSON', '{', /should be JSON/],
      ['nothing', '', /should be JSON/],
      ['a list', [], /the body should be a JSON object/],
      ['no avatar', {}, /visualConfig should be a JSON object/],
      ['an empty avatar id', { visualConfig: { id: ' ' } }, /visualConfig.id should be a non-empty string/],
      ['a voice id of the wrong type', { visualConfig: { id: 'a' }, voiceConfig: { id: 7 } }, /voiceConfig.id/],
      ['a speed that no voice has', { visualConfig: { id: 'a' }, voiceConfig: { speed: 9 } }, /voiceConfig.speed/],
      [
        'a language by its name',
        { visualConfig: { id: 'a' }, voiceConfig: { language: 'Brazilian Portuguese' } },
        /voiceConfig.language should be the tag of a language/,
      ],
      [
        'a model for a cloned voice',
        { visualConfig: { id: 'a' }, voiceConfig: { id: 'eself-1', modelId: 'm' } },
        /cloned voice/,
      ],
      ['more than it reads', { visualConfig: { id: 'a'.repeat(1_100_000) } }, /not be larger/],
    ];
    for (const [what, sent, message] of wrong) {
      it(`refuses ${what}`, async () => {
        const { status, body } = await client.create(sent);
        assert.equal(status, 400);
        assert.match((body as { error: string }).error, message);
        assert.equal((body as { success: boolean }).success, false);
        assert.deepEqual(simulator.sessions(), []);
      });
    }

    it('answers 429 with Retry-After when too many sessions are open, until one ends', async () => {
      await restart({ maxSessions: 1 });
      const first = await client.open();
      const refused = await client.create();
      assert.equal(refused.status, 429);
      assert.ok(Number(refused.headers.get('Retry-After')) > 0);
      await client.call(first, 'end');
      assert.equal((await client.create()).status, 200);
    });

    it('gives a JWT that says which session it is for and when it expires', async () => {
      const { sessionId, token } = await client.open();
      const claims = decodeJwt(token);
      assert.equal(claims['sessionId'], sessionId);
      assert.equal(claims.iat, clock.now() / 1000);
      assert.equal(claims.exp, clock.now() / 1000 + DAY_SECONDS);
    });
  });

  describe('a call on a session', () => {
    const calls: [string, unknown][] = [
      ['init-client', undefined],
      ['say-text', { text: 'Hello.' }],
      ['interrupt', undefined],
      ['keep-alive', undefined],
      ['end', undefined],
    ];
    for (const [call, body] of calls) {
      it(`needs the session's own token: ${call}`, async () => {
        const session = await client.open();
        const other = await client.open();
        const statuses = [];
        for (const token of ['nonsense', '', other.token, `${session.token}x`]) {
          statuses.push((await client.call({ ...session, token }, call, body)).status);
        }
        statuses.push((await client.post(`/${session.sessionId}/${call}`)).status);
        assert.deepEqual(statuses, [401, 401, 401, 401, 401]);
        assert.equal((await client.call(session, call, body)).status, 200);
      });

      it(`answers 404 for a session that never was: ${call}`, async () => {
        const session = await client.open();
        const { status, body: said } = await client.call({ ...session, sessionId: 'unknown' }, call, body);
        assert.equal(status, 404);
        assert.deepEqual(said, { success: false, error: 'Session not found' });
      });

      it(`answers 410 for a session that has ended: ${call}`, async () => {
        const session = await client.open();
        await client.call(session, 'end');
        const { status, body: said } = await client.call(session, call, body);
        assert.equal(status, 410);
        assert.deepEqual(said, { success: false, error: 'Session ended' });
      });
    }

    it('is refused when the token has expired', async () => {
      await restart({ tokenLifetimeSeconds: 10 });
      const session = await client.open();
      clock.advance(9000);
      assert.equal((await client.call(session, 'keep-alive')).status, 200);
      clock.advance(1000);
      assert.equal((await client.call(session, 'keep-alive')).status, 401);
    });

    it('is refused with the token of another start', async () => {
      const session = await client.open();
      await restart({});
      assert.equal((await client.call(session, 'keep-alive')).status, 401);
    });

    it('does not ask for a body where there is nothing to say', async () => {
      const session = await client.open();
      for (const call of ['init-client', 'interrupt', 'keep-alive', 'end']) {
        assert.equal((await client.call(session, call, {})).status, 200);
      }
    });
  });

  describe('init-client', () => {
    it('tells where to watch, and of the TURN server', async () => {
      const session = await client.open();
      const { body } = await client.call(session, 'init-client');
      assert.deepEqual(body, {
        success: true,
        whepUrl: `${simulator.url}/rtc/v1/whep/?app=app&stream=${session.sessionId}`,
        turn: { url: 'turn:127.0.0.1:3478?transport=udp', username: 'simulator', credential: 'simulator' },
      });
      assert.equal(statusOf(session)?.state, 'ready');
    });

    it('tells of the TURN server that it was given, or of none', async () => {
      await restart({ turn: { url: 'turn.example.com' } });
      const { body } = await client.call(await client.open(), 'init-client');
      assert.deepEqual((body as { turn: unknown }).turn, { url: 'turn.example.com' });
      await restart({ turn: null });
      const { body: none } = await client.call(await client.open(), 'init-client');
      assert.equal('turn' in (none as object), false);
    });

    it('may be called twice, and is counted', async () => {
      const session = await client.open();
      await client.call(session, 'init-client');
      await client.call(session, 'init-client');
      assert.equal(statusOf(session)?.clientInits, 2);
    });
  });

  describe('say-text', () => {
    it('takes a turn in parts, and text alone as a turn of its own', async () => {
      const session = await client.open();
      const parts = [
        { text: 'Hel', turnId: 't1', isFinal: false },
        { text: 'lo.', turnId: 't1', isFinal: true },
        { text: 'Bye.' },
      ];
      for (const part of parts) assert.equal((await client.call(session, 'say-text', part)).status, 200);
      const turns = statusOf(session)?.turns ?? [];
      assert.deepEqual(
        turns.map(({ text }) => text),
        ['Hello.', 'Bye.'],
      );
      assert.equal(turns[0]?.id, 't1');
      assert.ok(turns[1]?.id);
    });

    it('refuses white space alone, unless it closes a turn that text has opened', async () => {
      const session = await client.open();
      const say = async (body: object): Promise<unknown> => {
        const { status, body: said } = await client.call(session, 'say-text', body);
        return status === 400 ? (said as { error: string }).error : status;
      };
      const refused = [{}, { text: '' }, { text: ' \n' }, { text: ' ', turnId: 't1', isFinal: false }];
      for (const body of [...refused, { text: ' ', turnId: 't1', isFinal: true }])
        assert.equal(await say(body), 'Text is required', JSON.stringify(body));
      assert.equal(await say({ text: 'Hello.', turnId: 't1', isFinal: false }), 200);
      assert.equal(await say({ text: '', turnId: 't1', isFinal: false }), 'Text is required');
      assert.equal(await say({ text: '', turnId: 't2', isFinal: true }), 'Text is required');
      assert.equal(await say({ text: '', turnId: 't1', isFinal: true }), 200);
      assert.equal(await say({ text: '', turnId: 't1', isFinal: true }), 'Text is required', 'it is closed');
      assert.deepEqual(
        statusOf(session)?.turns.map(({ id, text }) => [id, text]),
        [['t1', 'Hello.']],
      );
    });

    it('lets a turn be closed that was interrupted meanwhile, which says nothing more', async () => {
      const session = await client.open();
      await client.call(session, 'say-text', { text: 'Hello.', turnId: 't1', isFinal: false });
      await client.call(session, 'interrupt', {});
      const { status } = await client.call(session, 'say-text', { text: '', turnId: 't1', isFinal: true });
      assert.deepEqual([status, statusOf(session)?.turns.length], [200, 1]);
    });

    const wrong: unknown[] = [{ text: 5 }, { text: 'a', turnId: 7 }, { text: 'a', isFinal: 'yes' }, []];
    for (const body of wrong) {
      it(`refuses ${JSON.stringify(body)}`, async () => {
        const session = await client.open();
        const { status, body: said } = await client.call(session, 'say-text', body);
        assert.equal(status, 400);
        assert.match((said as { error: string }).error, /should be/);
      });
    }
  });

  describe('say-audio', () => {
    const form = (fields: Record<string, string | Blob>): FormData => {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      return data;
    };
    const mp3 = new Blob([Uint8Array.of(0xff, 0xfb, 0x90, 0)], { type: 'audio/mpeg' });

    it('takes a file and plays it', async () => {
      const session = await client.open();
      const { status, body } = await client.call(
        session,
        'say-audio',
        form({ turnId: 't1', duration: '0.1', audio: mp3 }),
      );
      assert.equal(status, 200);
      assert.deepEqual(body, { success: true });
      assert.ok(engine.calls.includes(`play ${session.sessionId} clip-1`));
    });

    const wrong: [string, Record<string, string | Blob>, RegExp][] = [
      ['no turnId', { duration: '1', audio: mp3 }, /turnId should be/],
      ['no duration', { turnId: 't', audio: mp3 }, /duration should be/],
      ['a duration of nothing', { turnId: 't', duration: '0', audio: mp3 }, /duration should be/],
      ['a duration that is no number', { turnId: 't', duration: 'long', audio: mp3 }, /duration should be/],
      ['no audio', { turnId: 't', duration: '1' }, /audio should be a file/],
      ['audio that is text', { turnId: 't', duration: '1', audio: 'la la' }, /audio should be a file/],
      ['an empty file', { turnId: 't', duration: '1', audio: new Blob([]) }, /audio should be a file/],
      ['a WAV file', { turnId: 't', duration: '1', audio: wav({ seconds: 1, sampleRate: 8000 }) }, /be an MP3 file/],
      ['what is no MP3', { turnId: 't', duration: '1', audio: new Blob(['la la']) }, /should be an MP3 file/],
    ];
    for (const [what, fields, message] of wrong) {
      it(`refuses ${what}`, async () => {
        const session = await client.open();
        const { status, body } = await client.call(session, 'say-audio', form(fields));
        assert.equal(status, 400);
        assert.match((body as { error: string }).error, message);
        assert.deepEqual(statusOf(session)?.turns, []);
      });
    }

    it('refuses a body that is no form, broken or too large', async () => {
      const { sessionId, token } = await client.open();
      const send = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
        client.post(`/${sessionId}/say-audio`, {
          headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
          body,
        });
      assert.equal((await send('{}', 'application/json')).status, 400);
      assert.equal((await send('nothing', 'multipart/form-data; boundary=x')).status, 400);
      assert.equal((await send(new Uint8Array(10_000_001), 'multipart/form-data; boundary=x')).status, 400);
    });
  });

  describe('interrupt', () => {
    it('stops what is said, and may come at any time', async () => {
      const session = await client.open();
      assert.equal((await client.call(session, 'interrupt')).status, 200);
      await client.call(session, 'say-text', { text: 'Hello.', turnId: 't1' });
      assert.equal((await client.call(session, 'interrupt')).status, 200);
      assert.equal((await client.call(session, 'interrupt')).status, 200);
      assert.equal(statusOf(session)?.turns[0]?.state, 'interrupted');
    });
  });

  describe('the life of a session', () => {
    it('lasts as long as it is kept alive, and other calls do not count', async () => {
      const session = await client.open();
      clock.advance(29_000);
      await client.call(session, 'keep-alive');
      clock.advance(29_000);
      await client.call(session, 'say-text', { text: 'Hello.' });
      clock.advance(1000);
      const { status, body } = await client.call(session, 'keep-alive');
      assert.equal(status, 410);
      assert.deepEqual(body, { success: false, error: 'Session expired' });
      assert.equal(statusOf(session)?.endReason, 'expired');
    });

    it('costs no stage before somebody watches or says something', async () => {
      const session = await client.open();
      await client.call(session, 'init-client');
      await client.call(session, 'interrupt');
      await client.call(session, 'end');
      assert.deepEqual(engine.calls, []);
    });

    it('gives its stage back at the end', async () => {
      const session = await client.open();
      await client.call(session, 'say-text', { text: 'Hello.' });
      await client.call(session, 'end');
      assert.deepEqual(engine.calls, [
        `open ${session.sessionId}`,
        `play ${session.sessionId} clip-1`,
        `close ${session.sessionId}`,
      ]);
    });

    it('ends with the media engine where it had a stage there, and other sessions go on', async () => {
      const talking = await client.open();
      const silent = await client.open();
      await client.call(talking, 'say-text', { text: 'Hello.' });
      engine.listener.onCrash('SIGSEGV');
      assert.equal((await client.call(talking, 'keep-alive')).status, 410);
      assert.equal(statusOf(talking)?.endReason, 'media engine crashed');
      assert.equal((await client.call(silent, 'keep-alive')).status, 200);
    });

    it('ends with the simulator, which leaves no timers behind', async () => {
      const session = await client.open();
      await client.call(session, 'say-text', { text: 'Hel', turnId: 't1', isFinal: false });
      await Promise.all([simulator.close(), simulator.close()]);
      assert.equal(statusOf(session)?.endReason, 'simulator closed');
      assert.equal(clock.timers, 0);
      await assert.rejects(fetch(simulator.url));
    });

    it('is remembered for a while, not for ever', async () => {
      const first = await client.open();
      await client.call(first, 'end');
      for (let count = 0; count < 200; count += 1) await client.call(await client.open(), 'end');
      assert.equal((await client.call(first, 'keep-alive')).status, 404);
      assert.equal(simulator.sessions().length, 200);
    });
  });

  it('may be called by web pages, which can read Retry-After', async () => {
    const url = `${simulator.baseUrl}/create`;
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://example.com',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), '*');
    assert.match(preflight.headers.get('Access-Control-Allow-Headers') ?? '', /authorization/);
    const refused = await client.create({});
    assert.equal(refused.headers.get('Access-Control-Allow-Origin'), '*');
    assert.match(refused.headers.get('Access-Control-Expose-Headers') ?? '', /Retry-After/);
  });

  it('answers 404 in JSON for what it does not know', async () => {
    const session = await client.open();
    const notFound = { success: false, error: 'Not found' };
    assert.deepEqual((await client.call(session, 'dance')).body, notFound);
    assert.deepEqual((await fetchJson(`${simulator.url}/elsewhere`)).body, notFound);
  });

  it('does not share its port', async () => {
    const port = Number(new URL(simulator.url).port);
    const parts = { clock, createVoice: fakeVoice, createMediaEngine: () => engine };
    await assert.rejects(
      assembleSimulator({ port }, parts),
      (error) =>
        error instanceof AvatarError &&
        error.code === 'INVALID_CONFIGURATION' &&
        error.message.includes('Cannot listen'),
    );
  });
});
