import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { context, SpanKind, SpanStatusCode, trace, TraceFlags, type Meter, type Tracer } from '@opentelemetry/api';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import { METRICS, type Metric } from '../../src/server/telemetry/metrics.js';
import type { AvatarMeter, AvatarTracer } from '../../src/server/telemetry/open-telemetry.js';
import {
  ENDPOINT,
  EXAMPLE_ORIGIN,
  SECRET_KS,
  SECRET_TOKEN,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { createPausedReply } from '../support/paused-reply.js';
import { startTelemetry, type MeasuredPoint, type RunningTelemetry } from '../support/open-telemetry.js';

const CANARY = 'canary-0815';

let telemetry: RunningTelemetry;
let harness: BackendHarness;
beforeEach(() => {
  telemetry = startTelemetry();
});
afterEach(async () => {
  await harness.close();
  await telemetry.close();
});

describe('what the backend measures', () => {
  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    const { meter, tracer } = telemetry;
    harness = await startBackendHarness({ meter, tracer, ...options });
  }

  const say = (text: string, turnId = 'turn-1'): Promise<Response> =>
    harness.control('say-text', { text, turnId, isFinal: true });

  /** How often, by the value of an attribute. */
  async function counts(metric: Metric, attribute: string): Promise<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const { attributes, value } of await telemetry.points(metric.name)) {
      const key = String(attributes[attribute]);
      counted[key] = (counted[key] ?? 0) + value;
    }
    return counted;
  }

  async function pointWith(metric: Metric, expected: Record<string, unknown>): Promise<MeasuredPoint> {
    const points = await telemetry.points(metric.name);
    const found = points.find(({ attributes }) =>
      Object.entries(expected).every(([name, value]) => attributes[name] === value),
    );
    assert.ok(found, `${metric.name} with ${JSON.stringify(expected)} is not among ${JSON.stringify(points)}`);
    return found;
  }

  it('fits the types of OpenTelemetry’s API', async () => {
    const meter: AvatarMeter = telemetry.meter satisfies Meter;
    const tracer: AvatarTracer = telemetry.tracer satisfies Tracer;
    await start({ meter, tracer });
    await harness.open();
    assert.equal((await telemetry.points('kaltura_avatar.session.created'))[0]?.value, 1);
  });

  it('are requests by route and status, in seconds, to the end of their answers', async () => {
    const { reply, goOn } = createPausedReply();
    await start({ reply });
    await harness.open();
    await say('Hello.');
    await say('');
    await harness.backend.fetch(new Request(`${EXAMPLE_ORIGIN}/${CANARY}`, { method: 'BREW' }));
    const answer = await harness.control('reply', { message: 'Where is it?' });
    await harness.service.received('say-text');
    const isReply = { 'http.route': '/session/:id/reply' };
    assert.equal((await telemetry.points('http.server.active_requests'))[0]?.value, 1);
    await assert.rejects(pointWith(METRICS.requestDuration, isReply));
    goOn();
    await answer.text();
    const { value, sum = 0 } = await pointWith(METRICS.requestDuration, isReply);
    assert.equal(value, 1);
    assert.ok(sum > 0 && sum < 60, `${sum} s`);
    assert.deepEqual((await telemetry.points('http.server.active_requests'))[0]?.value, 0);
    const isSayText = { 'http.route': '/session/:id/say-text', 'http.request.method': 'POST', 'url.scheme': 'https' };
    for (const status of [200, 400])
      assert.equal(
        (await pointWith(METRICS.requestDuration, { ...isSayText, 'http.response.status_code': status })).value,
        1,
      );
    const unknown = await pointWith(METRICS.requestDuration, { 'http.response.status_code': 404 });
    assert.deepEqual(
      [unknown.attributes['http.route'], unknown.attributes['http.request.method']],
      [undefined, '_OTHER'],
    );
  });

  it('are sessions: those that are open, were created, and have ended, each for its reason', async () => {
    let now = Date.now();
    await start({ now: () => now, store: createMemoryStore({ now: () => now }) });
    const open = async (sessionId: string): Promise<void> => {
      harness.nextSession(sessionId);
      await harness.open();
    };
    await open('session-2');
    await open('session-1');
    assert.equal((await telemetry.points('kaltura_avatar.session.count'))[0]?.value, 2);
    await harness.control('end');
    now += 91_000;
    await harness.backend.sweep();
    assert.equal((await telemetry.points('kaltura_avatar.session.created'))[0]?.value, 2);
    assert.equal((await telemetry.points('kaltura_avatar.session.count'))[0]?.value, 0);
    const ended = await counts(METRICS.sessionsEnded, 'kaltura_avatar.session.end_reason');
    assert.deepEqual(ended, { requested: 1, absent: 1 });
    await harness.backend.close();
    assert.deepEqual((await telemetry.points('kaltura_avatar.session.created'))[0]?.value, 2);
  });

  it('are sessions that the service tells of too late', async () => {
    await start({ timeoutMs: 1000 });
    let goOn = (): void => undefined;
    const after = new Promise<void>((resolve) => (goOn = resolve));
    harness.service.answers.set('create', { body: { success: true, sessionId: 'late-1', token: SECRET_TOKEN }, after });
    assert.equal((await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }))).status, 504);
    goOn();
    await harness.service.received('end');
    await harness.backend.close();
    assert.equal((await telemetry.points('kaltura_avatar.session.late'))[0]?.value, 1);
    assert.deepEqual(await counts(METRICS.sessionsEnded, 'kaltura_avatar.session.end_reason'), { unclaimed: 1 });
    assert.deepEqual(await counts(METRICS.serviceCalls, 'error.type'), { TIMEOUT: 1, undefined: 1 });
  });

  it('are calls to the service, by what they are and what came of them', async () => {
    await start();
    await harness.open();
    harness.service.answers.set('say-text', { status: 503 });
    await say('Hello.');
    await harness.control('keep-alive');
    assert.deepEqual(await counts(METRICS.serviceCalls, 'kaltura_avatar.call'), {
      create: 1,
      'init-client': 1,
      'say-text': 1,
      'keep-alive': 1,
    });
    const failed = await pointWith(METRICS.serviceCalls, { 'kaltura_avatar.call': 'say-text' });
    assert.deepEqual(
      [failed.attributes['error.type'], failed.attributes['http.response.status_code']],
      ['API_REQUEST_FAILED', 503],
    );
    const kept = await pointWith(METRICS.serviceCalls, { 'kaltura_avatar.call': 'keep-alive' });
    assert.equal(kept.attributes['error.type'], undefined);
  });

  it('are requests that a limit refused, and limits that are used to 80 % and used up', async () => {
    await start({
      identify: () => 'anna',
      limits: { perCaller: { sessions: 1, charactersPerMinute: 10 }, textLength: 10 },
    });
    await harness.open();
    assert.equal((await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }))).status, 429);
    await say('12345678');
    assert.equal((await say('1234')).status, 429);
    assert.equal((await say('1234')).status, 429);
    assert.deepEqual(await counts(METRICS.refusals, 'kaltura_avatar.limit.name'), {
      sessions: 1,
      charactersPerMinute: 2,
    });
    assert.deepEqual(await counts(METRICS.refusals, 'kaltura_avatar.limit.scope'), { perCaller: 3 });
    assert.deepEqual(await counts(METRICS.limitsReached, 'kaltura_avatar.limit.share'), { '0.8': 1, '1': 2 });
    assert.deepEqual(await counts(METRICS.limitsReached, 'kaltura_avatar.limit.name'), {
      sessions: 1,
      charactersPerMinute: 2,
    });
  });

  it('are hooks, what they failed of, and those that were given up', async () => {
    await start({
      beforeSay: (text) => {
        if (text.includes('hang')) return new Promise<string>(() => undefined);
        if (text.includes('fail')) throw new Error(CANARY);
        return text;
      },
      reply: async function* (_message, { signal }) {
        yield 'One moment. ';
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
      },
      hookTimeouts: { beforeSay: 20, reply: 20 },
    });
    await harness.open();
    await say('Hello.');
    assert.equal((await say('fail')).status, 500);
    assert.equal((await say('hang')).status, 504);
    await (await harness.control('reply', { message: 'Hello?' })).text();
    assert.deepEqual(await counts(METRICS.hookTimeouts, 'kaltura_avatar.hook'), { beforeSay: 1, reply: 1 });
    const types = await counts(METRICS.hooks, 'error.type');
    assert.deepEqual([types['_OTHER'], types['TIMEOUT'], (types['undefined'] ?? 0) > 1], [1, 1, true]);
  });

  it('are errors of the store; how many sessions are open is not told while it is down', async () => {
    const store = createMemoryStore();
    const isDown = (): Promise<never> => Promise.reject(new Error('no disk'));
    const leases = { acquire: isDown, release: isDown, count: isDown };
    await start({ store: { ...store, leases, ping: isDown } });
    const ready = new Request(`${EXAMPLE_ORIGIN}/ready`);
    assert.equal((await harness.backend.fetch(ready)).status, 503);
    const errors = await counts(METRICS.storeErrors, 'kaltura_avatar.store.operation');
    assert.equal(errors['ping'], 1);
    assert.deepEqual(await telemetry.points('kaltura_avatar.session.count'), []);
  });

  it('has the names, the units and the attributes that are written down, and no others', async () => {
    await start({ identify: () => 'anna', limits: { perCaller: { charactersPerMinute: 10 }, textLength: 10 } });
    await harness.open();
    await say('1234567890');
    await say('1234567890');
    harness.service.answers.set('keep-alive', { status: 500 });
    await harness.control('keep-alive');
    const units = await telemetry.units();
    for (const { name, unit, attributes: allowed } of Object.values<Metric>(METRICS)) {
      if (units.has(name)) assert.equal(units.get(name), unit, name);
      for (const { attributes } of await telemetry.points(name))
        for (const key of Object.keys(attributes)) assert.ok(allowed.includes(key), `${name} has ${key}`);
    }
    assert.deepEqual(
      [...units.keys()].filter((name) => !Object.values(METRICS).some((one) => one.name === name)),
      [],
    );
  });
});

describe('the spans of the backend', () => {
  it('are one for each request, and within it one for each call and hook', async () => {
    const { tracer } = telemetry;
    harness = await startBackendHarness({ tracer, beforeSay: (text) => text });
    await harness.open();
    await harness.control('say-text', { text: 'Hello.', turnId: 'turn-1', isFinal: true });
    const spans = telemetry.spans();
    const request = spans.find(({ name }) => name === 'POST /session/:id/say-text');
    assert.equal(request?.kind, SpanKind.SERVER);
    assert.equal(request.attributes['http.response.status_code'], 200);
    assert.equal(request.attributes['kaltura_avatar.session.id'], 'session-1');
    const within = spans.filter((span) => span.parentSpanContext?.spanId === request.spanContext().spanId);
    assert.deepEqual(
      within.map(({ name, kind }) => [name, kind]),
      [
        ['hook beforeSay', SpanKind.INTERNAL],
        ['avatar service say-text', SpanKind.CLIENT],
      ],
    );
  });

  it('belong to the trace that the request names, where the integrator reads it', async () => {
    const { tracer } = telemetry;
    harness = await startBackendHarness({
      tracer,
      parentContext: ({ headers }) => {
        const [, traceId = '', spanId = ''] = headers.get('traceparent')?.split('-') ?? [];
        return trace.setSpanContext(context.active(), {
          traceId,
          spanId,
          traceFlags: TraceFlags.SAMPLED,
          isRemote: true,
        });
      },
    });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', headers }));
    const spans = telemetry.spans();
    assert.ok(spans.length >= 3);
    assert.deepEqual(new Set(spans.map((span) => span.spanContext().traceId)), new Set([traceId]));
    assert.equal(trace.getActiveSpan(), undefined);
  });

  it('end where a streamed answer fails, and say that it did', async () => {
    const { tracer } = telemetry;
    harness = await startBackendHarness({
      tracer,
      reply: async function* () {
        yield 'One moment. ';
        await Promise.resolve();
        throw new Error(CANARY);
      },
    });
    await harness.open();
    await (await harness.control('reply', { message: 'Hello?' })).text();
    const span = telemetry.spans().find(({ name }) => name === 'POST /session/:id/reply');
    assert.equal(span?.status.code, SpanStatusCode.ERROR);
    assert.equal(span.attributes['error.type'], '_OTHER');
  });

  it('hold, as the figures do, no text, no name, no token, no KS and no key, whatever goes wrong', async () => {
    const { meter, tracer } = telemetry;
    harness = await startBackendHarness({
      ...{ meter, tracer },
      identify: () => `anna-${CANARY}`,
      beforeSay: (text) => (text.includes('refuse') ? { refuse: `Not ${text}` } : undefined),
      reply: (message) => (message.includes('fail') ? Promise.reject(new Error(message)) : `You said ${message}.`),
    });
    const { key } = (await harness.open()) as { key: string };
    const say = (text: string): Promise<Response> =>
      harness.control('say-text', { text, turnId: CANARY, isFinal: true });
    await say(CANARY);
    await say(`refuse ${CANARY}`);
    await (await harness.control('reply', { message: CANARY })).text();
    await (await harness.control('reply', { message: `fail ${CANARY}` })).text();
    for (const status of [400, 500, 503]) {
      harness.service.answers.set('say-text', { status, body: { success: false, error: `not ${CANARY}` } });
      await say(CANARY);
    }
    for (const path of [`/${CANARY}`, `/session/${CANARY}/end`, `/session/session-1/say-text?turnId=${CANARY}`])
      await harness.backend.fetch(
        new Request(EXAMPLE_ORIGIN + path, { method: 'POST', headers: { 'X-Name': CANARY } }),
      );
    const told = await telemetry.everything();
    assert.ok(telemetry.spans().length > 10);
    for (const secret of [CANARY, SECRET_KS, SECRET_TOKEN, key]) assert.ok(!told.includes(secret), secret);
  });
});
