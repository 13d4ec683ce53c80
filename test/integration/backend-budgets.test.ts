import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { BudgetEvent } from '../../src/server/sessions/budget-watch.js';
import type { AvatarLimitsInput } from '../../src/server/sessions/limits.js';
import type { ChatMessage } from '../../src/server/speech/hooks.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let harness: BackendHarness;
let now = 0;
let events: BudgetEvent[] = [];
let audit: AuditEvent[] = [];

/** By whom requests are made, as `identify` reads it. */
const CALLER = 'Test-Caller';

/** A backend whose callers are told apart by a header, with `session-1` of Anna. */
async function start(limits: AvatarLimitsInput, options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  now = Date.now();
  events = [];
  audit = [];
  harness = await startBackendHarness({
    limits,
    identify: (request) => request.headers.get(CALLER) ?? 'anna',
    onBudget: (event) => void events.push(event),
    audit: { sink: (event) => void audit.push(event) },
    now: () => now,
    ...options,
  });
  await harness.open();
}

async function open(caller: string, sessionId: string): Promise<Problem> {
  harness.nextSession(sessionId);
  const request = new Request(ENDPOINT, { method: 'POST', headers: { [CALLER]: caller } });
  return problemOf(await harness.backend.fetch(request));
}

interface Problem {
  status: number;
  code?: string;
  limit?: string;
  retryAfter?: number;
}

async function problemOf(response: Response): Promise<Problem> {
  const { code, limit } = JSON.parse((await response.text()).replace(/^event:[^]*$/, '{}')) as Problem;
  const retryAfter = response.headers.get('Retry-After');
  return {
    status: response.status,
    ...(code === undefined ? {} : { code }),
    ...(limit === undefined ? {} : { limit }),
    ...(retryAfter === null ? {} : { retryAfter: Number(retryAfter) }),
  };
}

const refusedBy = (limit: string, retryAfter: number): Problem => ({
  ...{ status: 429, code: 'RATE_LIMITED', limit, retryAfter },
});

const OK: Problem = { status: 200 };

const send = async (action: string, body?: unknown, sessionId = 'session-1', caller = 'anna'): Promise<Problem> =>
  problemOf(
    await harness.backend.fetch(
      jsonRequest(`${ENDPOINT}/${sessionId}/${action}`, body, {
        headers: { 'Content-Type': 'application/json', [CALLER]: caller },
      }),
    ),
  );

const say = (length: number, sessionId?: string, caller?: string): Promise<Problem> =>
  send('say-text', { text: 'x'.repeat(length), turnId: crypto.randomUUID(), isFinal: true }, sessionId, caller);

const ask = (message: string): Promise<Problem> => send('reply', { message });

async function sayAudio(seconds: number): Promise<Problem> {
  const body = new FormData();
  body.set('turnId', 'turn-1');
  body.set('duration', String(seconds));
  body.set('audio', await toneMp3(seconds));
  return problemOf(
    await harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, { method: 'POST', body })),
  );
}

function callsOf(purpose: string): number {
  return harness.service.calls.filter((one) => one.purpose === purpose).length;
}

describe('what a visitor may use up', () => {
  afterEach(() => harness.close());

  it('is so many messages a minute, and a day: the model is not asked for more', async () => {
    let asked = 0;
    await start(
      { perCaller: { repliesPerMinute: 2, repliesPerDay: 3 } },
      { reply: (message) => `You said ${message}, the ${++asked}.` },
    );
    assert.deepEqual([await ask('one'), await ask('two')], [OK, OK]);
    now += 20_000;
    assert.deepEqual(await ask('three'), refusedBy('repliesPerMinute', 40));
    now += 40_000;
    assert.deepEqual(await ask('four'), OK);
    assert.deepEqual(await ask('five'), refusedBy('repliesPerDay', DAY_MS / 1000 - 60));
    assert.equal(asked, 3);
    now += DAY_MS - MINUTE_MS;
    assert.deepEqual(await open('anna', 'session-2'), OK, 'the session has lasted as long as it may');
    assert.deepEqual(await send('reply', { message: 'six' }, 'session-2'), OK);
  });

  it('is so many characters: what does not fit is not said, by the service or another voice, and what does is', async () => {
    let voiced = 0;
    await start(
      { perCaller: { charactersPerMinute: 100, charactersPerDay: 150 }, textLength: 100 },
      {
        textToSpeechWhen: 'always',
        textToSpeech: async (text) => {
          voiced += text.length;
          return toneMp3(0.1);
        },
      },
    );
    assert.deepEqual(await say(80), OK);
    assert.deepEqual(await say(21), refusedBy('charactersPerMinute', 60));
    assert.deepEqual(await say(20), OK);
    now += MINUTE_MS;
    assert.deepEqual(await say(51), refusedBy('charactersPerDay', DAY_MS / 1000 - 60));
    assert.deepEqual(await say(50), OK);
    assert.equal(voiced, 150);
  });

  it('is counted before the hooks, which may cost money, are asked', async () => {
    let asked = 0;
    await start(
      { perCaller: { charactersPerMinute: 100 }, textLength: 100 },
      { beforeSay: () => ({ refuse: `No, for the ${++asked}. time.` }) },
    );
    const statuses = [(await say(60)).status, (await say(60)).status, (await say(40)).status, (await say(1)).status];
    assert.deepEqual(statuses, [422, 429, 422, 429]);
    assert.equal(asked, 2);
  });

  it('ends an answer that says more, which the page is told of', async () => {
    await start(
      { perCaller: { charactersPerMinute: 100 }, textLength: 100 },
      {
        reply: async function* () {
          for (let i = 0; i < 5; i++) yield await Promise.resolve('This is a sentence of forty characters. ');
        },
      },
    );
    const response = await harness.control('reply', { message: 'Go on' });
    const body = await response.text();
    assert.match(body, /event: error\ndata: {.*"status":429,.*"code":"RATE_LIMITED","limit":"charactersPerMinute"/);
    const said = harness.service.calls.filter(({ purpose }) => purpose === 'say-text');
    const length = said.reduce((sum, { body: call }) => sum + (JSON.parse(call) as { text: string }).text.length, 0);
    assert.ok(length > 0 && length <= 100, `${length} characters were said`);
  });

  it('is so many seconds of recordings', async () => {
    await start({ perCaller: { audioSecondsPerMinute: 2 }, audioSeconds: 2 });
    assert.deepEqual([await sayAudio(1), await sayAudio(0.5)], [OK, OK]);
    assert.deepEqual(await sayAudio(1), refusedBy('audioSecondsPerMinute', 60));
    assert.equal(callsOf('say-audio'), 2);
  });

  it('is so many sessions a day', async () => {
    await start({ perCaller: { createsPerDay: 2 } });
    now += 2 * MINUTE_MS;
    assert.deepEqual(await open('anna', 'session-2'), OK);
    assert.deepEqual(await open('anna', 'session-3'), refusedBy('createsPerDay', DAY_MS / 1000 - 120));
    assert.deepEqual(await open('ben', 'session-3'), OK);
  });

  it('is so many minutes of sessions: one that lasts longer is ended, and no other is opened', async () => {
    await start({ perCaller: { sessionMinutesPerDay: 3 } });
    const answers: Problem[] = [];
    for (let seconds = 10; seconds <= 180; seconds += 10) {
      now += 10_000;
      answers.push(await send('keep-alive'));
    }
    assert.deepEqual(
      answers.slice(0, -1),
      answers.slice(0, -1).map(() => OK),
    );
    assert.deepEqual(answers.at(-1), { status: 410, code: 'SESSION_GONE', limit: 'sessionMinutesPerDay' });
    assert.equal(callsOf('end'), 1);
    assert.equal((await send('keep-alive')).status, 404);
    assert.deepEqual(await open('anna', 'session-2'), refusedBy('sessionMinutesPerDay', DAY_MS / 1000 - 180));
    assert.deepEqual(await open('ben', 'session-2'), OK);
  });

  it('counts the minutes of all sessions, each once, whatever is called in it and how often', async () => {
    await start({ perCaller: { sessionMinutesPerDay: 4 } });
    assert.deepEqual(await open('anna', 'session-2'), OK);
    for (let i = 0; i < 5; i++) assert.deepEqual([await say(1), await send('interrupt')], [OK, OK]);
    now += MINUTE_MS;
    for (const id of ['session-1', 'session-2', 'session-1']) {
      assert.deepEqual(await send('keep-alive', undefined, id), OK);
    }
    now += MINUTE_MS;
    assert.equal((await send('keep-alive')).status, 410);
  });

  it('is charged to who opened the session, not to who uses it', async () => {
    await start(
      { perAddress: { charactersPerMinute: 100 }, textLength: 100 },
      { identify: undefined, visitorCookie: undefined },
    );
    const from = async (address: string, length: number): Promise<number> => {
      const body = { text: 'x'.repeat(length), turnId: crypto.randomUUID(), isFinal: true };
      const request = jsonRequest(`${ENDPOINT}/session-2/say-text`, body);
      return (await harness.backend.fetch(request, { clientAddress: address })).status;
    };
    harness.nextSession('session-2');
    await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }), { clientAddress: '192.0.2.1' });
    const statuses: number[] = [];
    for (let i = 1; i <= 4; i++) statuses.push(await from(`192.0.2.${i}`, 40));
    assert.deepEqual(statuses, [200, 200, 429, 429]);
  });

  it('does not hold for what the server says by itself', async () => {
    await start({ perCaller: { charactersPerMinute: 10, audioSecondsPerMinute: 1 }, textLength: 10, audioSeconds: 1 });
    const voice = await harness.backend.voiceOf('session-1');
    await voice?.say('This is much more than ten characters. '.repeat(5));
    await voice?.sayAudio(await toneMp3(2));
    assert.deepEqual(await say(10), OK);
  });

  it('is nothing where that is 0, and anything where it is null or Infinity', async () => {
    await start({
      perCaller: {
        charactersPerMinute: 0,
        audioSecondsPerMinute: null,
        createsPerMinute: null,
        requestsPerSecond: null,
        sessions: Infinity,
      },
    } as unknown as AvatarLimitsInput);
    assert.deepEqual(await say(1), refusedBy('charactersPerMinute', 60));
    assert.deepEqual(await sayAudio(1), OK);
    for (let i = 2; i < 20; i++) assert.deepEqual(await open('anna', `session-${i}`), OK);
    assert.deepEqual(events, [], 'a limit of 0 is no news to anybody');
  });

  it('is told without a figure of others', async () => {
    await start({ total: { charactersPerMinute: 7777 }, perCaller: { charactersPerMinute: 50_000 } });
    for (let i = 0; i < 3; i++) await say(2500);
    const text = 'x'.repeat(2500);
    const response = await harness.control('say-text', { text, turnId: 'turn-2', isFinal: true });
    assert.equal(response.status, 429);
    const body = (await response.json()) as object;
    assert.deepEqual(Object.keys(body), ['type', 'title', 'status', 'detail', 'code', 'limit', 'success', 'error']);
    assert.doesNotMatch(JSON.stringify(body), /7777|7500|277|total/);
  });
});

describe('the operator', () => {
  afterEach(() => harness.close());

  const warnings = (): string[] => harness.log.filter((line) => line.startsWith('warn A limit'));

  it('is told at four fifths and when a limit is used up, once each time', async () => {
    await start({ total: { charactersPerMinute: 100 }, textLength: 100 });
    await say(79);
    assert.deepEqual(events, []);
    await say(1);
    const facts = { limit: 'charactersPerMinute', scope: 'total', most: 100, endsInSeconds: 60 } as const;
    assert.deepEqual(events, [{ ...facts, share: 0.8, used: 80 }]);
    await say(10);
    for (let i = 0; i < 3; i++) await say(11);
    assert.deepEqual(events.slice(1), [{ ...facts, share: 1, used: 90 }]);
    await say(10);
    await say(1);
    now += MINUTE_MS;
    await say(100);
    await say(1);
    assert.deepEqual(
      events.slice(1).map(({ share, used }) => [share, used]),
      [
        [1, 90],
        [1, 100],
        [1, 100],
      ],
      'what is used to the last after a refusal is told, too',
    );
    assert.equal(warnings().length, 3);
    assert.match(
      warnings()[0] ?? '',
      /^warn A limit is used to 80 %: charactersPerMinute total {.*used: 80, most: 100/,
    );
    assert.match(warnings()[1] ?? '', /^warn A limit is used up: charactersPerMinute total/);
  });

  it('is told whose limit it is, by the hook and not by the log, which many visitors cannot fill', async () => {
    await start(
      {
        perCaller: { createsPerMinute: 1, sessions: 9 },
        perAddress: { createsPerMinute: 300, sessions: 300 },
        total: { sessions: 300 },
      },
      { identify: (request) => request.headers.get(CALLER) ?? 'anna' },
    );
    for (let i = 0; i < 50; i++) await open(`caller-${i}`, `session-${i + 2}`);
    const told = events.filter(({ limit, scope }) => limit === 'createsPerMinute' && scope === 'perCaller');
    assert.equal(told.length, 51);
    assert.equal(told.at(-1)?.caller, 'caller-49');
    assert.equal(warnings().length, 1);
    assert.doesNotMatch(warnings().join(), /caller-/);
  });

  it('is told of addresses as they are counted', async () => {
    await start({ perAddress: { createsPerMinute: 1 } }, { identify: undefined });
    const from = async (address: string): Promise<number> =>
      (await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }), { clientAddress: address })).status;
    harness.nextSession('session-2');
    assert.deepEqual([await from('2001:db8:1:2::1'), await from('2001:db8:1:2::2')], [200, 429]);
    harness.nextSession('session-3');
    assert.equal(await from('2001:db8:1:3::1'), 200);
    assert.deepEqual(
      events.map(({ address, share, most }) => [address, share, most]),
      [
        ['2001:db8:1:2::/64', 1, 1],
        ['2001:db8:1:3::/64', 1, 1],
        ['2001:db8:1:0::/56', 1, 2],
      ],
    );
  });

  it('is told of sessions before no more may be open, and when no more may', async () => {
    await start({ total: { sessions: 5 }, perCaller: { sessions: 100, createsPerMinute: 100 } });
    for (let i = 2; i <= 5; i++) assert.deepEqual(await open('anna', `session-${i}`), OK);
    assert.equal((await open('anna', 'session-6')).code, 'CAPACITY');
    const facts = { limit: 'sessions', scope: 'total', most: 5, endsInSeconds: 0 } as const;
    assert.deepEqual(events, [
      { ...facts, share: 0.8, used: 4 },
      { ...facts, share: 1, used: 5 },
    ]);
    assert.match(warnings()[0] ?? '', /^warn A limit is used to 80 %: sessions total {.*used: 4, most: 5/);
    assert.match(warnings()[1] ?? '', /^warn A limit is used up: sessions total/);
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(await send('end', undefined, 'session-2'), OK);
      assert.deepEqual(await open('anna', 'session-2'), OK);
    }
    assert.equal(warnings().length, 2, 'the log is not filled by sessions that come and go');
    now += MINUTE_MS;
    await send('end', undefined, 'session-2');
    await open('anna', 'session-2');
    assert.equal(warnings().length, 3);
  });

  it('is told of requests before they are refused, once a minute in the log', async () => {
    await start({ perCaller: { requestsPerSecond: 10 } });
    const ask = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) await send('keep-alive');
    };
    now += 1000;
    await ask(7);
    assert.deepEqual(events, []);
    await ask(1);
    const facts = {
      limit: 'requestsPerSecond',
      scope: 'perCaller',
      caller: 'anna',
      most: 10,
      endsInSeconds: 1,
    } as const;
    assert.deepEqual(events, [{ ...facts, share: 0.8, used: 8 }]);
    await ask(4);
    assert.deepEqual(events.slice(1), [{ ...facts, share: 1, used: 10 }]);
    for (let second = 0; second < 5; second++) {
      now += 1000;
      await ask(12);
    }
    assert.equal(events.length, 12);
    assert.deepEqual(
      warnings().map((line) => line.split(' {')[0]),
      [
        'warn A limit is used to 80 %: requestsPerSecond perCaller',
        'warn A limit is used up: requestsPerSecond perCaller',
      ],
    );
  });

  it('is told by the audit of a session that was ended for its minutes', async () => {
    await start({ perCaller: { sessionMinutesPerDay: 1 } });
    now += MINUTE_MS;
    await send('keep-alive');
    assert.deepEqual(
      audit.map(({ action, status, code }) => [action, status, code]),
      [
        ['create', 200, undefined],
        ['keep-alive', 410, 'SESSION_GONE'],
      ],
    );
    assert.match(harness.log.join('\n'), /info Session ended .*over-budget/s);
  });

  it('may fail to be told: the visitor does not notice', async () => {
    await start(
      { total: { charactersPerMinute: 10 }, textLength: 10 },
      { onBudget: () => Promise.reject(new Error('no mail today')) },
    );
    assert.deepEqual(await say(10), OK);
    assert.match(harness.log.join('\n'), /error onBudget failed .*no mail today/s);
  });
});

describe('the history that the reply hook is given', () => {
  afterEach(() => harness.close());

  it('is the newest of the conversation, beginning with the visitor, and no longer than it may be', async () => {
    const histories: (readonly ChatMessage[])[] = [];
    await start(
      { historyLength: 100 },
      {
        reply: (message, { history }) => {
          histories.push(history);
          return `${message} `.repeat(message === 'long' ? 1000 : 1);
        },
      },
    );
    for (const message of ['a'.repeat(30), 'b'.repeat(30), 'long', 'c'.repeat(20), 'd'.repeat(200), 'e'])
      await ask(message);
    for (const history of histories) {
      const length = history.reduce((sum, { content }) => sum + content.length, 0);
      assert.ok(length <= 100, `${length} characters`);
      assert.ok(history.length === 0 || history[0]?.role === 'user');
    }
    assert.deepEqual(
      histories[3]?.map(({ content }) => content.slice(0, 5)),
      ['long', 'long '],
      'a long answer is cut',
    );
    assert.deepEqual(histories[5], [], 'what alone is too long is left out');
  });
});
