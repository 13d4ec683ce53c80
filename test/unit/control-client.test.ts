import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, it } from 'node:test';

import { ControlClient, type ControlClientOptions } from '../../src/core/control-client.js';
import { neverRetry } from '../../src/core/retry.js';
import { SessionControl } from '../../src/core/session-control.js';
import { answerJson, startLocalServer, type LocalServer } from '../support/local-server.js';

const OPEN = { success: true, sessionId: 's1', token: 'token-of-s1' };
const DONE = { success: true };

describe('the Control API client', () => {
  let server: LocalServer;
  afterEach(() => server.close());

  const start = async (
    answer: (response: ServerResponse, attempt: number) => void,
    options: ControlClientOptions = {},
  ): Promise<ControlClient> => {
    let attempt = 0;
    server = await startLocalServer((_request, response) => answer(response, ++attempt));
    return new ControlClient({
      baseUrl: `${server.url}/v1/avatar-session/`,
      delay: () => Promise.resolve(),
      ...options,
    });
  };

  it('creates a session with the KS and the shape that the live service takes', async () => {
    const client = await start((response) => answerJson(response, OPEN));
    const session = await client.create('my-ks', { avatarId: 'a1', voiceId: 'v1', voiceSpeed: 1.5 });
    assert.deepEqual(session, { sessionId: 's1', token: 'token-of-s1' });
    const [request] = server.requests;
    assert.equal(request?.url, '/v1/avatar-session/create');
    assert.equal(request.headers.authorization, 'KS my-ks');
    assert.deepEqual(JSON.parse(request.body), { visualConfig: { id: 'a1' }, voiceConfig: { id: 'v1', speed: 1.5 } });
  });

  it('asks for the language of the voice by its tag', async () => {
    const client = await start((response) => answerJson(response, OPEN));
    await client.create('my-ks', { avatarId: 'a1', voiceLanguage: 'pt-BR' });
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
      visualConfig: { id: 'a1' },
      voiceConfig: { language: 'pt-BR' },
    });
  });

  it('creates a session at the documented path and in the documented shape on request', async () => {
    const client = await start((response) => answerJson(response, OPEN), { createPath: '', avatarIdField: 'avatarId' });
    await client.create('my-ks', { avatarId: 'a1' });
    const [request] = server.requests;
    assert.equal(request?.url, '/v1/avatar-session');
    assert.deepEqual(JSON.parse(request.body), { visualConfig: { avatarId: 'a1' } });
  });

  it('sends no voice model that was not asked for, because cloned voices are refused with one', async () => {
    const client = await start((response) => answerJson(response, OPEN));
    await client.create('my-ks', { avatarId: 'a1', voiceId: 'eself-1' });
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ''), {
      visualConfig: { id: 'a1' },
      voiceConfig: { id: 'eself-1' },
    });
  });

  it('never creates a second session after an answer that may have created one', async () => {
    const client = await start((response) => answerJson(response, { error: 'broken' }, 500));
    await assert.rejects(client.create('my-ks', { avatarId: 'a1' }), { code: 'API_REQUEST_FAILED', status: 500 });
    assert.equal(server.requests.length, 1);
  });

  it('tries create again after an answer that says that nothing was created', async () => {
    const client = await start((response, attempt) =>
      attempt < 3 ? answerJson(response, { error: 'later' }, 503) : answerJson(response, OPEN),
    );
    assert.equal((await client.create('my-ks', { avatarId: 'a1' })).sessionId, 's1');
    assert.equal(server.requests.length, 3);
  });

  it('ends a session that is created after the time limit', async () => {
    const held: ServerResponse[] = [];
    const client = await start(
      (response, attempt) => {
        if (attempt === 1) held.push(response);
        else answerJson(response, DONE);
      },
      { timeoutMs: 30 },
    );
    const received = async (requests: number): Promise<void> => {
      while (server.requests.length < requests) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await assert.rejects(client.create('my-ks', { avatarId: 'a1' }), { code: 'TIMEOUT' });
    await received(1);
    for (const response of held) answerJson(response, OPEN);
    await received(2);
    assert.equal(server.requests[1]?.url, '/v1/avatar-session/s1/end');
    assert.equal(server.requests[1].headers.authorization, 'Bearer token-of-s1');
  });

  it('gives up after three tries', async () => {
    const client = await start((response) => answerJson(response, { error: 'later' }, 503));
    await assert.rejects(client.create('my-ks', { avatarId: 'a1' }), { status: 503 });
    assert.equal(server.requests.length, 3);
  });

  it('refuses an empty KS or avatar without asking the service', async () => {
    const client = await start((response) => answerJson(response, OPEN));
    await assert.rejects(client.create(' ', { avatarId: 'a1' }), { code: 'INVALID_CONFIGURATION' });
    await assert.rejects(client.create('my-ks', { avatarId: '' }), { code: 'INVALID_CONFIGURATION' });
    assert.equal(server.requests.length, 0);
  });

  it('refuses a base URL that is none', () => {
    assert.throws(() => new ControlClient({ baseUrl: 'avatar.example' }), { code: 'INVALID_CONFIGURATION' });
  });

  it('asks where the media is, and understands that there may be no TURN server', async () => {
    const client = await start((response) =>
      answerJson(response, { success: true, whepUrl: 'https://media.example/whep?stream=s1' }),
    );
    assert.deepEqual(await client.session(OPEN).initClient(), { whepUrl: 'https://media.example/whep?stream=s1' });
    assert.equal(server.requests[0]?.headers.authorization, 'Bearer token-of-s1');
  });

  it('refuses media from anywhere but http and https', async () => {
    const client = await start((response) => answerJson(response, { success: true, whepUrl: 'javascript:alert(1)' }));
    await assert.rejects(client.session(OPEN).initClient(), {
      code: 'PROTOCOL',
      message: /whepUrl should be an http or https URL/,
    });
  });

  it('says text with its turn, and always all three fields', async () => {
    const client = await start((response) => answerJson(response, DONE));
    await client.session({ sessionId: 'a/b', token: 't' }).sayText({ text: 'Hello', turnId: 't1', isFinal: false });
    assert.equal(server.requests[0]?.url, '/v1/avatar-session/a%2Fb/say-text');
    assert.deepEqual(JSON.parse(server.requests[0].body), { text: 'Hello', turnId: 't1', isFinal: false });
  });

  it('says audio as a form with its turn and its duration', async () => {
    const client = await start((response) => answerJson(response, DONE));
    const audio = new Blob(['ID3'], { type: 'audio/mpeg' });
    await client.session(OPEN).sayAudio({ audio, turnId: 't1', durationSeconds: 2.5 });
    const { headers, body } = server.requests[0] ?? { headers: {}, body: '' };
    assert.match(headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
    assert.match(
      body,
      /name="turnId"\r\n\r\nt1[\s\S]*name="duration"\r\n\r\n2\.5[\s\S]*name="audio"; filename="speech\.mp3"/,
    );
  });

  it('never says a text twice after an answer that may have taken it', async () => {
    const client = await start((response) => response.destroy());
    await assert.rejects(client.session(OPEN).sayText({ text: 'Hello', turnId: 't1', isFinal: true }), {
      code: 'NETWORK',
    });
    assert.equal(server.requests.length, 1);
  });

  it('repeats an interrupt that got lost', async () => {
    const client = await start((response, attempt) =>
      attempt === 1 ? response.destroy() : answerJson(response, DONE),
    );
    await client.session(OPEN).interrupt();
    assert.equal(server.requests.length, 2);
  });

  describe('at a URL of an integrator’s own', () => {
    const control = async (answer: (response: ServerResponse) => void): Promise<SessionControl> => {
      await start(answer);
      return new SessionControl({ url: `${server.url}/avatar/s1`, isJsonOptional: true });
    };
    const text = (body: string, type: string) => (response: ServerResponse) =>
      void response.writeHead(200, { 'Content-Type': type }).end(body);

    for (const [what, answer] of [
      ['an empty 200', text('', 'text/plain')],
      ['204', (response: ServerResponse) => void response.writeHead(204).end()],
      ['202 with a word', (response: ServerResponse) => void response.writeHead(202).end('Accepted')],
      ['a word that is called HTML, as Express does', text('OK', 'text/html; charset=utf-8')],
      ['JSON that is no object', text('"taken"', 'application/json')],
      ['broken JSON', text('{"success": tr', 'application/json')],
    ] as const)
      it(`counts a call as taken that is answered with ${what}`, async () => {
        const own = await control(answer);
        await own.sayText({ text: 'Hello', turnId: 't1', isFinal: true });
        await own.keepAlive();
        await own.end();
        assert.equal(server.requests.length, 3);
      });

    it('does not take a page for an answer: whoever is asked to log in has said nothing', async () => {
      const own = await control(text('\n<!DOCTYPE html><h1>Log in</h1>', 'text/html'));
      await assert.rejects(own.sayText({ text: 'Hello', turnId: 't1', isFinal: true }), {
        code: 'PROTOCOL',
        message: /text\/html \(“Log in\.”\), not JSON/,
      });
    });

    it('still believes an answer that says no', async () => {
      const own = await control((response) => answerJson(response, { success: false, error: 'Asleep' }));
      await assert.rejects(own.interrupt(), { code: 'API_REQUEST_FAILED', message: /Asleep/ });
    });
  });

  it('takes nothing but JSON for an answer of the service', async () => {
    const client = await start((response) => response.writeHead(204).end());
    await assert.rejects(client.session(OPEN).interrupt(), { code: 'PROTOCOL' });
  });

  describe('where the service does not answer', () => {
    const control = async (): Promise<SessionControl> =>
      (await start(() => undefined, { timeoutMs: 20, retryPolicy: neverRetry })).session(OPEN);
    const CALLS: Readonly<Record<string, (session: SessionControl) => Promise<unknown>>> = {
      'init-client': (session) => session.initClient(),
      'say-text': (session) => session.sayText({ text: 'Hello', turnId: 't1', isFinal: true }),
      'say-audio': (session) => session.sayAudio({ audio: new Blob(['ID3']), turnId: 't1', durationSeconds: 1 }),
      interrupt: (session) => session.interrupt(),
      'keep-alive': (session) => session.keepAlive(),
      end: (session) => session.end(),
    };

    for (const [purpose, call] of Object.entries(CALLS)) {
      it(`gives ${purpose} the time that timeoutMs says`, async () => {
        await assert.rejects(call(await control()), {
          code: 'TIMEOUT',
          message: `${purpose} got no answer within 0.02 s. Try again.`,
        });
      });

      it(`asks retryPolicy about ${purpose}, which is busy`, async () => {
        const failures: number[] = [];
        const client = await start((response) => answerJson(response, { error: 'later' }, 503), {
          retryPolicy: {
            delayBefore: ({ attempt }) => {
              failures.push(attempt);
              return attempt < 5 ? 0 : null;
            },
          },
        });
        await assert.rejects(call(client.session(OPEN)), { status: 503 });
        assert.deepEqual(failures, [1, 2, 3, 4, 5]);
        assert.equal(server.requests.length, 5);
      });
    }
  });

  for (const status of [404, 410]) {
    it(`takes ${status} at the end for a session that is gone already`, async () => {
      const client = await start((response) => answerJson(response, { success: false, error: 'gone' }, status));
      await client.session(OPEN).end();
      assert.equal(server.requests.length, 1);
    });
  }
});
