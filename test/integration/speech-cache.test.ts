import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { createClient } from '@redis/client';
import { Keyv } from 'keyv';

import { createAiVoice, type AiVoiceOptions } from '../../src/server/adapters/ai/ai-voice.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { toneMp3 } from '../support/tone-mp3.js';

type Cache = NonNullable<AiVoiceOptions['cache']>;

const context = { sessionId: 'one', turnId: 'turn', signal: new AbortController().signal };

describe('what a voice by the AI SDK has said', () => {
  let mp3: Uint8Array<ArrayBuffer>;
  let asked: string[];
  before(async () => void (mp3 = new Uint8Array(await (await toneMp3(0.5)).arrayBuffer())));

  /** A process with a voice of its own. */
  const voiceWith = (cache: Cache): ((text: string) => Promise<unknown>) => {
    const voice = createAiVoice({
      cache,
      speak: ({ text }) => {
        asked.push(text);
        return Promise.resolve({ audio: { uint8Array: mp3 } });
      },
    });
    return async (text) => voice(text, undefined, context);
  };

  async function assertPaidOnce(...caches: readonly Cache[]): Promise<void> {
    asked = [];
    for (const cache of caches) {
      const say = voiceWith(cache);
      for (const text of ['Hello.', 'Good bye.', 'Hello.']) assert.deepEqual(await say(text), mp3, text);
    }
    assert.deepEqual(asked, ['Hello.', 'Good bye.']);
  }

  it('is paid for once as long as a Keyv keeps it', async () => {
    const keyv = new Keyv<string>({ ttl: 60_000 });
    await assertPaidOnce(keyv, keyv);
    await keyv.clear();
    asked = [];
    await voiceWith(keyv)('Hello.');
    assert.deepEqual(asked, ['Hello.']);
  });

  describe('in Redis', () => {
    let redis: RunningRedis;
    before(async () => void (redis = await startRedis()));
    after(() => redis.close());

    it('is paid for once by all processes, and is gone after its time to live', async () => {
      const clients = [createClient({ url: redis.url }), createClient({ url: redis.url })];
      await Promise.all(clients.map((client) => client.connect()));
      const caches = clients.map((client): Cache => ({
        get: (key) => client.get(key),
        set: (key, value) => client.set(key, value, { expiration: { type: 'EX', value: 86_400 } }),
      }));
      await assertPaidOnce(...caches);
      const kept = await redis.keys();
      assert.equal(kept.size, 2);
      for (const [key, expiresInMs] of kept) {
        assert.match(key, /^avatar-speech:/);
        assert.ok(expiresInMs > 80_000_000 && expiresInMs <= 86_400_000, String(expiresInMs));
      }
      for (const client of clients) client.destroy();
    });

    it('costs the voice another call, and nothing else, where Redis is down', async () => {
      const client = createClient({ url: redis.url, disableOfflineQueue: true, socket: { reconnectStrategy: false } });
      client.on('error', () => undefined);
      await client.connect();
      await redis.stop();
      const say = voiceWith({ get: (key) => client.get(key), set: (key, value) => client.set(key, value) });
      asked = [];
      assert.deepEqual(await say('Hello.'), mp3);
      assert.deepEqual(asked, ['Hello.']);
      client.destroy();
    });
  });
});
