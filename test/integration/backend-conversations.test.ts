import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { EventSourceParserStream } from 'eventsource-parser/stream';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { ReplyContext } from '../../src/server/speech/hooks.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { STORES } from '../support/shared-stores.js';

const CALLER = 'Test-Caller';
const KEY = 'k'.repeat(43);
const OTHER_KEY = 'o'.repeat(43);
const WRITE = ENDPOINT.replace(/session$/, 'conversation/reply');
const FORGET = ENDPOINT.replace(/session$/, 'conversation/forget');

for (const [name, openStore] of Object.entries(STORES)) {
  describe(`a conversation, with ${name}`, () => {
    const closers: (() => Promise<void>)[] = [];
    let harness: BackendHarness;
    let elapse: (ms: number) => Promise<void>;
    let asked: (Pick<ReplyContext, 'sessionId' | 'conversationId' | 'caller'> & { said: string[] })[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0)) await close();
    });

    async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
      const store = await openStore();
      asked = [];
      elapse = (ms) => store.elapse(ms);
      harness = await startBackendHarness({
        store: store.ends[0],
        reply: (message, { sessionId, conversationId, caller, history }) => {
          asked.push({ sessionId, conversationId, caller, said: history.map(({ content }) => content) });
          return `You said ${message}.`;
        },
        ...options,
      });
      closers.push(
        () => harness.close(),
        () => store.close(),
      );
    }

    async function open(sessionId: string, headers: Record<string, string> = {}): Promise<void> {
      harness.nextSession(sessionId);
      const opened = await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', headers }));
      assert.equal(opened.status, 200);
    }

    const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
      harness.backend.fetch(jsonRequest(url, body, { headers: { 'Content-Type': 'application/json', ...headers } }));
    const say = (sessionId: string, message: string, key?: string, headers = {}): Promise<Response> =>
      post(
        `${ENDPOINT}/${sessionId}/reply`,
        { message, ...(key === undefined ? {} : { conversation: { key } }) },
        headers,
      );
    const write = (
      message: string,
      key: string | undefined = KEY,
      headers = {},
      more: object = {},
    ): Promise<Response> =>
      post(WRITE, { message, ...(key === '' ? {} : { conversation: { key } }), ...more }, headers);

    it('goes on in another session of the same page, and in no other', async () => {
      await start();
      await open('one');
      await (await say('one', 'Hello', KEY)).text();
      await open('two');
      await (await say('two', 'Again', KEY)).text();
      await (await say('two', 'And who am I?', OTHER_KEY)).text();
      await (await say('one', 'Without')).text();
      assert.deepEqual(
        asked.map(({ said }) => said),
        [[], ['Hello', 'You said Hello.'], [], ['Hello', 'You said Hello.']],
      );
      const [first, second, third, fourth] = asked.map(({ conversationId }) => conversationId);
      assert.ok(first !== undefined && first === second && third !== undefined && third !== first);
      assert.equal(fourth, undefined);
      assert.ok(![first, third].some((id) => id === KEY || id === OTHER_KEY), 'a hook was told the key');
    });

    it('is not told to whoever has a session of it, but not its key', async () => {
      await start();
      await open('one');
      await (await say('one', 'My secret', KEY)).text();
      await open('two');
      await (await say('two', 'Hello', KEY)).text();
      // Without the key there is what was said in this very session alone.
      await (await say('two', 'What did I tell you?')).text();
      assert.deepEqual(asked.at(-1)?.said, ['Hello', 'You said Hello.']);
    });

    it('is for the caller alone with whom it began', async () => {
      await start({ identify: (request) => request.headers.get(CALLER) });
      await (await write('My secret', KEY, { [CALLER]: 'anna' })).text();
      const stolen = await write('What did I tell you?', KEY, { [CALLER]: 'berta' });
      assert.equal(stolen.status, 404);
      assert.equal((await post(FORGET, { key: KEY }, { [CALLER]: 'berta' })).status, 404);
      await open('one', { [CALLER]: 'berta' });
      assert.equal((await say('one', 'And here?', KEY, { [CALLER]: 'berta' })).status, 404);
      assert.equal(asked.length, 1);
      assert.equal(asked[0]?.caller, 'anna');
    });

    it('is answered in writing with no session, nothing asked of the service, and goes on aloud', async () => {
      const events: AuditEvent[] = [];
      await start({ audit: { sink: (event) => void events.push(event), includeText: true } });
      const written = await write('Hello');
      assert.deepEqual(await eventsOf(written), [
        ['text', { text: 'You said Hello.' }],
        ['done', { turnId: 'given', text: 'You said Hello.' }],
      ]);
      assert.deepEqual(harness.service.calls, []);
      assert.equal(asked[0]?.sessionId, undefined);
      assert.equal(await harness.backend.countSessions(), 0);
      await open('one');
      await (await say('one', 'Aloud', KEY)).text();
      assert.deepEqual(asked[1]?.said, ['Hello', 'You said Hello.']);
      const { action, result, sessionId, message, text } = events[0] ?? {};
      assert.deepEqual(
        [action, result, sessionId, message, text],
        [...['reply', 'done', undefined, 'Hello', 'You said Hello.']],
      );
    });

    it('is forgotten on request, with all of a caller’s, with a session of it, and where consent is taken back', async () => {
      await start({ identify: (request) => request.headers.get(CALLER) ?? 'anna' });
      const isForgotten = async (): Promise<void> => {
        await (await write('Anything?')).text();
        assert.deepEqual(asked.at(-1)?.said, []);
      };
      await (await write('1')).text();
      assert.equal((await post(FORGET, { key: KEY })).status, 200);
      assert.equal((await post(FORGET, { key: KEY })).status, 404);
      await isForgotten();
      await harness.backend.forget({ caller: 'anna' });
      await isForgotten();
      await open('one');
      await (await say('one', 'Hello', KEY)).text();
      await harness.backend.forget({ sessionId: 'one' });
      await isForgotten();
      await open('two');
      await (await say('two', 'Hello', KEY)).text();
      assert.equal((await post(`${ENDPOINT}/two/consent`, { withdrawn: true })).status, 200);
      await isForgotten();
    });

    it('is kept for an hour, or as long as its page wants and the backend lets it', async () => {
      await start({ limits: { conversationSeconds: 7200 } });
      const keptFor = async (seconds: number | undefined, minutes: number): Promise<boolean> => {
        const key = crypto.randomUUID();
        await (await post(WRITE, { message: 'Hello', conversation: { key, seconds } })).text();
        await elapse(minutes * 60_000);
        await (await write('Still there?', key)).text();
        return asked.at(-1)?.said.length === 2;
      };
      assert.deepEqual([await keptFor(undefined, 59), await keptFor(undefined, 61)], [true, false]);
      assert.deepEqual([await keptFor(60, 2), await keptFor(9e9, 119), await keptFor(9e9, 121)], [false, true, false]);
    });
  });
}

async function eventsOf(response: Response): Promise<[string | undefined, unknown][]> {
  assert.equal(response.status, 200);
  const events: [string | undefined, unknown][] = [];
  const parsed = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  assert.ok(parsed);
  for await (const { event, data } of parsed) {
    const told = JSON.parse(data) as Record<string, unknown>;
    if ('turnId' in told) told['turnId'] = 'given';
    events.push([event, told]);
  }
  return events;
}

describe('an answer in writing', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  const write = (body: object, init?: RequestInit): Promise<Response> =>
    harness.backend.fetch(jsonRequest(WRITE, { message: 'Hello', conversation: { key: KEY }, ...body }, init));

  it('is plain words with links, actions and suggestions, as one that is spoken', async () => {
    harness = await startBackendHarness({
      async *reply() {
        yield await Promise.resolve('See **the** [map](https://x.y/z). ');
        yield { action: 'show', args: { id: 7 } };
        yield 'There.';
        yield { suggestions: ['More'] };
      },
    });
    assert.deepEqual(await eventsOf(await write({})), [
      ['link', { text: 'map', url: 'https://x.y/z' }],
      ['text', { text: 'See the map.' }],
      ['action', { action: 'show', args: { id: 7 } }],
      ['text', { text: ' There.' }],
      ['suggestions', { suggestions: ['More'] }],
      ['done', { turnId: 'given', text: 'See the map. There.' }],
    ]);
  });

  it('goes past beforeSay, sentence by sentence', async () => {
    const seen: [string, string, string | undefined][] = [];
    harness = await startBackendHarness({
      reply: () =>
        'The first sentence is a rather long one, so that it is said alone. The second has a curse in it, too.',
      beforeSay: (text, { saidBefore, sessionId }) => {
        seen.push([text, saidBefore, sessionId]);
        return text.includes('curse') ? { refuse: 'Not that.' } : text.replace('rather ', '');
      },
    });
    const events = await eventsOf(await write({}));
    assert.deepEqual(
      events.map(([event]) => event),
      ['text', 'error'],
    );
    assert.deepEqual(events[0]?.[1], { text: 'The first sentence is a long one, so that it is said alone. ' });
    assert.equal((events[1]?.[1] as { detail: string }).detail, 'Not that.');
    assert.deepEqual(
      seen.map(([, saidBefore, sessionId]) => [saidBefore !== '', sessionId]),
      [
        [false, undefined],
        [true, undefined],
      ],
    );
  });

  it('is charged as any other, to whoever asks', async () => {
    harness = await startBackendHarness({
      reply: () => 'Yes.',
      visitorCookie: { secret: 's'.repeat(32) },
      limits: { perCaller: { repliesPerMinute: 2 } },
    });
    assert.match((await write({})).headers.get('Set-Cookie') ?? '', /^kaltura-avatar|__Host-kaltura-avatar/);
    await write({});
    const third = await write({});
    assert.equal(third.status, 429);
    assert.equal(((await third.json()) as { limit: string }).limit, 'repliesPerMinute');
  });

  it('needs the consent that a session needs, and is written down once with it', async () => {
    const events: AuditEvent[] = [];
    harness = await startBackendHarness({
      reply: () => 'Yes.',
      requireConsent: { version: '2' },
      audit: { sink: (event) => void events.push(event) },
    });
    assert.equal((await write({})).status, 403);
    for (let count = 0; count < 2; count++) await (await write({ consent: { version: '2' } })).text();
    assert.deepEqual(
      events.filter(({ action }) => action === 'consent').map(({ consent }) => consent),
      [{ version: '2', for: ['session'] }],
    );
  });

  it('needs a key that nobody can guess, a hook, and a page that may ask', async () => {
    harness = await startBackendHarness({
      reply: () => 'Yes.',
      authorize: (request) => !request.headers.has('Nobody'),
    });
    for (const conversation of [undefined, {}, { key: '1' }, { key: 'ü'.repeat(43) }, { key: KEY, seconds: -1 }])
      assert.equal((await write({ conversation })).status, 400);
    const refused = await write({}, { headers: { 'Content-Type': 'application/json', Nobody: '' } });
    assert.equal(refused.status, 403);
    assert.equal((await harness.backend.fetch(new Request(WRITE))).status, 405);
    await harness.close();
    harness = await startBackendHarness();
    assert.equal((await write({})).status, 501);
  });

  it('stops when the visitor goes, or writes something new, and is remembered as far as it came', async () => {
    let release = (): void => undefined;
    const histories: string[][] = [];
    harness = await startBackendHarness({
      async *reply(message, { history, signal }) {
        histories.push(history.map(({ content }) => content));
        yield 'I begin. ';
        if (message !== 'Hello') return;
        await new Promise<void>((resolve) => {
          release = resolve;
          signal.addEventListener('abort', () => resolve());
        });
        yield 'And go on.';
      },
    });
    const first = write({});
    const events = await eventsOf(await write({ message: 'Stop' }));
    release();
    assert.deepEqual(events.at(-1)?.[1], { turnId: 'given', text: 'I begin.' });
    await (await first).text();
    await (await write({ message: 'And?' })).text();
    assert.deepEqual(histories.at(-1), ['Hello', 'I begin. ', 'Stop', 'I begin. ']);
  });
});
