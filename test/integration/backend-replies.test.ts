import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { EventSourceParserStream } from 'eventsource-parser/stream';

import type { ChatMessage, Reply } from '../../src/server/speech/hooks.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

let harness: BackendHarness;

async function start(reply: Reply, options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  harness = await startBackendHarness({ reply, ...options });
  await harness.open();
}

type Event = [event: string | undefined, data: unknown];

async function* eventsOf(response: Response): AsyncGenerator<Event> {
  assert.equal(response.status, 200);
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/event-stream/);
  const { body } = response;
  assert.ok(body);
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) yield [event, JSON.parse(data) as unknown];
}

async function allOf(response: Response): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of eventsOf(response)) all.push(event);
  return all;
}

const ask = (message: unknown, init?: RequestInit): Promise<Response> =>
  harness.backend.fetch(jsonRequest(`${ENDPOINT}/session-1/reply`, { message, turnId: 'turn-1' }, init));

function spokenTexts(): string[] {
  return harness.service.calls
    .filter(({ purpose }) => purpose === 'say-text')
    .map(({ body }) => (JSON.parse(body) as { text: string }).text);
}

async function* answer(...tokens: string[]): AsyncGenerator<string> {
  for (const token of tokens) yield await Promise.resolve(token);
}

async function problemOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
}

describe('the answer to a message', () => {
  afterEach(() => harness.close());

  it('tells the page the links that are not said', async () => {
    await start(() => answer('Open [the ', 'map](https://x.y/z). ', 'Or [not](javascript:0).'));
    assert.deepEqual(await allOf(await ask('Where?')), [
      ['link', { text: 'the map', url: 'https://x.y/z' }],
      ['text', { text: 'Open the map.' }],
      ['text', { text: ' Or' }],
      ['text', { text: ' not.' }],
      ['done', { turnId: 'turn-1', text: 'Open the map. Or not.' }],
    ]);
    assert.deepEqual(spokenTexts().join(''), 'Open the map. Or not.');
  });

  it('is spoken and returned to the page as it comes', async () => {
    let goOn: () => void = () => undefined;
    const pause = new Promise<void>((resolve) => (goOn = resolve));
    await start(async function* () {
      yield 'It is noon. And ';
      await pause;
      yield 'the sun shines.';
    });
    const events = eventsOf(await ask('What time is it?'));
    assert.deepEqual((await events.next()).value, ['text', { text: 'It is noon. And' }]);
    await harness.service.received('say-text');
    assert.deepEqual(spokenTexts(), ['It is noon. '], 'the avatar speaks before the answer is complete');
    goOn();
    const rest: Event[] = [];
    for await (const event of events) rest.push(event);
    assert.deepEqual(rest, [
      ['text', { text: ' the sun shines.' }],
      ['done', { turnId: 'turn-1', text: 'It is noon. And the sun shines.' }],
    ]);
    assert.deepEqual(spokenTexts(), ['It is noon. ', 'And the sun shines.']);
  });

  it('is said and shown as plain words, without what the model thinks, and remembered as it was written', async () => {
    const histories: (readonly ChatMessage[])[] = [];
    await start((_message, { history }) => {
      histories.push(history);
      return answer(
        '<thi',
        'nk>secret</think>## Hou',
        'rs\n- *',
        '*Mon**: 9–5 ✅\n\n',
        '[Map](https://x.y/z) is',
        ' there.',
      );
    });
    const events = await allOf(await ask('When?'));
    assert.deepEqual(events.at(-1), ['done', { turnId: 'turn-1', text: 'Hours.\nMon: 9–5.\n\nMap is there.' }]);
    assert.equal(spokenTexts().join(''), 'Hours.\nMon: 9–5.\n\nMap is there.');
    await allOf(await ask('Again?'));
    assert.equal(histories[1]?.[1]?.content, '## Hours\n- **Mon**: 9–5 ✅\n\n[Map](https://x.y/z) is there.');
  });

  it('is said as it is where that is wanted', async () => {
    await start(() => '**Bold**', { speakable: false });
    assert.deepEqual((await allOf(await ask('When?'))).at(-1), ['done', { turnId: 'turn-1', text: '**Bold**' }]);
  });

  it('knows what was said before in its session', async () => {
    const histories: (readonly ChatMessage[])[] = [];
    await start((message, { history }) => {
      histories.push(history);
      return answer(`You said ${message}.`);
    });
    for (const message of ['one', 'two', 'three']) await allOf(await ask(message));
    assert.deepEqual(histories.at(0), []);
    assert.deepEqual(histories.at(2), [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'You said one.' },
      { role: 'user', content: 'two' },
      { role: 'assistant', content: 'You said two.' },
    ]);
  });

  it('knows the last forty messages at most, beginning with the visitor’s', async () => {
    let known: readonly ChatMessage[] = [];
    await start(
      (message, { history }) => {
        known = history;
        if (message === 'Message 22') throw new Error('no answer');
        return message;
      },
      { limits: { perCaller: { requestsPerSecond: Infinity } } },
    );
    for (let i = 0; i < 25; i++) await (await ask(`Message ${i}`)).text();
    assert.deepEqual([known.length, known[0]], [39, { role: 'user', content: 'Message 4' }]);
  });

  it('may be a text, a stream or a response', async () => {
    const answers = ['Just a text.', new Blob(['From a stream.']).stream(), new Response('From a response.')];
    await start(() => answers.shift() ?? 'No more.');
    for (const expected of ['Just a text.', 'From a stream.', 'From a response.']) {
      const events = await allOf(await ask('Next?'));
      assert.deepEqual(events.at(-1), ['done', { turnId: 'turn-1', text: expected }]);
    }
  });

  it('is stopped when the page goes away, and its source with it', async () => {
    const page = new AbortController();
    let isStopped: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (isStopped = resolve));
    await start(async function* (_message, { signal }) {
      signal.addEventListener('abort', isStopped);
      yield 'This is a long story. ';
      await new Promise(() => undefined);
    });
    const events = eventsOf(await ask('Tell me a story', { signal: page.signal }));
    await events.next();
    page.abort();
    await stopped;
  });

  it('stops when the visitor interrupts the avatar, or says something new, and is remembered as far as it came', async () => {
    for (const stop of ['interrupt', 'a new message'] as const) {
      const histories: (readonly ChatMessage[])[] = [];
      let isAborted = false;
      await start(async function* (message, { history, signal }) {
        histories.push(history);
        signal.addEventListener('abort', () => (isAborted = true));
        yield `You said ${message}. And then `;
        if (message === 'one') await new Promise(() => undefined);
      });
      const events = eventsOf(await ask('one'));
      await events.next();
      if (stop === 'interrupt') await harness.control('interrupt');
      else await allOf(await ask('two'));
      const rest: Event[] = [];
      for await (const event of events) rest.push(event);
      assert.deepEqual(
        rest.map(([event, data]) => [event, (data as { code: string }).code]),
        [['error', 'ABORTED']],
      );
      assert.ok(isAborted, 'the source is told');
      assert.equal(harness.service.calls.filter(({ purpose }) => purpose === 'interrupt').length, 1);
      await allOf(await ask('three'));
      assert.deepEqual(histories.at(-1)?.slice(0, 2), [
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'You said one. And then ' },
      ]);
      if (stop === 'interrupt') await harness.close();
    }
  });

  it('is an error as any other where it fails before its first word', async () => {
    const failures: [Reply, string][] = [
      [() => Promise.reject(new Error('the key sk-secret is wrong')), '500 API_REQUEST_FAILED'],
      [() => '', '500 API_REQUEST_FAILED'],
    ];
    for (const [reply, expected] of failures) {
      await start(reply);
      const response = await ask('Hello?');
      assert.doesNotMatch(await response.clone().text(), /sk-secret/);
      assert.equal(await problemOf(response), expected);
      await harness.close();
    }
    await start(() => 'fine');
  });

  it('ends with an error where it fails later, after what came before', async () => {
    await start(async function* () {
      yield await Promise.resolve('Well, let me think. ');
      throw new Error('the key sk-secret is wrong');
    });
    const events = await allOf(await ask('Hello?'));
    assert.deepEqual(events[0], ['text', { text: 'Well, let me think.' }]);
    const [event, problem] = events.at(-1) ?? [];
    assert.equal(event, 'error');
    assert.equal((problem as { status: number }).status, 500);
    assert.doesNotMatch(JSON.stringify(events), /sk-secret/);
    assert.deepEqual(spokenTexts(), ['Well, let me think.']);
  });

  it('ends with an error where the service does not say it', async () => {
    await start(() => answer('Well, let me think. ', 'It is noon.'));
    harness.service.answers.set('say-text', { status: 500 });
    const [, problem] = (await allOf(await ask('Hello?'))).at(-1) ?? [];
    assert.equal((problem as { status: number }).status, 502);
  });

  it('is not to be had where nobody gives it, nor for messages that are none', async () => {
    harness = await startBackendHarness();
    await harness.open();
    assert.equal(await problemOf(await ask('Hello?')), '501 API_REQUEST_FAILED');
    await harness.close();
    await start(() => assert.fail('it was asked'), { limits: { textLength: 20 } });
    for (const message of ['', '  ', 7, undefined]) {
      assert.equal(await problemOf(await ask(message)), '400 INVALID_CONFIGURATION', String(message));
    }
    assert.equal(await problemOf(await ask('x'.repeat(21))), '413 INVALID_INPUT');
  });
});
