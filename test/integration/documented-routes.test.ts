import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { jsonRequest, SECRET_TOKEN, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

const API = 'https://shop.example.com/api/avatar';
const PAGE = 'http://localhost:3000';

describe('the routes of the documents', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness({
      documentedRoutes: true,
      avatars: 'any',
      voices: 'any',
      exposeToken: true,
      allowedOrigins: [PAGE],
      ...options,
    });
  }

  /** As the documents' page does: from another origin, and so without cookies. */
  async function send(path: string, body: unknown): Promise<[status: number, body: Record<string, unknown>]> {
    const request = jsonRequest(`${API}/${path}`, body, {
      headers: { 'Content-Type': 'application/json', Origin: PAGE, 'Sec-Fetch-Site': 'cross-site' },
    });
    const response = await harness.anotherBrowser().fetch(request);
    assert.equal(response.headers.get('Access-Control-Allow-Origin'), PAGE);
    return [response.status, (await response.json()) as Record<string, unknown>];
  }

  const purposes = (): string[] => harness.service.calls.map(({ purpose }) => purpose);

  it('open a session, leave its WHEP URL to the page, and relay for who knows its token', async () => {
    await start();
    const [status, opened] = await send('create-session', { avatarId: 'avatar-123', voiceId: 'voice-456' });
    assert.equal(status, 200);
    const { sessionId, token } = opened;
    assert.deepEqual([sessionId, token], ['session-1', SECRET_TOKEN]);
    assert.deepEqual(purposes(), ['create'], 'init-client is the page’s: a second one opens a second egress');
    assert.deepEqual(await send('say-text', { sessionId, token, text: 'Hello!' }), [200, { success: true }]);
    assert.deepEqual(await send('interrupt', { sessionId, token }), [200, { success: true }]);
    assert.deepEqual(await send('end-session', { sessionId, token }), [200, { success: true }]);
    assert.equal((await send('say-text', { sessionId, token, text: 'Hello!' }))[0], 404);
    assert.deepEqual(purposes(), ['create', 'say-text', 'interrupt', 'end']);
  });

  it('refuse who does not know the token', async () => {
    await start();
    const [, { sessionId }] = await send('create-session', { avatarId: 'avatar-123' });
    for (const token of [undefined, 'a-wrong-token', `${SECRET_TOKEN} `, '']) {
      for (const path of ['say-text', 'interrupt', 'end-session']) {
        const [status] = await send(path, { sessionId, token, text: 'Hello!' });
        assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      }
    }
    assert.deepEqual(purposes(), ['create']);
  });

  it('refuse what the sample would pass on: no session, no text, a text that is too long', async () => {
    await start({ limits: { textLength: 10 } });
    const [, { sessionId, token }] = await send('create-session', { avatarId: 'avatar-123' });
    assert.equal((await send('say-text', { token, text: 'Hello!' }))[0], 400);
    assert.equal((await send('say-text', { sessionId, token, text: '  ' }))[0], 400);
    assert.equal((await send('say-text', { sessionId, token, text: 'Hello, world!' }))[0], 413);
    assert.deepEqual(purposes(), ['create']);
  });

  it('take the session’s key, in both headers, where the token stays with the backend', async () => {
    await start({ exposeToken: false });
    const opened = (await (await harness.backend.fetch(jsonRequest(`${API}/create-session`, {}))).json()) as object;
    assert.ok(!('token' in opened) && 'whepUrl' in opened && 'key' in opened);
    const say = async (headers: Record<string, string>): Promise<number> => {
      const request = jsonRequest(`${API}/say-text`, { sessionId: 'session-1', text: 'Hello!' });
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      return (await harness.backend.fetch(request)).status;
    };
    assert.equal(await say({ Authorization: `Bearer ${String(opened.key)}` }), 200);
    assert.equal(await say({ 'Avatar-Session-Key': String(opened.key) }), 200);
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { 'Avatar-Session-Key': 'wrong' }]) {
      assert.equal(await say(headers), 404);
    }
  });

  it('do not let tokens be guessed by ending sessions', async () => {
    await start({ limits: { total: { requestsPerSecond: 5 } } });
    const [, { sessionId, token }] = await send('create-session', { avatarId: 'avatar-123' });
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => send('end-session', { sessionId, token: `guess-${i}` })),
    );
    assert.ok(guesses.some(([status]) => status === 429));
    assert.equal((await send('end-session', { sessionId, token }))[0], 200, 'who knows it is never refused');
  });

  it('are not there unless they are asked for', async () => {
    await start({ documentedRoutes: false });
    for (const path of ['create-session', 'say-text', 'interrupt', 'end-session']) {
      assert.equal((await send(path, { sessionId: 'session-1' }))[0], 404);
    }
  });
});
