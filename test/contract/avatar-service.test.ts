import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { decodeJwt } from 'jose';

import { DEFAULT_BASE_URL } from '../../src/core/base-url.js';
import { ControlClient } from '../../src/core/control-client.js';
import { isAvatarError } from '../../src/core/errors.js';
import type { ClientInit, SessionCredentials } from '../../src/core/protocol.js';
import type { SessionControl } from '../../src/core/session-control.js';
import { startSimulator } from '../../src/simulator/start-simulator.js';
import { RECVONLY_OFFER } from '../support/offer.js';
import { locationOf, postOffer, SimulatorClient } from '../support/simulator-client.js';
import { toneMp3 } from '../support/tone-mp3.js';

/** A service that the contract is held against. */
interface Service {
  name: string;
  ks: string;
  avatarId: string;
  start: () => Promise<{ baseUrl: string; close: () => Promise<void> }>;
  /** Whether the service has been seen to lose its text to speech for days. */
  mayLackSpeech: boolean;
}

/** The live service where a KS is at hand, else the simulator in each of its profiles. */
function services(): Service[] {
  const { AVATAR_KS: ks, AVATAR_BASE_URL: baseUrl = DEFAULT_BASE_URL, AVATAR_ID: avatarId = 'maya' } = process.env;
  if (ks) {
    const start = () => Promise.resolve({ baseUrl, close: () => Promise.resolve() });
    return [{ name: 'the live service', ks, avatarId, start, mayLackSpeech: true }];
  }
  return (['documented', 'srs', 'live'] as const).map((profile) => ({
    name: `the simulator, ${profile}`,
    ks: 'good-ks',
    avatarId: profile === 'live' ? '5ef4233d6d84715f123115e2' : avatarId,
    start: () => startSimulator({ profile, ks: ['good-ks'] }),
    mayLackSpeech: profile === 'live',
  }));
}

const GONE = [404, 410];
const A_DAY_SECONDS = 24 * 60 * 60;

for (const service of services()) {
  describe(`the contract with ${service.name}`, () => {
    let close: () => Promise<void>;
    let client: ControlClient;
    let raw: SimulatorClient;
    // One session for all: on the live service each costs money.
    let session: SessionCredentials;
    let control: SessionControl;
    let init: ClientInit;

    before(async () => {
      const running = await service.start();
      close = running.close;
      client = new ControlClient({ baseUrl: running.baseUrl });
      raw = new SimulatorClient(running.baseUrl);
      session = await client.create(service.ks, { avatarId: service.avatarId, clientId: 'contract-test' });
      control = client.session(session);
      init = await control.initClient();
    });

    after(async () => {
      await control.end();
      await close();
    });

    const saySomething = (body: unknown): Promise<void> =>
      raw.call(session, 'say-text', body).then(({ status }) => {
        assert.ok(status === 200 || (service.mayLackSpeech && status === 503), `say-text was answered with ${status}.`);
      });

    it('create gives a JWT that is good for about a day', () => {
      const { exp = 0 } = decodeJwt(session.token);
      const lifetime = exp - Date.now() / 1000;
      assert.ok(lifetime > A_DAY_SECONDS / 2 && lifetime < 2 * A_DAY_SECONDS, `It lives for ${lifetime} s.`);
    });

    it('create takes the KS only', async () => {
      for (const authorization of ['KS nonsense', null]) {
        const { status, body } = await raw.create({ visualConfig: { id: service.avatarId } }, { authorization });
        assert.equal(status, 401);
        assert.equal((body as { success: unknown }).success, false);
      }
    });

    it('create takes the language of the voice', async () => {
      const german = await client.create(service.ks, { avatarId: service.avatarId, voiceLanguage: 'de' });
      await client.session(german).end();
    });

    it('create asks for an avatar', async () => {
      const { status, body } = await raw.create({}, { authorization: `KS ${service.ks}` });
      assert.equal(status, 400);
      assert.equal(typeof (body as { error: unknown }).error, 'string');
    });

    it('init-client tells where to watch', () => {
      assert.match(init.whepUrl, /^https?:\/\//);
      assert.ok(init.turn?.url);
    });

    it('calls on the session take its token only', async () => {
      for (const token of ['', 'nonsense', `${session.token.slice(0, -4)}AAAA`]) {
        const { status, body } = await raw.call({ ...session, token }, 'keep-alive');
        assert.equal(status, 401);
        assert.equal((body as { success: unknown }).success, false);
      }
    });

    it('keep-alive succeeds with a body and without', async () => {
      await control.keepAlive();
      assert.deepEqual((await raw.call(session, 'keep-alive')).body, { success: true });
    });

    it('say-text takes a turn in parts, and text alone', async () => {
      await saySomething({ text: 'Hello ', turnId: 'contract-1', isFinal: false });
      await saySomething({ text: 'there.', turnId: 'contract-1', isFinal: true });
      await saySomething({ text: 'Good bye.' });
    });

    it('say-text asks for text', async () => {
      const { status } = await raw.call(session, 'say-text', { turnId: 'contract-2', isFinal: false });
      assert.equal(status, 400);
    });

    it('say-audio takes an MP3 and answers before it was played', async () => {
      const startedAt = performance.now();
      await control.sayAudio({ audio: await toneMp3(10), turnId: 'contract-3', durationSeconds: 10 });
      assert.ok(performance.now() - startedAt < 9000);
    });

    it('say-audio asks for the file', async () => {
      const form = new FormData();
      form.set('turnId', 'contract-4');
      form.set('duration', '1');
      assert.equal((await raw.call(session, 'say-audio', form)).status, 400);
    });

    it('interrupt succeeds, also when nothing is said any more', async () => {
      await control.interrupt();
      await control.interrupt();
    });

    it('WHEP is open to web pages', async () => {
      const preflight = await fetch(init.whepUrl, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://example.com',
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
      assert.ok(preflight.ok);
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), '*');
    });

    it('WHEP answers an offer with picture and sound, and gives the connection up on DELETE', async () => {
      const answer = await postOffer(init.whepUrl, RECVONLY_OFFER);
      assert.equal(answer.status, 201);
      assert.match(answer.headers.get('Content-Type') ?? '', /^application\/sdp/);
      const sdp = await answer.text();
      for (const line of [/^v=0/, /^m=video [1-9]/m, /^m=audio [1-9]/m, /^a=fingerprint:sha-256 /m, /^a=ice-ufrag:/m]) {
        assert.match(sdp, line);
      }
      assert.match(sdp, /^a=sendonly/m);
      assert.equal((await fetch(locationOf(answer), { method: 'DELETE' })).status, 200);
    });

    it('another session has to exist', async () => {
      const sessionId = '00000000-0000-4000-8000-000000000000';
      await assert.rejects(
        client.session({ ...session, sessionId }).interrupt(),
        (error) => isAvatarError(error) && ['SESSION_NOT_FOUND', 'SESSION_GONE', 'UNAUTHORIZED'].includes(error.code),
      );
    });

    it('end is final, and ending twice is no failure', async () => {
      await control.end();
      await control.end();
      for (const call of ['end', 'keep-alive', 'interrupt']) {
        const { status, body } = await raw.call(session, call);
        assert.ok(GONE.includes(status), `${call} was answered with ${status}.`);
        assert.equal((body as { success: unknown }).success, false);
      }
    });
  });
}
