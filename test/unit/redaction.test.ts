import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';

import { ControlClient } from '../../src/core/control-client.js';
import { AvatarError } from '../../src/core/errors.js';
import { requestJson, type Fetch } from '../../src/core/http.js';
import { createLogger, type Logger } from '../../src/core/logger.js';
import { parseClientInit, parseSessionCredentials, parseSessionGrant } from '../../src/core/protocol-guards.js';
import { redact, redactText } from '../../src/core/redact.js';
import { neverRetry } from '../../src/core/retry.js';

const KS = 'djJ8MTIzNDU2fHNlY3JldC1rYWx0dXJhLXNlc3Npb24_LQ==';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzZXNzaW9uSWQiOiJzLTEifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const OPAQUE = 'op/aque+tok=en~0815.Z';
const TURN = 'relay-pass/9f+3a=';

/** Everything that a console would show of it: messages, stacks, fields, causes. */
const shown = (value: unknown): string => inspect(value, { depth: 20, breakLength: Infinity, showHidden: true });

const assertHides = (text: string, secrets: readonly string[]): void => {
  for (const secret of secrets) {
    // A part is as good as the whole to somebody who finds it.
    for (const part of [secret, secret.slice(0, 12), secret.slice(-8)])
      assert.ok(!text.includes(part), `“${part}” of a secret is in: ${text}`);
  }
};

const createJournal = (): { lines: string[]; logger: Logger } => {
  const lines: string[] = [];
  const write = (...line: unknown[]): void => void lines.push(shown(line));
  return { lines, logger: createLogger('debug', { debug: write, info: write, warn: write, error: write }) };
};

const errorOf = async (call: Promise<unknown>): Promise<AvatarError> => {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof AvatarError, `An AvatarError was expected, there was ${shown(outcome)}`);
  return outcome;
};

const assertNothingTold = (error: unknown, secrets: readonly string[]): void => {
  assertHides(shown(error), secrets);
  const { lines, logger } = createJournal();
  logger.debug('A call failed', error);
  logger.error(error instanceof Error ? error.message : '', { error, list: [error] });
  assertHides(lines.join('\n'), secrets);
};

/** How servers and proxies quote what they were sent. */
const QUOTES: Readonly<Record<string, (secret: string) => string>> = {
  'plain text': (secret) => `Cannot use Bearer ${secret} here`,
  'the bare secret': (secret) => secret,
  'an error message': (secret) => JSON.stringify({ success: false, error: `KS ${secret} has expired` }),
  'a problem’s detail': (secret) => JSON.stringify({ title: 'Forbidden', detail: `token=${secret}&x=1 is refused` }),
  'a field of its own': (secret) => JSON.stringify({ success: false, token: secret, ks: secret }),
  'JSON that escapes slashes': (secret) => JSON.stringify({ sent: { ks: secret } }).replaceAll('/', '\\/'),
  'JSON that breaks off': (secret) => `{"success":true,"sessionId":"s-1","token":"${secret}`,
  'JSON within JSON': (secret) => JSON.stringify({ upstream: JSON.stringify({ token: secret }) }),
  'a web page': (secret) => `<!doctype html><h1>401</h1><pre>Authorization: Bearer ${secret}</pre>`,
  'a web page that escapes': (secret) =>
    `<p>KS ${secret.replace(/[/+=~]/g, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`)}</p>`,
  'a URL': (secret) => `No route for https://api.example/v1/?ks=${secret}&format=1`,
  'a URL that is encoded': (secret) => `No route for /login?next=%2Fv1%3Fks%3D${encodeURIComponent(secret)}`,
  'headers that are echoed': (secret) => `authorization: KS ${secret}\ncookie: session=${secret}\naccept: */*`,
  'the end of a long page': (secret) => `${' '.repeat(9990)}${secret}`,
};

describe('what a server quotes of a secret', () => {
  for (const [where, quote] of Object.entries(QUOTES)) {
    for (const [name, secret] of Object.entries({ KS, JWT, 'an opaque token': OPAQUE })) {
      it(`is in no error and no log: ${name} in ${where}`, async () => {
        for (const status of [200, 400, 401, 500]) {
          const fetch: Fetch = () => Promise.resolve(new Response(quote(secret), { status }));
          const call = requestJson(
            { purpose: 'create', url: 'https://api.example/', headers: { Authorization: `KS ${secret}` } },
            fetch,
          );
          if (status === 200 && isTaken(quote(secret))) await call;
          else assertNothingTold(await errorOf(call), [secret]);
        }
      });
    }
  }

  it('is in no error though it was sent by an earlier call, as long as it looks like a secret', async () => {
    for (const quote of Object.values(QUOTES)) {
      const fetch: Fetch = () => Promise.resolve(new Response(quote(JWT), { status: 500 }));
      assertNothingTold(await errorOf(requestJson({ purpose: 'end', url: 'https://api.example/' }, fetch)), [JWT]);
    }
  });
});

describe('what fetch quotes of a secret', () => {
  const client = (fetch?: Fetch): ControlClient =>
    new ControlClient({
      baseUrl: 'http://127.0.0.1:9/v1',
      retryPolicy: neverRetry,
      ...(fetch ? { fetch } : {}),
    });

  it('is not kept where it refuses a header', async () => {
    const error = await errorOf(client().create(`${KS}\n${OPAQUE}`, { avatarId: 'maya' }));
    assert.equal(error.code, 'NETWORK');
    assertNothingTold(error, [KS, OPAQUE]);
  });

  it('is not kept where it refuses an address with a password', async () => {
    const url = `https://viewer:${TURN.replaceAll('/', '%2F')}@media.example/whep?token=${OPAQUE}`;
    const error = await errorOf(requestJson({ purpose: 'WHEP POST', url }));
    assertNothingTold(error, [TURN.replaceAll('/', '%2F'), OPAQUE]);
  });

  it('is not kept of an error with causes and fields, as HTTP libraries throw them', async () => {
    const inner = Object.assign(new Error(`connect failed for Bearer ${OPAQUE}`), { code: 'ECONNRESET' });
    const outer = Object.assign(new TypeError('fetch failed', { cause: inner }), {
      config: { headers: { Authorization: `Bearer ${OPAQUE}` }, url: `https://api.example/?token=${OPAQUE}` },
    });
    const fetch: Fetch = () => Promise.reject(outer);
    const error = await errorOf(client(fetch).session({ sessionId: 's-1', token: OPAQUE }).keepAlive());
    assertNothingTold(error, [OPAQUE]);
    assert.match(shown(error), /TypeError: fetch failed/);
  });

  it('leaves a cause that tells nothing as it is', async () => {
    const cause = new TypeError('Failed to fetch');
    const fetch: Fetch = () => Promise.reject(cause);
    assert.equal((await errorOf(client(fetch).create(KS, { avatarId: 'maya' }))).cause, cause);
  });
});

describe('an answer that does not follow the protocol', () => {
  const thrownBy = (parse: () => unknown): unknown => {
    try {
      parse();
    } catch (error) {
      return error;
    }
    return assert.fail('It was taken.');
  };

  it('is refused without its secrets', () => {
    const turn = { url: 7, username: 'guest', credential: TURN };
    assertNothingTold(
      thrownBy(() => parseSessionCredentials({ token: JWT })),
      [JWT],
    );
    assertNothingTold(
      thrownBy(() => parseClientInit({ whepUrl: `ftp://guest:${OPAQUE}@media.example/?token=${JWT}`, turn })),
      [JWT, OPAQUE, TURN],
    );
    assertNothingTold(
      thrownBy(() => parseSessionGrant({ sessionId: 's-1', token: JWT, turn }, 'https://shop.example/')),
      [JWT, TURN],
    );
  });
});

describe('an AvatarError', () => {
  it('keeps no secret of its message, its details and its causes', () => {
    const cause = new RangeError(`inner token=${OPAQUE}`, { cause: `a KS ${KS}` });
    const error = new AvatarError('API_REQUEST_FAILED', `Authorization: Bearer ${JWT} was refused.`, {
      cause: new Error('outer', { cause }),
      details: {
        url: `https://media.example/?access_token=${OPAQUE}`,
        turn: { username: 'guest', credential: TURN },
        iceServers: [{ urls: 'turn:turn.example', turnCredential: TURN }],
        status: 500,
      },
    });
    assertNothingTold(error, [OPAQUE, KS, JWT, TURN]);
    assert.equal(error.message, 'Authorization: [redacted] was refused.');
    assert.deepEqual(error.details?.['turn'], { username: 'guest', credential: '[redacted]' });
    assert.equal(error.details['status'], 500);
    assert.equal((error.cause as Error).message, 'outer');
  });

  it('is logged as itself, with its stack, where it tells nothing', () => {
    const logged: unknown[] = [];
    const write = (_line: string, details?: unknown): void => void logged.push(details);
    const error = new AvatarError('UNAUTHORIZED', `Refused with Bearer ${OPAQUE}.`, { details: { token: OPAQUE } });
    createLogger('info', { debug: write, info: write, warn: write, error: write }).error('x', error);
    assert.deepEqual(logged, [error]);
    assert.equal(logged[0], error);
  });
});

describe('the logger', () => {
  it('writes no secret of what listeners throw, whatever it hangs on', () => {
    const { lines, logger } = createJournal();
    const axios = Object.assign(new Error('Request failed'), {
      config: { headers: { 'X-Api-Key': OPAQUE, Authorization: `Bearer ${JWT}` } },
    });
    logger.error('A listener of the session failed', axios);
    logger.error('A listener of the session failed', new Error('outer', { cause: axios }));
    logger.error(`Link: <turn:turn.example>; rel="ice-server"; username="u"; credential="${TURN}"`);
    logger.debug('odd', { AVATAR_KS: OPAQUE, access_token: OPAQUE, deep: { turn: { credential: TURN } } });
    assertHides(lines.join('\n'), [OPAQUE, JWT, TURN]);
    assert.match(lines.join('\n'), /Error: outer <- Error: Request failed/);
  });

  it('survives what refers to itself', () => {
    const error = new Error(`Bearer ${JWT}`);
    error.cause = error;
    const circular: Record<string, unknown> = { token: JWT };
    circular['self'] = circular;
    const { lines, logger } = createJournal();
    logger.warn('x', error);
    logger.warn('x', circular);
    logger.warn('x', new AvatarError('NETWORK', 'y', { cause: error, details: circular }));
    assertHides(lines.join('\n'), [JWT]);
  });

  it('leaves what is no secret alone', () => {
    const lines = [
      'A KS is needed to create a session; it is empty.',
      'Bearer authentication is needed, and basic credentials are not enough.',
      'The answer of create: token should be a non-empty string.',
      'Invalid token: expired yesterday.',
      'turn.credential should be a string; links=3, tasks=4',
      'say-text was refused with status 401: [redacted]. Check the credentials, or ask for a new session.',
      'Session 6f1c2d3e-0000-4000-8000-123456789abc is open',
      'https://media.example/rtc/v1/whep/?app=app&stream=6f1c2d3e-0000-4000-8000-123456789abc',
      'Write to help@kaltura.example.',
    ];
    for (const line of lines) assert.equal(redactText(line), line);
    const details = { hasToken: true, token: '', turnId: 'turn-1', tokens: 5, nothing: null };
    assert.deepEqual(redact(details), details);
  });

  it('takes nothing away twice', () => {
    for (const quote of Object.values(QUOTES)) {
      const once = redactText(`${quote(JWT)}.`);
      assert.equal(redactText(once), once);
    }
  });

  it('is quick with a long text that looks a little like secrets all over', () => {
    const text = 'token eyJ KS Bearer "ks": djJ8 ://'.repeat(2000) + 'a'.repeat(100_000);
    const startedAt = performance.now();
    redactText(text, [KS, OPAQUE]);
    assert.ok(performance.now() - startedAt < 1000);
  });
});

/** Whether it is what a call may be answered with. */
function isTaken(body: string): boolean {
  try {
    return (JSON.parse(body) as { success?: boolean }).success !== false;
  } catch {
    return false;
  }
}
