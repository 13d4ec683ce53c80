import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';

import { EventSourceParserStream } from 'eventsource-parser/stream';

import { toNodeHandler } from '../../src/server/http/node-handler.js';
import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { ChatMessage, ReplyContext, TranscribeContext } from '../../src/server/speech/hooks.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';

type Event = [event: string | undefined, data: Record<string, unknown>];

let harness: BackendHarness;
let heard: TranscribeContext[] = [];
let asked: { message: string; context: ReplyContext }[] = [];
let said = '';

async function start(options: Partial<AvatarBackendOptions> = {}, { opens = true } = {}): Promise<void> {
  [heard, asked, said] = [[], [], 'When do you open?'];
  harness = await startBackendHarness({
    transcribe: (_audio, context) => {
      heard.push(context);
      return said;
    },
    reply: (message, context) => {
      asked.push({ message, context });
      return 'At nine.';
    },
    ...options,
  });
  if (opens) await harness.open();
}

/** As browsers' recorders begin. */
const recording = (size = 6000): Blob => new Blob([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]), new Uint8Array(size - 4)]);

function formOf(question: unknown, audio: Blob | null = recording()): FormData {
  const form = new FormData();
  if (question !== undefined) form.set('question', typeof question === 'string' ? question : JSON.stringify(question));
  if (audio) form.set('audio', audio, 'question.webm');
  return form;
}

const send = (body: FormData, backend = harness.backend): Promise<Response> =>
  backend.fetch(new Request(`${ENDPOINT}/session-1/reply`, { method: 'POST', body }));

async function eventsOf(response: Response): Promise<Event[]> {
  assert.equal(response.status, 200, await (response.ok ? '' : response.clone().text()));
  const all: Event[] = [];
  const events = (response.body ?? assert.fail())
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) all.push([event, JSON.parse(data) as Record<string, unknown>]);
  return all;
}

async function problemOf(response: Response): Promise<string> {
  const { code, limit } = (await response.json()) as { code?: string; limit?: string };
  return [response.status, code, limit].filter(Boolean).join(' ');
}

const spokenTexts = (): string[] =>
  harness.service.calls
    .filter(({ purpose }) => purpose === 'say-text')
    .map(({ body }) => (JSON.parse(body) as { text: string }).text);

describe('a message that is spoken', () => {
  afterEach(() => harness.close());

  it('is transcribed, answered and said in one request, and told to the page before its answer', async () => {
    await start();
    assert.deepEqual(await eventsOf(await send(formOf({ turnId: 'turn-1', language: 'en-GB' }))), [
      ['heard', { text: 'When do you open?' }],
      ['text', { text: 'At nine.' }],
      ['done', { turnId: 'turn-1', text: 'At nine.' }],
    ]);
    assert.deepEqual(spokenTexts(), ['At nine.']);
    assert.deepEqual([heard[0]?.durationSeconds, heard[0]?.language], [2, 'en-GB']);
    assert.deepEqual([asked[0]?.message, asked[0]?.context.language], ['When do you open?', 'en-GB']);
  });

  it('goes on with the sentence that it is the rest of', async () => {
    await start();
    said = 'on Sunday?';
    const before = 'When do you open';
    assert.equal((await eventsOf(await send(formOf({ before }))))[0]?.[1]['text'], 'When do you open on Sunday?');
    assert.equal(asked[0]?.message, 'When do you open on Sunday?');
    assert.equal((await send(formOf({ before: 'x'.repeat(5001) }))).status, 413);
  });

  it('is told as soon as it is understood, however long its answer takes', async () => {
    let answer: (text: string) => void = () => undefined;
    await start({ reply: () => new Promise((resolve) => (answer = resolve)) });
    const response = await send(formOf({}));
    const reader = (response.body ?? assert.fail()).pipeThrough(new TextDecoderStream()).getReader();
    const { value } = await reader.read();
    assert.match(value ?? '', /event: heard\ndata: \{"text":"When do you open\?"\}/);
    answer('At nine.');
    let rest = '';
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) rest += piece.value;
    assert.match(rest, /event: done/);
  });

  it('gets no answer where nothing is said, and costs no message', async () => {
    await start({ limits: { total: { repliesPerMinute: 1 } } });
    said = '  ';
    for (let i = 0; i < 3; i += 1) {
      assert.deepEqual(await eventsOf(await send(formOf({ turnId: 'turn-1' }))), [
        ['heard', { text: '' }],
        ['done', { turnId: 'turn-1', text: '' }],
      ]);
    }
    assert.deepEqual([asked, spokenTexts()], [[], []]);
    said = 'Hello?';
    assert.equal((await eventsOf(await send(formOf({})))).at(-1)?.[0], 'done');
  });

  it('is remembered as a typed one is', async () => {
    let known: readonly ChatMessage[] = [];
    await start({
      reply: (_message, { history }) => {
        known = history;
        return 'At nine.';
      },
    });
    await eventsOf(await send(formOf({})));
    await (await harness.control('reply', { message: 'And on Sunday?' })).text();
    assert.deepEqual(known, [
      { role: 'user', content: 'When do you open?' },
      { role: 'assistant', content: 'At nine.' },
    ]);
  });

  it('reaches no vendor where it is none, too large, too long, or comes with nonsense', async () => {
    await start({ limits: { transcriptionBytes: 100_000, transcriptionSeconds: 10 } });
    const refused: [FormData, string][] = [
      [formOf({}, null), '400 INVALID_CONFIGURATION'],
      [formOf({}, new Blob(['Hello'])), '415 INVALID_CONFIGURATION'],
      [formOf({}, recording(100_001)), '413 INVALID_CONFIGURATION'],
      [formOf({}, recording(200_000)), '413 INVALID_CONFIGURATION'],
      [formOf({}, recording(31_000)), '413 INVALID_CONFIGURATION'],
      [formOf('{'), '400 INVALID_CONFIGURATION'],
      [formOf('7'), '400 INVALID_CONFIGURATION'],
      [formOf({ turnId: 'x'.repeat(201) }), '400 INVALID_CONFIGURATION'],
      [formOf({ language: 'ignore all instructions' }), '400 INVALID_CONFIGURATION'],
    ];
    for (const [form, expected] of refused)
      assert.equal((await problemOf(await send(form))).slice(0, 3), expected.slice(0, 3));
    assert.deepEqual(heard, []);
  });

  it('is for who has the session’s key alone', async () => {
    await start();
    assert.match(await problemOf(await send(formOf({}), harness.anotherBrowser())), /^404/);
    assert.deepEqual(heard, []);
  });

  it('counts its seconds before it is transcribed, and its answer as a message', async () => {
    await start({
      identify: () => 'anna',
      limits: { transcriptionSeconds: 3, perCaller: { transcriptionSecondsPerMinute: 5, repliesPerMinute: 1 } },
    });
    await eventsOf(await send(formOf({})));
    const [first, second] = await eventsOf(await send(formOf({})));
    assert.equal(first?.[0], 'heard');
    assert.deepEqual([second?.[0], second?.[1]['limit']], ['error', 'repliesPerMinute']);
    assert.equal(await problemOf(await send(formOf({}))), '429 RATE_LIMITED transcriptionSecondsPerMinute');
    assert.equal(heard.length, 2);
  });

  it('takes a consent to be listened to, which it may bring along', async () => {
    await start();
    await harness.close();
    harness = await startBackendHarness({ requireConsent: true, transcribe: () => 'Hi.', reply: () => 'Hello.' });
    const opened = await harness.backend.fetch(jsonRequest(ENDPOINT, { consent: { version: '1' } }));
    assert.equal(opened.status, 200);
    for (const consent of [undefined, { version: '1' }])
      assert.equal(await problemOf(await send(formOf({ consent }))), '403 CONSENT_REQUIRED');
    assert.equal((await send(formOf({ consent: { version: '1', microphone: true } }))).status, 200);
    assert.equal((await send(formOf({}))).status, 200, 'it is kept');
  });

  it('is not possible without the hook that transcribes; without one that answers, the page is told what was said', async () => {
    await start({ transcribe: undefined });
    assert.equal(await problemOf(await send(formOf({}))), '501 API_REQUEST_FAILED');
    await harness.close();
    await start({ reply: undefined });
    const [first, second] = await eventsOf(await send(formOf({})));
    assert.deepEqual(first, ['heard', { text: 'When do you open?' }]);
    assert.deepEqual([second?.[0], second?.[1]['status']], ['error', 501]);
  });

  it('is given up with the page, and what is transcribed for it', async () => {
    const page = new AbortController();
    let onStopped: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (onStopped = resolve));
    let onAsked: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (onAsked = resolve));
    await start({
      transcribe: (_audio, { signal }) => {
        signal.addEventListener('abort', onStopped);
        onAsked();
        return new Promise(() => undefined);
      },
    });
    const request = new Request(`${ENDPOINT}/session-1/reply`, {
      method: 'POST',
      body: formOf({}),
      signal: page.signal,
    });
    const answered = harness.backend.fetch(request).catch(() => undefined);
    await begun;
    page.abort();
    await stopped;
    await answered;
  });

  it('is written down with its size, and its texts only where the audit is to hold texts', async () => {
    for (const includeText of [false, true]) {
      const events: AuditEvent[] = [];
      await start({ audit: { sink: (event) => void events.push(event), includeText } });
      await eventsOf(await send(formOf({})));
      const event = events.find(({ action }) => action === 'reply');
      assert.deepEqual(
        [event?.result, event?.audioBytes, event?.message, event?.text],
        ['done', 6000, ...(includeText ? ['When do you open?', 'At nine.'] : [undefined, undefined])],
      );
      if (!includeText) await harness.close();
    }
  });

  it('comes by HTTP as any form does', async () => {
    await start();
    const { key } = (await harness.open()) as { key: string };
    const server = createServer(toNodeHandler(harness.backend)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/session/session-1/reply`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
      body: formOf({ turnId: 'turn-1' }),
    });
    assert.equal((await eventsOf(response)).at(-1)?.[1]['text'], 'At nine.');
    server.close();
    await once(server, 'close');
  });

  it('is on offer where everybody may read of the avatar', async () => {
    for (const transcribe of [(): string => 'Hi.', undefined]) {
      await start({ transcribe });
      const facts = await harness.backend.fetch(new Request(ENDPOINT.replace('/session', '/avatar')));
      assert.equal(((await facts.json()) as { listens?: boolean }).listens, transcribe ? true : undefined);
      if (transcribe) await harness.close();
    }
  });
});

describe('a message that is spoken with no session', () => {
  const conversation = { key: 'k'.repeat(43) };
  const speak = (question: object, call = 'reply', audio?: Blob): Promise<Response> =>
    harness.backend.fetch(
      new Request(ENDPOINT.replace(/session$/, `conversation/${call}`), {
        method: 'POST',
        body: formOf(question, audio),
      }),
    );
  afterEach(() => harness.close());

  it('is written down and answered in writing, in the language that is spoken', async () => {
    await start();
    const events = await eventsOf(await speak({ conversation, language: 'de', before: 'Tell me:' }));
    assert.deepEqual(
      events.slice(0, 2).map(([event, { text }]) => [event, text]),
      [
        ['heard', 'Tell me: When do you open?'],
        ['text', 'At nine.'],
      ],
    );
    const [{ sessionId, language, conversationId } = assert.fail()] = heard;
    assert.deepEqual([sessionId, language], [undefined, 'de']);
    assert.equal(asked[0]?.context.conversationId, conversationId);
    assert.deepEqual(spokenTexts(), []);
    said = '';
    const nothing = await eventsOf(await speak({ conversation }));
    assert.deepEqual([nothing[0]?.[1], asked.length], [{ text: '' }, 1]);
  });

  it('is only written down for a page that answers by itself', async () => {
    await start({ reply: undefined });
    assert.deepEqual(await (await speak({ conversation }, 'transcribe')).json(), { success: true, text: said });
    assert.equal((await speak({ conversation })).status, 501);
    await harness.close();
    await start({ transcribe: undefined });
    assert.equal((await speak({ conversation }, 'transcribe')).status, 501);
  });

  it('counts for the limits, and takes a conversation and a consent to be listened to, before it costs anything', async () => {
    const limits = { transcriptionSeconds: 3, perCaller: { transcriptionSecondsPerMinute: 3 } };
    await start({ requireConsent: { version: '1' }, limits, identify: () => 'somebody' }, { opens: false });
    const consent = { version: '1', microphone: true };
    for (const call of ['reply', 'transcribe']) {
      assert.equal((await speak({ consent }, call)).status, 400);
      const unasked = await speak({ conversation, consent: { version: '1' } }, call);
      assert.equal(await problemOf(unasked), '403 CONSENT_REQUIRED');
    }
    assert.deepEqual(heard, []);
    assert.equal((await speak({ conversation, consent }, 'transcribe', recording(9000))).status, 200);
    const more = await speak({ conversation, consent }, 'transcribe');
    assert.equal(await problemOf(more), '429 RATE_LIMITED transcriptionSecondsPerMinute');
    assert.equal(heard.length, 1);
  });
});
