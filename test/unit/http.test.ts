import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';

import { isAvatarError, type AvatarError, type AvatarErrorCode } from '../../src/core/errors.js';
import { requestJson } from '../../src/core/http.js';
import { parseRetryAfter } from '../../src/core/refusal.js';
import { answerJson, startLocalServer, type LocalServer } from '../support/local-server.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzZXNzaW9uSWQiOiJzMSJ9.c2lnbmF0dXJl';

const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/ok': (response) => answerJson(response, { success: true, value: 7 }),
  '/html': (response) =>
    response.writeHead(502, { 'Content-Type': 'text/html' }).end('<style>p{}</style><h1>Bad gateway</h1>'),
  '/html-200': (response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Welcome</p>'),
  '/empty': (response) => response.writeHead(200).end(),
  '/unsuccessful': (response) => answerJson(response, { success: false, error: 'The avatar is asleep' }),
  '/busy': (response) => answerJson(response, { success: false, error: 'Too many' }, 429, { 'Retry-After': '3' }),
  '/drop': (response) => response.destroy(),
  '/silent': () => undefined,
  '/echo': (response) => answerJson(response, { error: `bad token ${JWT} and secret-ks-value` }, 401),
};

describe('a request', () => {
  let server: LocalServer;
  before(async () => {
    server = await startLocalServer(({ url }, response) => {
      const status = /^\/status\/(\d+)/.exec(url)?.[1];
      if (status) answerJson(response, { success: false, error: 'No' }, Number(status));
      else ANSWERS[url]?.(response);
    });
  });
  after(() => server.close());

  const failure = async (
    path: string,
    extra: { timeoutMs?: number; signal?: AbortSignal; headers?: Record<string, string> } = {},
  ): Promise<AvatarError> => {
    const error: unknown = await requestJson({ purpose: 'say-text', url: server.url + path, ...extra }).then(
      () => assert.fail('it should have failed'),
      (reason: unknown) => reason,
    );
    assert.ok(isAvatarError(error), String(error));
    return error;
  };

  it('gives back the JSON of a good answer', async () => {
    assert.deepEqual(await requestJson({ purpose: 'say-text', url: `${server.url}/ok` }), { success: true, value: 7 });
  });

  const codes: [number, AvatarErrorCode][] = [
    [400, 'API_REQUEST_FAILED'],
    [401, 'UNAUTHORIZED'],
    [403, 'UNAUTHORIZED'],
    [404, 'SESSION_NOT_FOUND'],
    [410, 'SESSION_GONE'],
    [418, 'API_REQUEST_FAILED'],
    [429, 'RATE_LIMITED'],
    [500, 'API_REQUEST_FAILED'],
    [503, 'API_REQUEST_FAILED'],
    [504, 'TIMEOUT'],
  ];
  for (const [status, code] of codes) {
    it(`turns status ${status} into ${code} and keeps the status and the server's words`, async () => {
      const error = await failure(`/status/${status}`);
      assert.equal(error.code, code);
      assert.equal(error.status, status);
      assert.match(error.message, new RegExp(`^say-text was refused with status ${status}: No\\.`));
    });
  }

  it('shows the text of an HTML error page without its markup', async () => {
    const error = await failure('/html');
    assert.equal(error.code, 'API_REQUEST_FAILED');
    assert.equal(error.message, 'say-text was refused with status 502: Bad gateway.');
  });

  it('takes HTML with status 200 for a broken protocol, not for a JSON parse error', async () => {
    const error = await failure('/html-200');
    assert.equal(error.code, 'PROTOCOL');
    assert.match(error.message, /text\/html \(“Welcome\.”\), not JSON/);
  });

  it('takes an empty answer for a broken protocol', async () => {
    assert.match((await failure('/empty')).message, /an empty body, not JSON/);
  });

  it('takes success: false for an error although the status is 200', async () => {
    const error = await failure('/unsuccessful');
    assert.equal(error.code, 'API_REQUEST_FAILED');
    assert.match(error.message, /The avatar is asleep/);
  });

  it('tells how long the service asks to wait', async () => {
    assert.equal((await failure('/busy')).retryAfterMs, 3000);
  });

  it('calls a dropped connection a network error that can pass', async () => {
    const error = await failure('/drop');
    assert.equal(error.code, 'NETWORK');
    assert.equal(error.recoverable, true);
  });

  it('gives up on a server that never answers', async () => {
    const error = await failure('/silent', { timeoutMs: 30 });
    assert.equal(error.code, 'TIMEOUT');
    assert.match(error.message, /within 0.03 s/);
  });

  it('stops when its caller aborts', async () => {
    const caller = new AbortController();
    const failed = failure('/silent', { signal: caller.signal });
    caller.abort();
    assert.equal((await failed).code, 'ABORTED');
  });

  it('repeats neither a JWT nor its own credentials in a message, even where the server does', async () => {
    const { message } = await failure('/echo', { headers: { Authorization: 'KS secret-ks-value' } });
    assert.match(message, /bad token \[redacted\] and \[redacted\]/);
  });
});

describe('Retry-After', () => {
  it('is read as seconds or as a date', () => {
    assert.equal(parseRetryAfter('12'), 12_000);
    assert.equal(parseRetryAfter('Wed, 21 Oct 2026 07:28:10 GMT', Date.parse('2026-10-21T07:28:00Z')), 10_000);
    assert.equal(parseRetryAfter('Wed, 21 Oct 2026 07:28:10 GMT', Date.parse('2026-10-21T08:00:00Z')), 0);
  });

  it('is read as a date against the clock of the server that answers, whatever the own one says', async () => {
    const busy = await startLocalServer((_request, response) =>
      answerJson(response, { success: false }, 503, {
        Date: 'Wed, 21 Oct 2020 07:28:00 GMT',
        'Retry-After': 'Wed, 21 Oct 2020 07:28:07 GMT',
      }),
    );
    try {
      await assert.rejects(requestJson({ purpose: 'say-text', url: busy.url }), { retryAfterMs: 7000 });
    } finally {
      await busy.close();
    }
  });

  it('is ignored where it makes no sense', () => {
    assert.equal(parseRetryAfter('soon'), undefined);
    assert.equal(parseRetryAfter(null), undefined);
  });
});
