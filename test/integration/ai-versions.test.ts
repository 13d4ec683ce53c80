import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import * as ai5 from 'ai-5';
import * as mocks5 from 'ai-5/test';
import * as ai6 from 'ai';
import * as mocks6 from 'ai/test';
import * as ai7 from 'ai-7';
import * as mocks7 from 'ai-7/test';
import { z } from 'zod';

import { createAiReply, type AiReplyOptions } from '../../src/server/adapters/ai/ai-reply.js';
import { createAiTranscriber, type AiTranscriberOptions } from '../../src/server/adapters/ai/ai-transcriber.js';
import { createAiVoice, type AiVoiceOptions } from '../../src/server/adapters/ai/ai-voice.js';
import { toneMp3 } from '../support/tone-mp3.js';

type Speech = () => Promise<Uint8Array>;
type Listening = () => Promise<string>;
type OpeningHours = (call: { day: string }) => string;

/** What one version of the AI SDK makes of its own test models, called as the documentation calls it. */
interface Version {
  name: string;
  /** Says `Let me look`, asks the tool about Sunday, and then says `At ten.` */
  answers: (openingHours: OpeningHours) => AiReplyOptions['stream'];
  /** Says `I am`, and fails. */
  fails: () => AiReplyOptions['stream'];
  /** Says `I am` and nothing more, until it is stopped. */
  hangs: (onStopped: () => void) => AiReplyOptions['stream'];
  speaks: (speech: Speech) => AiVoiceOptions['speak'];
  listens: (listening: Listening) => AiTranscriberOptions['transcribe'];
}

const words = (delta: string) =>
  [
    { type: 'text-start', id: '1' },
    { type: 'text-delta', id: '1', delta },
    { type: 'text-end', id: '1' },
  ] as const;
const askForTheTool = {
  type: 'tool-call',
  toolCallId: 'one',
  toolName: 'openingHours',
  input: '{"day":"Sunday"}',
} as const;
const FAILURE = { type: 'error', error: new Error('The vendor is out.') } as const;

const response = { timestamp: new Date(0), modelId: 'test-model', headers: {} };
const spoken = async (speech: Speech) => ({ audio: await speech(), warnings: [], response });
const heard = async (listening: Listening) => ({
  text: await listening(),
  ...{ segments: [], language: undefined, durationInSeconds: undefined, warnings: [], response },
});

/** A stream of these parts that does not end before it is stopped. */
function endless<Part>(parts: readonly Part[], signal: AbortSignal | undefined, onStopped: () => void) {
  return new ReadableStream<Part>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part);
      signal?.addEventListener('abort', () => {
        onStopped();
        controller.error(signal.reason);
      });
    },
  });
}

/** Each call is answered with the next of these. */
function inTurn<Part>(steps: readonly (readonly Part[])[]): () => ReadableStream<Part> {
  let step = 0;
  return () => ai6.simulateReadableStream({ chunks: [...(steps[step++] ?? [])] });
}

const toolOf = (openingHours: OpeningHours) => ({
  inputSchema: z.object({ day: z.string() }),
  execute: openingHours,
});

const usage2 = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const usage3 = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const ended2 = (finishReason: 'stop' | 'tool-calls') => ({ type: 'finish', finishReason, usage: usage2 }) as const;
const ended3 = (unified: 'stop' | 'tool-calls') =>
  ({ type: 'finish', finishReason: { unified, raw: undefined }, usage: usage3 }) as const;

const quiet = { maxRetries: 0, onError: () => undefined };

const VERSIONS: Version[] = [
  {
    name: '5',
    answers: (openingHours) => {
      const next = inTurn([
        [...words('Let me look'), askForTheTool, ended2('tool-calls')],
        [...words('At ten.'), ended2('stop')],
      ]);
      const model = new mocks5.MockLanguageModelV2({ doStream: () => Promise.resolve({ stream: next() }) });
      const tools: ai5.ToolSet = { openingHours: toolOf(openingHours) };
      return (call) => ai5.streamText({ model, tools, stopWhen: ai5.stepCountIs(3), ...call });
    },
    fails: () => {
      const next = inTurn([[...words('I am'), FAILURE]]);
      const model = new mocks5.MockLanguageModelV2({ doStream: () => Promise.resolve({ stream: next() }) });
      return (call) => ai5.streamText({ model, ...quiet, ...call });
    },
    hangs: (onStopped) => {
      const model = new mocks5.MockLanguageModelV2({
        doStream: ({ abortSignal }) => Promise.resolve({ stream: endless(words('I am'), abortSignal, onStopped) }),
      });
      return (call) => ai5.streamText({ model, ...quiet, ...call });
    },
    speaks: (speech) => {
      const model = new mocks5.MockSpeechModelV2({ doGenerate: () => spoken(speech) });
      return (call) => ai5.experimental_generateSpeech({ model, maxRetries: 0, ...call });
    },
    listens: (listening) => {
      const model = new mocks5.MockTranscriptionModelV2({ doGenerate: () => heard(listening) });
      return (call) => ai5.experimental_transcribe({ model, maxRetries: 0, ...call });
    },
  },
  {
    name: '6',
    answers: (openingHours) => {
      const next = inTurn([
        [...words('Let me look'), askForTheTool, ended3('tool-calls')],
        [...words('At ten.'), ended3('stop')],
      ]);
      const model = new mocks6.MockLanguageModelV3({ doStream: () => Promise.resolve({ stream: next() }) });
      const tools: ai6.ToolSet = { openingHours: toolOf(openingHours) };
      return (call) => ai6.streamText({ model, tools, stopWhen: ai6.stepCountIs(3), ...call });
    },
    fails: () => {
      const next = inTurn([[...words('I am'), FAILURE]]);
      const model = new mocks6.MockLanguageModelV3({ doStream: () => Promise.resolve({ stream: next() }) });
      return (call) => ai6.streamText({ model, ...quiet, ...call });
    },
    hangs: (onStopped) => {
      const model = new mocks6.MockLanguageModelV3({
        doStream: ({ abortSignal }) => Promise.resolve({ stream: endless(words('I am'), abortSignal, onStopped) }),
      });
      return (call) => ai6.streamText({ model, ...quiet, ...call });
    },
    speaks: (speech) => {
      const model = new mocks6.MockSpeechModelV3({ doGenerate: () => spoken(speech) });
      return (call) => ai6.experimental_generateSpeech({ model, maxRetries: 0, ...call });
    },
    listens: (listening) => {
      const model = new mocks6.MockTranscriptionModelV3({ doGenerate: () => heard(listening) });
      return (call) => ai6.experimental_transcribe({ model, maxRetries: 0, ...call });
    },
  },
  {
    name: '7',
    answers: (openingHours) => {
      const next = inTurn([
        [...words('Let me look'), askForTheTool, ended3('tool-calls')],
        [...words('At ten.'), ended3('stop')],
      ]);
      const model = new mocks7.MockLanguageModelV4({ doStream: () => Promise.resolve({ stream: next() }) });
      const tools: ai7.ToolSet = { openingHours: toolOf(openingHours) };
      return (call) => ai7.streamText({ model, tools, stopWhen: ai7.isStepCount(3), ...call });
    },
    fails: () => {
      const next = inTurn([[...words('I am'), FAILURE]]);
      const model = new mocks7.MockLanguageModelV4({ doStream: () => Promise.resolve({ stream: next() }) });
      return (call) => ai7.streamText({ model, ...quiet, ...call });
    },
    hangs: (onStopped) => {
      const model = new mocks7.MockLanguageModelV4({
        doStream: ({ abortSignal }) => Promise.resolve({ stream: endless(words('I am'), abortSignal, onStopped) }),
      });
      return (call) => ai7.streamText({ model, ...quiet, ...call });
    },
    speaks: (speech) => {
      const model = new mocks7.MockSpeechModelV4({ doGenerate: () => spoken(speech) });
      return (call) => ai7.generateSpeech({ model, maxRetries: 0, ...call });
    },
    listens: (listening) => {
      const model = new mocks7.MockTranscriptionModelV3({ doGenerate: () => heard(listening) });
      return (call) => ai7.transcribe({ model, maxRetries: 0, ...call });
    },
  },
];

for (const { name, answers, fails, hangs, speaks, listens } of VERSIONS) {
  describe(`the adapters with the AI SDK ${name}`, { timeout: 30_000 }, () => {
    let mp3: Uint8Array<ArrayBuffer>;
    before(async () => void (mp3 = new Uint8Array(await (await toneMp3(0.5)).arrayBuffer())));

    const replying = (stream: AiReplyOptions['stream'], signal = new AbortController().signal): AsyncIterable<string> =>
      createAiReply({ stream })('When do you open?', {
        sessionId: 'one',
        history: [],
        signal,
      }) as AsyncIterable<string>;

    it('answer with tools, and say what comes before and after them as sentences of their own', async () => {
      const days: string[] = [];
      const tokens: string[] = [];
      const openingHours: OpeningHours = ({ day }) => `at ten (${days.push(day)})`;
      for await (const token of replying(answers(openingHours))) tokens.push(token);
      assert.deepEqual([tokens.join(''), days], ['Let me look\n\nAt ten.', ['Sunday']]);
    });

    it('tell that a model has failed on its way', async () => {
      const tokens: string[] = [];
      await assert.rejects(async () => {
        for await (const token of replying(fails())) tokens.push(token);
      }, /The model failed/);
      assert.equal(tokens.join(''), 'I am');
    });

    it('stop the model where the visitor has gone', async () => {
      let stopped = 0;
      const visitor = new AbortController();
      const reading = async (): Promise<void> => {
        for await (const token of replying(
          hangs(() => (stopped += 1)),
          visitor.signal,
        )) {
          if (token === 'I am') visitor.abort();
        }
      };
      await assert.rejects(reading(), { code: 'ABORTED' });
      assert.equal(stopped, 1);
    });

    const context = (signal = new AbortController().signal) => ({ sessionId: 'one', turnId: 'turn', signal });

    it('speak, and tell that a voice has failed', async () => {
      const voice = createAiVoice({ speak: speaks(() => Promise.resolve(mp3)) });
      assert.deepEqual(await voice('Hello.', undefined, context()), mp3);
      const broken = createAiVoice({ speak: speaks(() => Promise.reject(new Error('The vendor is out.'))) });
      await assert.rejects(async () => broken('Hello.', undefined, context()), /The voice failed/);
    });

    it('listen, and take silence for no failure', async () => {
      const transcription = { ...context(), durationSeconds: 1 };
      const ears = createAiTranscriber({ transcribe: listens(() => Promise.resolve('Hello there.')) });
      assert.equal(await ears(new Blob([mp3]), transcription), 'Hello there.');
      const silence = createAiTranscriber({ transcribe: listens(() => Promise.resolve('')) });
      assert.equal(await silence(new Blob([mp3]), transcription), '');
    });
  });
}
