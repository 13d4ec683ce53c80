import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'node:test';

import { createOpenAI } from '@ai-sdk/openai';
import { experimental_generateSpeech as generateSpeech, experimental_transcribe as transcribeWith } from 'ai';

import { createAiTranscriber } from '../../src/server/adapters/ai/ai-transcriber.js';
import { createAiVoice, type AiVoiceCall, type AiVoiceOptions } from '../../src/server/adapters/ai/ai-voice.js';
import { createMemoryCache } from '../../src/server/adapters/ai/speech-cache.js';
import { measureMp3 } from '../../src/core/speech/mp3-duration.js';
import { startBackendHarness } from '../support/backend-harness.js';
import { startLocalServer, type LocalServer } from '../support/local-server.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { until } from '../support/until.js';
import { wav } from '../support/wav.js';

const KEY = 'sk-secret-of-the-shop';

const bytesOf = async (blob: Blob): Promise<Buffer> => Buffer.from(await blob.arrayBuffer());

/** A vendor with the speech API of OpenAI, https://platform.openai.com/docs/api-reference/audio. */
let vendor: LocalServer;
let answer: { status?: number; body: Buffer | string; type?: string } | 'hang' | 'cut';
let mp3: Buffer;
before(async () => {
  mp3 = await bytesOf(await toneMp3(1));
});

async function start(): Promise<ReturnType<typeof createOpenAI>> {
  answer = { body: mp3, type: 'audio/mpeg' };
  vendor = await startLocalServer((_request, response) => {
    if (answer === 'hang') return;
    if (answer === 'cut') {
      response.writeHead(200, { 'Content-Type': 'audio/mpeg', 'Content-Length': 50_000 });
      response.write(mp3.subarray(0, 1000), () => response.destroy());
      return;
    }
    const { status = 200, type = 'application/json', body } = answer;
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
  return createOpenAI({ baseURL: `${vendor.url}/v1`, apiKey: KEY });
}

const context = (signal = new AbortController().signal) => ({ sessionId: 'one', turnId: 'turn', signal });

describe('a voice by the AI SDK', { timeout: 60_000 }, () => {
  afterEach(() => vendor.close());

  async function createVoice(
    options: Partial<AiVoiceOptions> = {},
  ): Promise<(text: string, id?: string) => Promise<Blob>> {
    const openai = await start();
    const voice = createAiVoice({
      speak: (call) => generateSpeech({ model: openai.speech('tts-1'), maxRetries: 0, ...call }),
      ...options,
    });
    return async (text, id) => new Blob([(await voice(text, id, context())) as Uint8Array<ArrayBuffer>]);
  }

  const asked = (): Record<string, unknown>[] =>
    vendor.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  it('gives an MP3 of 44.1 kHz as the vendor made it', async () => {
    const say = await createVoice({ voice: 'nova' });
    assert.deepEqual(await bytesOf(await say('Hello.')), mp3);
    assert.equal(vendor.requests.map(({ url }) => url).join(), '/v1/audio/speech');
    assert.deepEqual([asked()[0]?.['input'], asked()[0]?.['voice']], ['Hello.', 'nova']);
  });

  it('makes an MP3 of 44.1 kHz of a WAV file, of the same length', async () => {
    const say = await createVoice();
    for (const sampleRate of [16_000, 24_000, 48_000]) {
      answer = { body: await bytesOf(wav({ seconds: 2, sampleRate })), type: 'audio/wav' };
      const length = measureMp3(await bytesOf(await say(`Hello at ${sampleRate}.`)));
      assert.equal(length?.sampleRate, 44_100);
      assert.ok(Math.abs(length.durationSeconds - 2) < 0.1, `${length.durationSeconds} s`);
    }
  });

  it('asks for a text once for each voice, and tells the vendor its own name of it', async () => {
    const say = await createVoice({ voice: (id) => (id === 'maya' ? 'nova' : undefined) });
    for (const id of ['maya', 'maya', undefined, 'otto']) await say('Hello.', id);
    await say('Goodbye.', 'maya');
    assert.deepEqual(
      asked().map(({ input, voice }) => [input, voice]),
      [
        ['Hello.', 'nova'],
        ['Hello.', 'alloy'],
        ['Goodbye.', 'nova'],
      ],
    );
  });

  it('speaks the language of the visitor who is answered, unless it was given one', async () => {
    const languages: unknown[] = [];
    const speak = ({ language }: AiVoiceCall): Promise<{ audio: { uint8Array: Uint8Array } }> => {
      languages.push(language);
      return Promise.resolve({ audio: { uint8Array: mp3 } });
    };
    const cache = new Map<string, string>();
    const { signal } = new AbortController();
    const context = { sessionId: 'session-1', turnId: 'turn-1', signal, language: 'de' };
    for (const language of [undefined, 'en'])
      await createAiVoice({ speak, language, cache })('Restaurant', 'a', context);
    assert.deepEqual(languages, ['de', 'en'], 'the same word is kept for each language');
  });

  it('keeps speech where it is told, by keys that hold no text, and does without a store that fails', async () => {
    const kept = new Map<string, string>();
    const say = await createVoice({ cache: kept });
    await say('A secret of Anna’s.');
    assert.deepEqual(await bytesOf(await say('A secret of Anna’s.')), mp3);
    assert.equal(vendor.requests.length, 1);
    assert.match([...kept.keys()].join(), /^avatar-speech:[\w-]{43}$/);
    await vendor.close();
    const failing = () => Promise.reject(new Error('The store is down'));
    const others = await createVoice({ cache: { get: failing, set: failing } });
    assert.deepEqual(await bytesOf(await others('Hello.')), mp3);
    await vendor.close();
    const never = await createVoice({ cache: false });
    await never('Hello.');
    await never('Hello.');
    assert.equal(vendor.requests.length, 2);
  });

  const failures: [string, typeof answer, RegExp][] = [
    [
      'refuses the key',
      { status: 401, body: `{"error":{"message":"Incorrect API key: ${KEY}"}}` },
      /401\): check its API key/,
    ],
    [
      'takes no more requests',
      { status: 429, body: '{"error":{"message":"Quota"}}' },
      /429\): it takes no more requests/,
    ],
    ['is down', { status: 502, body: '<html>Bad gateway</html>' }, /502\): it is down/],
    ['breaks off', 'cut', /^VendorError: The voice failed/],
    ['gives nothing', { body: '', type: 'audio/mpeg' }, /^VendorError: The voice failed/],
    ['gives a page of HTML', { body: '<!doctype html><p>Hello', type: 'audio/mpeg' }, /neither an MP3 nor a WAV file/],
    ['gives a WAV file without sound', { body: 'RIFF....WAVEfmt ' }, /holds no sound/],
  ];
  for (const [what, given, told] of failures)
    it(`says what is wrong with a vendor that ${what}, and keeps nothing of it`, async () => {
      const say = await createVoice();
      answer = given;
      await assert.rejects(say('Hello.'), (error: Error) => {
        assert.match(String(error), told);
        assert.doesNotMatch(error.message, new RegExp(KEY));
        return true;
      });
      answer = { body: mp3, type: 'audio/mpeg' };
      assert.deepEqual(await bytesOf(await say('Hello.')), mp3);
    });

  it('refuses an MP3 of another sample rate, and says what to ask for', async () => {
    const say = await createVoice();
    const { createMp3Encoder } = await import('wasm-media-encoders');
    const encoder = await createMp3Encoder();
    encoder.configure({ sampleRate: 24_000, channels: 1, bitrate: 64 });
    const parts = [encoder.encode([new Float32Array(24_000)]).slice(), encoder.finalize().slice()];
    answer = { body: await bytesOf(new Blob(parts)), type: 'audio/mpeg' };
    await assert.rejects(say('Hello.'), /an MP3 of 24000 Hz.*outputFormat: 'wav'/);
  });

  it('hangs up on the vendor when it is interrupted', async () => {
    const openai = await start();
    answer = 'hang';
    const stop = new AbortController();
    const voice = createAiVoice({
      speak: (call) => generateSpeech({ model: openai.speech('tts-1'), maxRetries: 0, ...call }),
    });
    const speech = Promise.resolve(voice('Hello.', undefined, context(stop.signal)));
    await until(() => vendor.requests.length === 1);
    stop.abort();
    await assert.rejects(speech, { code: 'ABORTED' });
  });

  it('speaks for a backend, sentence by sentence, with the length measured', async () => {
    const openai = await start();
    const harness = await startBackendHarness({
      textToSpeech: createAiVoice({
        speak: (call) => generateSpeech({ model: openai.speech('tts-1'), maxRetries: 0, ...call }),
      }),
      textToSpeechWhen: 'always',
      reply: () => 'The first sentence is this one. And the second sentence is that one.',
    });
    await harness.open();
    await (await harness.control('reply', { message: 'Hello' })).text();
    assert.deepEqual(
      asked().map(({ input }) => String(input).trim()),
      ['The first sentence is this one.', 'And the second sentence is that one.'],
    );
    const clips = harness.service.calls.filter(({ purpose }) => purpose === 'say-audio');
    assert.equal(clips.length, 2);
    for (const { body } of clips) assert.match(body, /name="duration"\r\n\r\n1\.0\d/);
    await harness.close();
  });

  it('forgets what was used longest ago where its memory is full', () => {
    const cache = createMemoryCache(10);
    cache.set('a', '1234');
    cache.set('b', '1234');
    assert.equal(cache.get('a'), '1234');
    cache.set('c', '1234');
    assert.deepEqual(['a', 'b', 'c'].map(cache.get), ['1234', undefined, '1234']);
    cache.set('d', '12345678901');
    assert.equal(cache.get('d'), undefined);
    cache.set('a', '1');
    cache.set('e', '12345');
    assert.deepEqual(['a', 'c', 'e'].map(cache.get), ['1', '1234', '12345']);
  });

  it('says which option is wrong', async () => {
    await start();
    const speak = (): Promise<never> => Promise.reject(new Error('not asked'));
    const complaints: [object, RegExp][] = [
      [{}, /createAiVoice: speak should be a function/],
      [{ speak, voice: 1 }, /voice should be/],
      [{ speak, language: 1 }, /language should be/],
      [{ speak, cache: {} }, /cache should be/],
    ];
    for (const [options, message] of complaints)
      assert.throws(() => createAiVoice(options as AiVoiceOptions), { code: 'INVALID_CONFIGURATION', message });
  });
});

describe('ears by the AI SDK', { timeout: 60_000 }, () => {
  afterEach(() => vendor.close());

  async function createEars(): Promise<(audio: Blob, signal?: AbortSignal) => Promise<string>> {
    const openai = await start();
    const transcribe = createAiTranscriber({
      transcribe: (call) => transcribeWith({ model: openai.transcription('whisper-1'), maxRetries: 0, ...call }),
    });
    return async (audio, signal) => transcribe(audio, { ...context(signal), durationSeconds: 1 });
  }

  const speech = wav({ seconds: 1, sampleRate: 16_000 });

  it('give what the vendor heard', async () => {
    const hear = await createEars();
    answer = { body: JSON.stringify({ text: 'Good morning.', language: 'en', duration: 1 }) };
    assert.equal(await hear(speech), 'Good morning.');
    assert.equal(vendor.requests.map(({ url }) => url).join(), '/v1/audio/transcriptions');
    assert.match(vendor.requests.map(({ body }) => body).join(), /audio\/wav/);
  });

  it('give nothing where nothing was heard', async () => {
    const hear = await createEars();
    answer = { body: '{"text":""}' };
    assert.equal(await hear(speech), '');
  });

  for (const [what, given, told] of [
    ['takes no more requests', { status: 429, body: '{}' }, /The transcription failed.*429/],
    ['gives a page of HTML', { body: '<html>' }, /The transcription failed/],
    ['breaks off', 'cut', /The transcription failed/],
  ] as [string, typeof answer, RegExp][])
    it(`fail where the vendor ${what}`, async () => {
      const hear = await createEars();
      answer = given;
      await assert.rejects(hear(speech), told);
    });

  it('hang up on the vendor when the visitor goes', async () => {
    const hear = await createEars();
    answer = 'hang';
    const gone = new AbortController();
    const heard = hear(speech, gone.signal);
    await until(() => vendor.requests.length === 1);
    gone.abort();
    await assert.rejects(heard, { code: 'ABORTED' });
  });
});
