import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { simulateReadableStream, stepCountIs, streamText, type LanguageModel, type ToolSet } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { z } from 'zod';

import { createAiReply, type AiReplyOptions } from '../../src/server/adapters/ai/ai-reply.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { ChatMessage } from '../../src/server/speech/hooks.js';
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
  createModel: (url: string, apiKey: string) => LanguageModel;
  /** The roles and texts of a request, without the instructions; those have to be there. */
  conversationOf: (body: Record<string, unknown>) => ChatMessage[];
}

const EXAMPLES: Example[] = [
  {
    name: 'OpenAI',
    dialect: OPENAI,
    createModel: (baseURL, apiKey) => createOpenAI({ baseURL, apiKey }).chat('gpt-5.4-mini'),
    conversationOf: ({ model, messages }) => {
      assert.equal(model, 'gpt-5.4-mini');
      const [instructions, ...others] = messages as { role: string; content: string }[];
      assert.match(instructions?.role ?? '', /^(system|developer)$/);
      return others as ChatMessage[];
    },
  },
  {
    name: 'Anthropic',
    dialect: ANTHROPIC,
    createModel: (baseURL, apiKey) =>
      createAnthropic({ baseURL: `${baseURL}/v1`, apiKey, headers: bearer(apiKey) })('claude-haiku-5-5'),
    conversationOf: ({ model, system, messages }) => {
      assert.equal(model, 'claude-haiku-5-5');
      assert.match(JSON.stringify(system), /spoken/);
      return (messages as { role: ChatMessage['role']; content: { text: string }[] }[]).map(({ role, content }) => ({
        role,
        content: content.map(({ text }) => text).join(''),
      }));
    },
  },
];

for (const { name, dialect, createModel, conversationOf } of EXAMPLES) {
  describe(`a reply by a model of ${name}`, { timeout: 60_000 }, () => {
    let llm: LlmServer;
    let harness: BackendHarness;

    async function start(
      apiKey = RIGHT_KEY,
      options: Partial<AiReplyOptions> = {},
      others: Partial<AvatarBackendOptions> = {},
    ): Promise<void> {
      llm = await startLlmServer(dialect, RIGHT_KEY);
      const model = createModel(llm.url, apiKey);
      const reply = createAiReply({
        stream: (call) => streamText({ model, maxRetries: 0, onError: () => undefined, ...call }),
        ...options,
      });
      harness = await startBackendHarness({ reply, ...others });
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
      assert.match(errorsIn(harness), /The model failed \(AI_APICallError, status 401\): check its API key\./);
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
      assert.match(errorsIn(harness), /The model failed/);
    });

    it('ends the answer with an error where the connection breaks on its way', async () => {
      await start();
      const asked = ask('How are you?');
      const call = await llm.nextCall();
      call.send('I am');
      const response = await asked;
      call.cut();
      assert.equal((await all(readEvents(response))).at(-1)?.event, 'error');
    });

    for (const [what, status, body, told] of [
      [
        'takes no more requests',
        429,
        '{"error":{"message":"Rate limit reached for sk-secret"}}',
        /status 429\): it takes no/,
      ],
      ['is down', 503, '<html>Service Unavailable</html>', /status 503\): it is down/],
      ['answers with a page of HTML', 200, '<!doctype html><title>Sign in</title>', /The model failed/],
      ['answers with broken JSON', 200, 'data: {"choices": [\n\n', /The model failed/],
      ['ends without a word', 200, '', /The model failed/],
    ] as const) {
      it(`answers with a problem, and tells the operator, where the model ${what}`, async () => {
        await start();
        llm.answersWith({ status, body });
        const response = await ask('How are you?');
        assert.equal(response.status, 500);
        assert.match(errorsIn(harness), told);
        assert.doesNotMatch((await response.text()) + harness.log.join(), /sk-secret|Sign in/);
      });
    }

    it('says what the integrator has for a model that fails', async () => {
      const failures: string[] = [];
      await start(RIGHT_KEY, {
        onFailure: ({ message }) => {
          failures.push(message);
          return 'I cannot think right now.';
        },
      });
      llm.answersWith({ status: 429, body: '{}' });
      const events = await all(readEvents(await ask('How are you?')));
      assert.equal(events.at(-1)?.data['text'], 'I cannot think right now.');
      llm.answersWith(undefined);
      const asked = ask('And now?');
      const call = await llm.nextCall();
      call.send('Well, I');
      call.fail();
      assert.match(
        String((await all(readEvents(await asked))).at(-1)?.data['text']),
        /^Well, I\W+I cannot think right now\.$/,
      );
      assert.equal(failures.length, 2);
    });

    it('is given up where the model is too slow, which is told so', async () => {
      await start(RIGHT_KEY, {}, { hookTimeouts: { reply: 200 } });
      const asked = ask('How are you?');
      const call = await llm.nextCall();
      await call.hungUp;
      assert.equal((await asked).status, 504);
    });
  });
}

const errorsIn = ({ log }: BackendHarness): string => log.filter((line) => line.startsWith('error ')).join('\n');

/** The test server looks for one header. */
const bearer = (key: string): Record<string, string> => ({ Authorization: `Bearer ${key}` });

describe('a reply by a model with tools', () => {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };

  it('runs them, and says what comes before and after as sentences of their own', async () => {
    const steps = [
      [
        ...textParts('Let me look'),
        { type: 'tool-call', toolCallId: 'one', toolName: 'opensAt', input: '{"day":"Sunday"}' },
        { type: 'finish', finishReason: { unified: 'tool-calls', raw: undefined }, usage },
      ],
      [...textParts('At ten.'), { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage }],
    ] as const;
    let step = 0;
    const model = new MockLanguageModelV3({
      doStream: () => Promise.resolve({ stream: simulateReadableStream({ chunks: [...(steps[step++] ?? [])] }) }),
    });
    const days: string[] = [];
    const tools: ToolSet = {
      opensAt: {
        inputSchema: z.object({ day: z.string() }),
        execute: ({ day }: { day: string }) => {
          days.push(day);
          return 'ten';
        },
      },
    };
    const reply = createAiReply({ stream: (call) => streamText({ model, tools, stopWhen: stepCountIs(3), ...call }) });
    const context = { sessionId: 'one', history: [], signal: new AbortController().signal };
    const text = (await all(reply('When do you open on Sunday?', context) as AsyncIterable<string>)).join('');
    assert.equal(text, 'Let me look\n\nAt ten.');
    assert.deepEqual(days, ['Sunday']);
    assert.match(JSON.stringify(model.doStreamCalls[1]?.prompt), /"ten"/);
  });

  const textParts = (delta: string) =>
    [
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta },
      { type: 'text-end', id: '1' },
    ] as const;

  it('says which option is wrong', () => {
    const complaint = { code: 'INVALID_CONFIGURATION', message: /createAiReply: stream should be a function/ };
    assert.throws(() => createAiReply({} as AiReplyOptions), complaint);
  });
});
