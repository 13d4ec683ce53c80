import { expect } from '@open-wc/testing';
import { createEndpointSource, type AvatarError, type KalturaAvatarSession, type Logger } from 'kaltura-avatar/session';
import type { FaultableCall } from 'kaltura-avatar/simulator';

import { addFault, eventually, failureOf } from '../support/in-browser.js';
import { useSessionStand } from '../support/session-stand.js';

const KS = 'djJ8MTIzNDU2fHNlY3JldC1rYWx0dXJhLXNlc3Npb24_LQ==';
const TURN_CREDENTIAL = 'relay-pass/9f+3a=';
/** As much of an MP3 file as is looked at before it is sent. */
const MP3 = new Blob(['ID3\u0004']);

type Quote = (secret: string) => { status: number; body: string | Record<string, unknown> };

const plainly: Quote = (secret) => ({ status: 500, body: `Cannot use Bearer ${secret} here` });

/** How a service, or a proxy before it, quotes what it was sent. */
const QUOTES: readonly Quote[] = [
  plainly,
  (secret) => ({ status: 400, body: { success: false, error: `token=${secret} is refused` } }),
  (secret) => ({ status: 500, body: `<!doctype html><pre>Authorization: Bearer ${secret}</pre>` }),
  (secret) => ({ status: 400, body: `No route for /v1/x?ks=${encodeURIComponent(secret)}&format=1` }),
  (secret) => ({ status: 200, body: `{"success":true,"turn":{"credential":"${secret}` }),
  (secret) => ({ status: 200, body: { success: false, error: 'no', sent: { token: secret, credential: secret } } }),
];

describe('a session whose service, endpoint and listeners quote its secrets', () => {
  const stand = useSessionStand();
  /** Everything that anybody could read of what happened. */
  let told: string[];
  const secrets = new Set([KS, TURN_CREDENTIAL]);
  beforeEach(() => {
    told = [];
  });

  const tell = (...values: unknown[]): void => {
    for (const value of values) tellAll(value, told);
  };
  const logger: Logger = { debug: tell, info: tell, warn: tell, error: tell };

  /** The real service, but for the TURN credential, which the simulator calls `simulator`. Learns the token. */
  const listeningFetch = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url, init);
    if (!response.ok || !/\/(create|init-client)$/.test(url)) return response;
    const text = await response.text();
    try {
      const answer = JSON.parse(text) as { token?: string; turn?: { credential: string } };
      if (typeof answer.token === 'string') secrets.add(answer.token);
      if (answer.turn) answer.turn.credential = TURN_CREDENTIAL;
      return Response.json(answer);
    } catch {
      return new Response(text, response);
    }
  };

  const create = (apiKey?: string): KalturaAvatarSession => {
    const config = { logger, logLevel: 'debug', retryConfig: { maxAttempts: 1 } } as const;
    const session = stand.create(apiKey, config, { fetch: listeningFetch });
    session.on('error', tell);
    session.on('stateChange', (state) => {
      // What a careless page throws goes to the log.
      throw Object.assign(new Error(`${state} with ${[...secrets].map((secret) => `token=${secret}`).join(' ')}`), {
        config: { headers: { Authorization: `KS ${KS}` } },
      });
    });
    return session;
  };
  const seed = async (): Promise<{ sessionId: string; token: string }> => {
    const grant = (await (await fetch(`${stand.service.endpointsUrl}/seed`)).json()) as {
      sessionId: string;
      token: string;
    };
    secrets.add(grant.token);
    return grant;
  };
  const failing = async (call: Promise<unknown>): Promise<AvatarError> => {
    const error = await failureOf(call);
    tell(error);
    return error;
  };
  const quoting = async (call: FaultableCall, quote: Quote): Promise<void> =>
    addFault({ call, kind: 'status', ...quote([...secrets].at(-1) ?? KS) });

  const assertNothingTold = (): void => {
    tell(
      open,
      document.documentElement.outerHTML,
      location.href,
      document.cookie,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
    );
    tell(...performance.getEntries().map((entry) => [entry.name, entry.toJSON() as unknown]));
    expect(told.length).to.be.above(20);
    const all = told.join('\n');
    for (const secret of secrets) {
      for (const part of [secret, encodeURIComponent(secret), secret.slice(0, 40), secret.slice(-12)]) {
        const at = all.indexOf(part);
        if (at !== -1) expect.fail(`A secret was told: ${all.slice(Math.max(0, at - 200), at + 100)}`);
      }
    }
  };

  it('tells none while it fails to be created, to be initialised and to be watched', async () => {
    for (const quote of QUOTES) {
      await addFault({ call: 'create', kind: 'status', ...quote(KS) });
      await failing(create(KS).createSession({ avatarId: 'maya' }));
      const grant = await seed();
      await addFault({ call: 'init-client', kind: 'status', ...quote(grant.token) });
      await failing(create().initSession(grant, { videoContainerId: 'avatar-container' }));
      await addFault({ call: 'whep-post', kind: 'status', ...quote(TURN_CREDENTIAL) });
      await failing(create(KS).createSession({ avatarId: 'maya' }));
    }
    for (const kind of ['html', 'empty'] as const) {
      await addFault({ call: 'create', kind, status: 200 });
      await failing(create(KS).createSession({ avatarId: 'maya' }));
    }
    for (const kind of ['close-socket', 'invalid-json', 'wrong-types'] as const) {
      const grant = await seed();
      // Browsers send again by themselves what a reused connection swallowed.
      await addFault({ call: 'init-client', kind, sessionId: grant.sessionId, times: 9 });
      await failing(create().initSession(grant));
    }
    assertNothingTold();
  });

  it('tells none while it lives and everything else fails', async () => {
    const session = create(KS);
    await session.createSession({ avatarId: 'maya', videoContainerId: 'avatar-container' });
    const logged = (text: string): Promise<true> => eventually(() => told.some((line) => line.includes(text)));
    for (const quote of QUOTES) {
      await quoting('say-text', quote);
      await failing(session.sayText('Hello.'));
      await quoting('say-text', quote);
      const turn = session.speak('Hello.');
      await failing(turn.accepted);
      tell(await turn.finished);
      await quoting('say-audio', quote);
      await failing(session.sayAudio(MP3, 'turn-1', 1));
      await quoting('interrupt', quote);
      await failing(session.interrupt());
      await quoting('keep-alive', quote);
      document.dispatchEvent(new Event('visibilitychange')); // A page that is seen again keeps its session alive at once.
      await logged('A keep-alive failed');
    }
    tell(await session.getStats(), session.timings);
    await quoting('end', plainly);
    await session.endSession();
    await logged('could not be ended');
    assertNothingTold();
  });

  it('tells none of an endpoint’s or a source’s failures', async () => {
    const session = create();
    for (const quote of QUOTES) {
      const { status, body } = quote([...secrets].at(-1) ?? KS);
      const answer = typeof body === 'string' ? body : JSON.stringify(body);
      const source = createEndpointSource({
        endpoint: `/api/avatar/session?token=${KS}`,
        fetch: () => Promise.resolve(new Response(answer, { status })),
      });
      await failing(session.connect(source));
    }
    for (const secret of secrets) {
      const cause = new TypeError(`cannot reach https://backend:${encodeURIComponent(secret)}@backend.example/`);
      await failing(session.connect(() => Promise.reject(new Error(`KS ${secret} is refused`, { cause }))));
    }
    assertNothingTold();
  });
});

/** All text in `value`: of errors their messages, stacks and causes too. */
function tellAll(value: unknown, told: string[], depth = 6): void {
  if (typeof value === 'string') told.push(value);
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const name of Object.getOwnPropertyNames(value)) {
    told.push(name);
    tellAll((value as Record<string, unknown>)[name], told, depth - 1);
  }
  if (value instanceof Error) tellAll([value.message, value.stack, String(value)], told, depth - 1);
}
