import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createAvatarBackend } from '../../src/server/backend.js';
import type { Connection } from '../../src/server/http/connection.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { AvatarMeter, AvatarTracer } from '../../src/server/telemetry/open-telemetry.js';
import { asBrowser, ENDPOINT, jsonRequest, SECRET_KS } from '../support/backend-harness.js';
import { startScriptedService } from '../support/scripted-service.js';
import { SILENT } from '../support/silent.js';

type Behaviour = (...given: unknown[]) => never;

const BEHAVIOURS = {
  'never answers': () => new Promise(() => undefined),
  throws: () => {
    throw new Error('secret-0815');
  },
  'throws what is no Error': () => {
    throw Object.create(null) as Error;
  },
  rejects: () => Promise.reject(new Error('secret-0815')),
  'gives nothing': () => undefined,
  'gives a number': () => NaN,
  'gives a text': () => 'nonsense',
  'gives an object': () => ({ then: 7 }),
  'gives a promise of what it should give': () => Promise.resolve('203.0.113.9'),
  'never ends': function* () {
    for (;;) yield 'secret-0815';
  },
} as unknown as Record<string, Behaviour>;

const meterOf = (hook: Behaviour): AvatarMeter => {
  const create = (): never =>
    ({ add: hook, record: hook, addCallback: () => undefined, removeCallback: hook }) as never;
  return { createCounter: create, createUpDownCounter: create, createHistogram: create, createObservableGauge: create };
};

const tracerOfSpans = (hook: Behaviour): AvatarTracer => ({
  startActiveSpan: (...given: unknown[]) => {
    const work = given.at(-1) as (span: object) => never;
    return work({ setAttribute: hook, setStatus: hook, end: hook });
  },
});

/** What only watches a request, or tells a little more of it. */
const WATCHERS: Readonly<
  Record<string, (hook: Behaviour) => Partial<AvatarBackendOptions> & Pick<Connection, 'waitUntil'>>
> = {
  clientAddress: (clientAddress) => ({ clientAddress }),
  onBudget: (onBudget) => ({ onBudget, limits: { total: { repliesPerMinute: 1 } } }),
  'audit.sink': (sink) => ({ audit: { sink } }),
  logger: (hook) => ({ logger: { debug: hook, info: hook, warn: hook, error: hook } }),
  meter: (hook) => ({ meter: meterOf(hook) }),
  tracer: (startActiveSpan) => ({ tracer: { startActiveSpan } }),
  'a span': (hook) => ({ tracer: tracerOfSpans(hook) }),
  parentContext: (parentContext) => ({ parentContext, tracer: tracerOfSpans(() => undefined as never) }),
  waitUntil: (waitUntil) => ({ waitUntil }),
};

const CALLS: readonly (readonly [action: string, body: object])[] = [
  ['say-text', { text: 'Hello.', turnId: 'turn-1', isFinal: true }],
  ['reply', { message: 'Hello?' }],
  ['keep-alive', {}],
  ['interrupt', {}],
  ['end', {}],
];

async function visit({ waitUntil, ...options }: Partial<AvatarBackendOptions> & Pick<Connection, 'waitUntil'>) {
  const service = await startScriptedService('a-token');
  const backend = createAvatarBackend({
    ...{ ks: SECRET_KS, baseUrl: service.url, defaults: { avatarId: 'avatar-1' } },
    ...{ reply: () => 'Good morning.', beforeSay: (text) => text, logger: SILENT, ...options },
  });
  const browser = asBrowser(backend);
  const requests = [
    new Request(ENDPOINT, { method: 'POST' }),
    ...CALLS.map(([action, body]) => jsonRequest(`${ENDPOINT}/session-1/${action}`, body)),
  ];
  const answers: [status: number, text: string][] = [];
  for (const request of requests) {
    const response = await browser.fetch(request, { waitUntil });
    answers.push([response.status, await response.text()]);
  }
  await backend.close();
  const calls = service.calls.map(({ purpose }) => purpose);
  await service.close();
  return { answers, calls };
}

describe('what watches the requests of a backend', () => {
  for (const [watcher, optionsFor] of Object.entries(WATCHERS)) {
    it(`serves every visitor, whatever ${watcher} does`, async () => {
      for (const [behaviour, hook] of Object.entries(BEHAVIOURS)) {
        const { answers, calls } = await visit(optionsFor(hook));
        assert.deepEqual(
          answers.map(([status]) => status),
          Array(answers.length).fill(200),
          `${watcher} ${behaviour}`,
        );
        assert.doesNotMatch(JSON.stringify(answers), /secret-0815/);
        assert.ok(calls.includes('create') && calls.at(-1) === 'end', `${watcher} ${behaviour}: a session is left`);
      }
    });
  }

  it('answers with an error that has a code, whatever its fetch does', async () => {
    for (const [behaviour, fetch] of Object.entries(BEHAVIOURS)) {
      const { answers } = await visit({ fetch, timeoutMs: 50 });
      for (const [status, text] of answers) {
        assert.ok(status >= 400 && /"code":"[A-Z_]+"/.test(text), `${behaviour}: ${status} ${text}`);
        assert.doesNotMatch(text, /secret-0815/);
      }
    }
  });
});
