import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { Anthropic } from '@anthropic-ai/sdk';
import { OpenAI } from 'openai';

import { createAnthropicReply } from '../../demo/backends/replies/anthropic.js';
import { createOpenAiReply } from '../../demo/backends/replies/openai.js';
import { createScriptedReply } from '../../demo/backends/replies/scripted.js';
import type { ChatMessage, Reply } from '../../src/server/speech/hooks.js';
import { startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { ANTHROPIC, OPENAI, startLlmServer, type LlmDialect, type LlmServer } from '../support/llm-servers.js';
import { readEvents } from '../support/server-sent-events.js';

const RIGHT_KEY = 'sk-right-0123456789abcdef';
const WRONG_KEY = 'sk-wrong-fedcba9876543210';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

interface Example {
  name: string;
  dialect: LlmDialect;
  createReply: (url: string, apiKey: string) => Reply;
  /** The roles and texts of a request, without the instructions; those have to be there. */
  conversationOf: (body: Record<string, unknown>) => ChatMessage[];
}

const EXAMPLES: Example[] = [
  {
    name: 'OpenAI',
    dialect: OPENAI,
    createReply: (baseURL, apiKey) => createOpenAiReply(new OpenAI({ baseURL, apiKey })),
    conversationOf: ({ model, messages }) => {
      assert.equal(model, 'gpt-5.4-mini');
      const [instructions, ...others] = messages as { role: string; content: string }[];
      assert.equal(instructions?.role, 'system');
      return others as ChatMessage[];
    },
  },
  {
    name: 'Anthropic',
    dialect: ANTHROPIC,
    createReply: (baseURL, apiKey) => createAnthropicReply(new Anthropic({ baseURL, apiKey })),
    conversationOf: ({ model, system, messages }) => {
      assert.equal(model, 'claude-haiku-5-5');
      assert.match(String(system), /spoken/);
      return messages as ChatMessage[];
    },
  },
];

for (const { name, dialect, createReply, conversationOf } of EXAMPLES) {
  describe(`the reply by ${name}`, { timeout: 60_000 }, () => {
    let llm: LlmServer;
    let harness: BackendHarness;

    async function start(apiKey = RIGHT_KEY): Promise<void> {
      llm = await startLlmServer(dialect, RIGHT_KEY);
      harness = await startBackendHarness({ reply: createReply(llm.url, apiKey) });
      await harness.open();
    }

    afterEach(async () => {
      await harness.close();
      await llm.close();
    });

    const ask = (message: string, init?: RequestInit): Promise<Response> => harness.control('reply', { message }, init);

    /** Lets the model answer in one token, and waits until it was said. */
    async function converse(message: string, answer: string): Promise<void> {
      const asked = ask(message);
      const call = await llm.nextCall();
      call.send(answer);
      call.end();
      await (await asked).text();
    }

    it('hands on each token as the model writes it, and has the whole answer said', async () => {
      await start();
      const asked = ask('How are you?');
      const call = await llm.nextCall();
      // The next one is only written when the one before has arrived.
      call.send('I am');
      const events = readEvents(await asked);
      assert.deepEqual((await events.next()).value, { event: 'text', data: { text: 'I am' } });
      call.send(' fine.');
      assert.deepEqual((await events.next()).value, { event: 'text', data: { text: ' fine.' } });
      call.end();
      const rest = await all(events);
      assert.equal(rest.at(-1)?.event, 'done');
      assert.equal(rest.at(-1)?.data['text'], 'I am fine.');
      const said = harness.service.calls.filter(({ purpose }) => purpose === 'say-text');
      assert.equal(said.map(({ body }) => (JSON.parse(body) as { text: string }).text).join(''), 'I am fine.');
    });

    it('tells the model what was said before, in order', async () => {
      await start();
      await converse('My name is Ada.', 'Nice to meet you, Ada.');
      await converse('I live in Graz.', 'A lovely town.');
      const asked = ask('Who am I?');
      const call = await llm.nextCall();
      call.send('Ada.');
      call.end();
      await (await asked).text();
      assert.deepEqual(conversationOf(call.body), [
        { role: 'user', content: 'My name is Ada.' },
        { role: 'assistant', content: 'Nice to meet you, Ada.' },
        { role: 'user', content: 'I live in Graz.' },
        { role: 'assistant', content: 'A lovely town.' },
        { role: 'user', content: 'Who am I?' },
      ]);
    });

    for (const [when, isBegun] of [
      ['before the first token', false],
      ['in the middle of the answer', true],
    ] as const) {
      it(`hangs up on the model when the visitor goes away ${when}`, async () => {
        await start();
        const visitor = new AbortController();
        const asked = ask('Tell me a long story.', { signal: visitor.signal });
        const call = await llm.nextCall();
        if (isBegun) {
          call.send('Once upon a time');
          await readEvents(await asked).next();
        }
        visitor.abort();
        await call.hungUp;
        await asked;
      });
    }

    it('answers with a problem where the model refuses the key, and tells nobody the key', async () => {
      await start(WRONG_KEY);
      const response = await ask('How are you?');
      const text = await response.text();
      assert.equal(response.status, 500);
      assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
      assert.ok(
        harness.log.some((line) => line.startsWith('error ')),
        'the operator is not told',
      );
      assert.doesNotMatch(text + harness.log.join('\n'), new RegExp(WRONG_KEY));
    });

    it('ends the answer with an error where the model fails on its way', async () => {
      await start();
      const asked = ask('How are you?');
      const call = await llm.nextCall();
      call.send('I am');
      const response = await asked;
      call.fail();
      const events = await all(readEvents(response));
      assert.deepEqual(events[0], { event: 'text', data: { text: 'I am' } });
      assert.equal(events.at(-1)?.event, 'error');
      assert.equal(typeof events.at(-1)?.data['detail'], 'string');
    });
  });
}

describe('the scripted reply', () => {
  let history: ChatMessage[];
  beforeEach(() => {
    history = [];
  });

  function tokensOf(message: string, options = { wordEveryMs: 0 }, signal = new AbortController().signal) {
    const reply = createScriptedReply(options);
    return reply(message, { history, signal, sessionId: 'session-1', caller: 'caller-1' }) as AsyncIterable<string>;
  }

  async function answerTo(message: string): Promise<string> {
    const answer = (await all(tokensOf(message))).join('');
    history.push({ role: 'user', content: message }, { role: 'assistant', content: answer });
    return answer;
  }

  it('answers word by word', async () => {
    assert.deepEqual(await all(tokensOf('Tell me')), ['You ', 'said: ', 'Tell ', 'me']);
  });

  it('greets, says what it can do, and repeats all else', async () => {
    assert.match(await answerTo('Good morning!'), /^Hello! /);
    assert.match(await answerTo('What can you do?'), /simple rules/);
    assert.match(await answerTo('Does it rain?'), /^You asked: Does it rain\? /);
    assert.equal(await answerTo('It rains.'), 'You said: It rains.');
  });

  it('remembers the visitor’s name, the latest one', async () => {
    assert.equal(await answerTo('What is my name?'), 'You have not told me your name.');
    assert.match(await answerTo('Hi, my name is Ada.'), /Nice to meet you, Ada\./);
    assert.equal(await answerTo('What is my name?'), 'Your name is Ada.');
    assert.match(await answerTo('No, call me Zoë'), /Zoë/);
    assert.match(await answerTo('Hello again'), /^Hello, Zoë!/);
  });

  it('stops when the visitor goes away', async () => {
    const gone = new AbortController();
    const tokens = tokensOf('Tell me', { wordEveryMs: 3_600_000 }, gone.signal)[Symbol.asyncIterator]();
    const next = tokens.next();
    gone.abort();
    await assert.rejects(next, { name: 'AbortError' });
  });
});
