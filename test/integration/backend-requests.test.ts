import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { UnsecuredJWT } from 'jose';

import { parseSessionGrant } from '../../src/core/protocol-guards.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import type { SessionStore } from '../../src/server/store/session-store.js';
import {
  ENDPOINT,
  EXAMPLE_ORIGIN,
  jsonRequest,
  SECRET_TOKEN,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { changed } from '../support/changed.js';

const MP3_HEAD = [0xff, 0xfb, 0x90, 0x64];
const ID3_HEAD = [0x49, 0x44, 0x33, 0x04];
const WAV_HEAD = [0x52, 0x49, 0x46, 0x46];
const AAC_HEAD = [0xff, 0xf1, 0x50, 0x80];

let harness: BackendHarness;

async function start(options?: Partial<AvatarBackendOptions>, token?: string): Promise<void> {
  harness = await startBackendHarness(options, token);
}

async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
}

function bodyOf(purpose: string): unknown {
  const call = harness.service.calls.find((one) => one.purpose === purpose);
  return call && (JSON.parse(call.body) as unknown);
}

describe('opening a session', () => {
  afterEach(() => harness.close());

  it('gives everything a browser needs, but no token', async () => {
    await start({ now: () => Date.UTC(2026, 0, 1) });
    const { key, ...grant } = await harness.open();
    assert.equal(typeof key, 'string');
    assert.deepEqual(grant, {
      sessionId: 'session-1',
      whepUrl: 'https://media.example.com/whep/?app=app&stream=session-1',
      turn: { url: 'turn.example.com', username: 'guest', credential: 'turn-credential' },
      controlUrl: 'session/session-1',
      expiresAt: '2026-01-01T02:00:00.000Z',
      endsInSeconds: 7200,
      idleSeconds: 1800,
      takesFeedback: false,
    });
  });

  it('gives a control URL that holds behind any prefix', async () => {
    await start();
    const { controlUrl } = parseSessionGrant(await harness.open(), ENDPOINT);
    const response = await harness.backend.fetch(jsonRequest(`${controlUrl ?? ''}/say-text`, { text: 'Hello' }));
    assert.deepEqual([response.status, await response.json()], [200, { success: true }]);
  });

  it('gives the token where that is asked for, and no address for calls', async () => {
    await start({ exposeToken: true });
    const { token, controlUrl } = await harness.open();
    assert.deepEqual([token, controlUrl], [SECRET_TOKEN, undefined]);
  });

  it('tells when the session ends where the token says so', async () => {
    await start({ now: () => 1_899_999_000_000 }, new UnsecuredJWT().setExpirationTime(1_900_000_000).encode());
    assert.equal((await harness.open())['expiresAt'], '2030-03-17T17:46:40.000Z');
  });

  it('takes an empty body, and lets a body override the defaults', async () => {
    await start({ clientId: 'shop', defaults: { avatarId: 'avatar-1', voiceId: 'voice-1' }, avatars: ['avatar-2'] });
    const choice = { avatarId: 'avatar-2', voiceSpeed: 1.2, voiceLanguage: 'de' };
    for (const request of [jsonRequest(ENDPOINT), jsonRequest(ENDPOINT, choice)]) {
      assert.equal((await harness.backend.fetch(request)).status, 200);
    }
    const created = harness.service.calls.filter(({ purpose }) => purpose === 'create');
    assert.deepEqual(
      created.map(({ body }) => JSON.parse(body) as unknown),
      [
        { clientId: 'shop', visualConfig: { id: 'avatar-1' }, voiceConfig: { id: 'voice-1' } },
        {
          clientId: 'shop',
          visualConfig: { id: 'avatar-2' },
          voiceConfig: { id: 'voice-1', speed: 1.2, language: 'de' },
        },
      ],
    );
  });

  it('refuses bodies that it cannot use, before any session is opened', async () => {
    await start({ defaults: {} });
    const refused: readonly (readonly [string | Blob, type: string | undefined, status: number])[] = [
      ['{"avatarId":', 'application/json', 400],
      ['[]', 'application/json', 400],
      ['{}', 'application/json', 400],
      ['{"avatarId":""}', 'application/json', 400],
      ['{"avatarId":7}', 'application/json', 400],
      ['{"avatarId":"a","voiceSpeed":"fast"}', 'application/json; charset=utf-8', 400],
      ['{"avatarId":"a","voiceSpeed":-1}', 'application/json', 400],
      ['{"avatarId":"a","voiceLanguage":"de_DE"}', 'application/json', 400],
      [`{"avatarId":"a","voiceLanguage":"de-${'abcdefgh-'.repeat(5)}x"}`, 'application/json', 400],
      ['{"avatarId":"a"}', 'text/plain', 415],
      [new Blob(['{"avatarId":"a"}']), undefined, 415],
      [`{"avatarId":"${'a'.repeat(60_000)}"}`, 'application/json', 413],
    ];
    for (const [index, [body, type, status]] of refused.entries()) {
      const init = { method: 'POST', body, headers: type === undefined ? {} : { 'Content-Type': type } };
      const answer = await codeOf(await harness.backend.fetch(new Request(ENDPOINT, init)));
      assert.equal(answer, `${status} INVALID_CONFIGURATION`, `case ${index}`);
    }
    assert.deepEqual(harness.service.calls, []);
  });
});

describe('addresses and methods', () => {
  afterEach(() => harness.close());

  it('are found below any path, with or without a slash at the end', async () => {
    await start({ limits: { perCaller: { sessions: Infinity } } });
    for (const prefix of ['', '/api/avatar', '/session', '/a/b/health/c']) {
      for (const path of ['/session', '/session/', '/health', '/session/session-1/keep-alive']) {
        const method = path === '/health' ? 'GET' : 'POST';
        const response = await harness.backend.fetch(new Request(EXAMPLE_ORIGIN + prefix + path, { method }));
        assert.equal(response.status, 200, prefix + path);
        assert.equal(response.headers.get('Cache-Control'), 'no-store');
      }
    }
  });

  it('answer 405 to other methods and name the right one', async () => {
    await start();
    const wrong = { '/session': 'GET', '/session/session-1/end': 'DELETE', '/health': 'POST', '/x/session': 'OPTIONS' };
    for (const [path, method] of Object.entries(wrong)) {
      const response = await harness.backend.fetch(new Request(EXAMPLE_ORIGIN + path, { method }));
      assert.equal(response.headers.get('Allow'), path === '/health' ? 'GET, HEAD' : 'POST');
      assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
      assert.equal(await codeOf(response), '405 API_REQUEST_FAILED');
    }
  });

  it('answer 404 to everything else', async () => {
    await start();
    await harness.open();
    const nowhere = [
      '/',
      '/sessions',
      '/session/session-1',
      '/session/session-1/init-client',
      '/session/a/b/say-text/c',
    ];
    for (const path of nowhere) {
      const response = await harness.backend.fetch(new Request(EXAMPLE_ORIGIN + path, { method: 'POST' }));
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.equal(await codeOf(response), '404 API_REQUEST_FAILED', path);
    }
  });

  it('answer 404 to ids that are none, and ask neither the store nor the service', async () => {
    const asked: string[] = [];
    const store = createMemoryStore();
    const visit: SessionStore['visit'] = (id) => (asked.push(id), Promise.resolve(undefined));
    await start({ store: { ...store, sessions: changed(store.sessions, { visit }) } });
    for (const id of ['%2e%2e%2f', 'a%2Fb', 'a%20b', '%00', '%zz', '...', 'a'.repeat(201), '%F0%9F%98%80']) {
      const response = await harness.backend.fetch(jsonRequest(`${ENDPOINT}/${id}/interrupt`));
      assert.equal(await codeOf(response), '404 SESSION_NOT_FOUND', id);
    }
    assert.deepEqual([asked, harness.service.calls], [[], []]);
  });
});

describe('calls on a session', () => {
  afterEach(() => harness.close());

  it('go to the service with the token that was kept', async () => {
    await start();
    await harness.open();
    const said = { text: 'Hello', turnId: 'turn-1', isFinal: false };
    assert.equal((await harness.control('say-text', said)).status, 200);
    assert.deepEqual(bodyOf('say-text'), said);
    assert.equal(harness.service.calls.at(-1)?.headers.authorization, `Bearer ${SECRET_TOKEN}`);
    for (const action of ['interrupt', 'keep-alive', 'end']) {
      const { success } = (await (await harness.control(action)).json()) as { success: boolean };
      assert.ok(success);
      assert.equal(harness.service.calls.at(-1)?.path, `/v1/avatar-session/session-1/${action}`);
    }
    assert.equal(await codeOf(await harness.control('end')), '404 SESSION_NOT_FOUND');
  });

  it('refuse text that cannot be said', async () => {
    await start({ limits: { textLength: 20 } });
    await harness.open();
    const json = (value: unknown): RequestInit => ({ body: JSON.stringify(value) });
    const refused: readonly (readonly [RequestInit, status: number])[] = [
      [json({}), 400],
      [json({ text: '' }), 400],
      [json({ text: '   ' }), 400],
      [json({ text: 7 }), 400],
      [json({ text: 'Hello', turnId: 't'.repeat(201) }), 400],
      [json({ text: 'Hello', isFinal: 'yes' }), 400],
      [{ body: '{"text":"Hel' }, 400],
      [{ body: '' }, 400],
      [{ body: '{"text":"Hello"}', headers: { 'Content-Type': 'text/html' } }, 415],
      [json({ text: 'x'.repeat(100_000) }), 413],
    ];
    for (const [index, [init, status]] of refused.entries()) {
      const answer = await codeOf(await harness.control('say-text', undefined, init));
      assert.equal(answer, `${status} INVALID_CONFIGURATION`, `case ${index}`);
    }
    assert.equal(await codeOf(await harness.control('say-text', { text: 'x'.repeat(21) })), '413 INVALID_INPUT');
    assert.equal(bodyOf('say-text'), undefined);
    assert.equal((await harness.control('say-text', { text: 'é'.repeat(20) })).status, 200, 'as long as it may be');
  });

  it('refuse white space alone, unless it closes a turn that text has opened', async () => {
    await start();
    await harness.open();
    const say = async (fields: object): Promise<string | number> => {
      const response = await harness.control('say-text', fields);
      return response.ok ? 200 : `${response.status} ${((await response.json()) as { error: string }).error}`;
    };
    const closing = { text: ' ', turnId: 't1', isFinal: true };
    const nothing = [{}, { text: '' }, { text: ' \n' }, { text: '', isFinal: true }, { ...closing, isFinal: false }];
    for (const fields of [...nothing, closing]) {
      assert.equal(await say(fields), '400 Text is required', JSON.stringify(fields));
    }
    assert.equal(await say({ text: 'Good ', turnId: 't1', isFinal: false }), 200);
    assert.equal(await say({ text: 'morning.', turnId: 't1', isFinal: false }), 200);
    assert.equal(await say({ text: 'Bye.', turnId: 't2', isFinal: true }), 200);
    assert.equal(await say({ ...closing, turnId: 't2' }), '400 Text is required', 'its final text has come');
    assert.equal(await say(closing), 200);
    assert.equal(await say(closing), '400 Text is required', 'it is closed');
    assert.equal(harness.service.calls.filter(({ purpose }) => purpose === 'say-text').length, 4);
  });

  function form(fields: Record<string, string | Blob>): RequestInit {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return { body, headers: {} };
  }

  it('refuse audio that is not an MP3, or too large, or not described', async () => {
    await start({ limits: { audioBytes: 1000 } });
    await harness.open();
    const file = (head: number[], size = 100): Blob =>
      new Blob([new Uint8Array([...head, ...Array<number>(size - 4).fill(0)])]);
    const good = { turnId: 'turn-1', duration: '1.5', audio: file(MP3_HEAD) };
    const refused: readonly (readonly [RequestInit, status: number])[] = [
      [form({ ...good, audio: file(WAV_HEAD) }), 415],
      [form({ ...good, audio: file(AAC_HEAD) }), 415],
      [form({ ...good, audio: new Blob(['ID']) }), 415],
      [form({ ...good, audio: new Blob([]) }), 400],
      [form({ ...good, audio: 'not a file' }), 400],
      [form({ ...good, duration: 'long' }), 400],
      [form({ ...good, duration: '-1' }), 400],
      [form({ ...good, duration: 'Infinity' }), 400],
      [form({ ...good, turnId: ' ' }), 400],
      [form({ audio: good.audio }), 400],
      [form({ ...good, audio: file(MP3_HEAD, 1001) }), 413],
      [form({ ...good, audio: file(MP3_HEAD, 50_000) }), 413],
      [{ body: 'audio', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } }, 400],
      [{ body: 'audio', headers: { 'Content-Type': 'audio/mpeg' } }, 415],
    ];
    for (const [index, [init, status]] of refused.entries()) {
      const answer = await codeOf(await harness.control('say-audio', undefined, init));
      assert.equal(answer, `${status} INVALID_CONFIGURATION`, `case ${index}`);
    }
    assert.ok(!harness.service.calls.some(({ purpose }) => purpose === 'say-audio'));
    for (const head of [MP3_HEAD, ID3_HEAD]) {
      const init = form({ ...good, audio: file(head, 1000) });
      assert.equal((await harness.control('say-audio', undefined, init)).status, 200);
    }
    assert.match(harness.service.calls.at(-1)?.body ?? '', /name="turnId"\r\n\r\nturn-1\r\n[^]*audio\/mpeg[^]*ID3/);
  });

  it('end with the token', async () => {
    let now = 1_900_000_000_000 - 60_000;
    await start({ now: () => now }, new UnsecuredJWT().setExpirationTime(1_900_000_000).encode());
    await harness.open();
    assert.equal((await harness.control('keep-alive')).status, 200);
    now += 60_000;
    assert.equal(await codeOf(await harness.control('keep-alive')), '410 SESSION_GONE');
  });
});
