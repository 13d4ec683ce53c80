import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';

import { AvatarControl } from '../../src/server/avatar-control.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { TurnStatus } from '../../src/simulator/sessions/speech-turn.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { asBrowser, ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { SILENT } from '../support/silent.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { until } from '../support/until.js';
import { wav } from '../support/wav.js';

const CLIP = wav({ seconds: 1.5, sampleRate: 16_000 });

/** Where a WAV file names the kind of its samples, and the kind that means floating point. */
const [KIND_AT, FLOATS] = [20, 3];

function formOf(audio: Blob, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ turnId: 'turn-1', duration: '9', ...fields })) form.set(name, value);
  // A page may call its file as it likes.
  form.set('audio', audio, 'clip.bin');
  return form;
}

describe('WAV files in the backend', () => {
  let harness: BackendHarness;
  afterEach(() => harness.close());

  async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
    harness = await startBackendHarness(options);
    await harness.open();
  }

  const send = async (audio: Blob): Promise<[status: number, title: string | undefined]> => {
    const response = await harness.control('say-audio', undefined, { body: formOf(audio), headers: {} });
    const { title } = (await response.json()) as { title?: string };
    return [response.status, title];
  };
  const sent = (): string => harness.service.calls.findLast(({ purpose }) => purpose === 'say-audio')?.body ?? '';

  it('are refused by default, and a voice may not give one either', async () => {
    await start({ textToSpeechWhen: 'always', textToSpeech: () => CLIP });
    assert.equal((await send(CLIP))[0], 415);
    const { status } = await harness.control('say-text', { text: 'Hello there.', turnId: 'turn-1', isFinal: true });
    assert.equal(status, 500);
    assert.equal(sent(), '');
  });

  it('go to the service as they are where that is allowed, with the length that they have', async () => {
    await start({ allowWav: true });
    assert.equal((await send(CLIP))[0], 200);
    assert.match(sent(), /name="duration"\r\n\r\n1\.5\r\n/);
    assert.match(sent(), /filename="speech\.wav"\r\nContent-Type: audio\/wav\r\n\r\nRIFF/);
  });

  it('leave MP3 files what they are', async () => {
    await start({ allowWav: true });
    assert.equal((await send(await toneMp3(0.5)))[0], 200);
    assert.match(sent(), /filename="speech\.mp3"\r\nContent-Type: audio\/mpeg\r\n/);
  });

  it('have to be of plain samples, and no longer than is allowed', async () => {
    await start({ allowWav: true, limits: { audioSeconds: 20 } });
    const floats = new Uint8Array(await CLIP.arrayBuffer());
    floats[KIND_AT] = FLOATS;
    for (const audio of [new Blob([floats]), new Blob(['RIFF....WAVEfmt '])]) assert.equal((await send(audio))[0], 415);
    assert.equal((await send(new Blob(['<html>'])))[0], 415);
    assert.equal((await send(wav({ seconds: 21, sampleRate: 8000 })))[0], 413);
    assert.equal(sent(), '');
  });

  it('may be what the voice of the integrator speaks in', async () => {
    await start({ allowWav: true, textToSpeechWhen: 'always', textToSpeech: () => CLIP });
    const { status } = await harness.control('say-text', { text: 'Hello there.', turnId: 'turn-1', isFinal: true });
    assert.equal(status, 200);
    assert.match(sent(), /name="duration"\r\n\r\n1\.5\r\n[^]*Content-Type: audio\/wav\r\n\r\nRIFF/);
  });

  it('are what the hook before it is given', async () => {
    const seen: [string | undefined, number | undefined][] = [];
    await start({
      allowWav: true,
      beforeSay: (_, { audio, durationSeconds }) => void seen.push([audio?.type, durationSeconds]),
    });
    await send(CLIP);
    assert.deepEqual(seen, [['audio/wav', 1.5]]);
  });
});

describe('WAV files at the simulated service', () => {
  const KS = 'a-ks';
  let simulator: Simulator;
  before(async () => void (simulator = await startSimulator({ ks: [KS], allowWav: true })));
  after(() => simulator.close());

  const untilSaid = async (sessionId: string): Promise<TurnStatus> => {
    const turn = (): TurnStatus | undefined => simulator.sessions().find(({ id }) => id === sessionId)?.turns[0];
    await until(() => ['said', 'failed', 'interrupted'].includes(turn()?.state ?? ''));
    return turn() ?? assert.fail('there is no turn');
  };

  it('are played to their end from a page, by way of the backend', async () => {
    const options = { ks: KS, baseUrl: simulator.baseUrl, defaults: { avatarId: 'maya' }, logger: SILENT };
    const backend = createAvatarBackend({ ...options, allowWav: true });
    const page = asBrowser(backend);
    const opened = await page.fetch(new Request(ENDPOINT, { method: 'POST' }));
    const { sessionId } = (await opened.json()) as { sessionId: string };
    const startedAt = performance.now();
    const url = `${ENDPOINT}/${sessionId}/say-audio`;
    assert.equal((await page.fetch(new Request(url, { method: 'POST', body: formOf(CLIP) }))).status, 200);
    assert.equal((await untilSaid(sessionId)).state, 'said');
    assert.ok(performance.now() - startedAt >= 1500, 'it was cut short');
    await backend.close();
  });

  it('are played from a server, which measures them', async () => {
    const control = new AvatarControl({ ks: KS, baseUrl: simulator.baseUrl, allowWav: true, logger: SILENT });
    await using session = await control.create({ avatarId: 'maya' });
    await session.sayAudio(new Blob([CLIP]));
    assert.equal((await untilSaid(session.sessionId)).state, 'said');
  });

  it('need their length to be told by a server that was not allowed them', async () => {
    const control = new AvatarControl({ ks: KS, baseUrl: simulator.baseUrl, logger: SILENT });
    await using session = await control.create({ avatarId: 'maya' });
    await assert.rejects(session.sayAudio(CLIP), { code: 'INVALID_INPUT', message: /not an MP3 file/ });
  });

  it('are refused by a service that does not take them', async () => {
    const strict = await startSimulator({ ks: [KS] });
    const control = new AvatarControl({ ks: KS, baseUrl: strict.baseUrl, allowWav: true, logger: SILENT });
    {
      await using session = await control.create({ avatarId: 'maya' });
      await assert.rejects(session.sayAudio(CLIP), { status: 400, message: /should be an MP3 file/ });
    }
    await strict.close();
  });
});
