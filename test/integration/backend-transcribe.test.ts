import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AuditEvent } from '../../src/server/audit.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { BudgetEvent } from '../../src/server/sessions/budget-watch.js';
import type { TranscribeContext } from '../../src/server/speech/hooks.js';
import { ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';
import { wav } from '../support/wav.js';

let harness: BackendHarness;
let heard: { type: string; size: number; context: TranscribeContext }[] = [];

async function start(options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  heard = [];
  harness = await startBackendHarness({
    transcribe: (audio, context) => {
      heard.push({ type: audio.type, size: audio.size, context });
      return ' When do you open? ';
    },
    ...options,
  });
  await harness.open();
}

function send(body: BodyInit, headers: Record<string, string> = {}, backend = harness.backend): Promise<Response> {
  return backend.fetch(new Request(`${ENDPOINT}/session-1/transcribe`, { method: 'POST', body, headers }));
}

async function problemOf(response: Response): Promise<string> {
  const { code, limit } = (await response.json()) as { code?: string; limit?: string };
  return [response.status, code, limit].filter(Boolean).join(' ');
}

/** What a browser's recorder writes begins like this. */
function recording(start: string | number[], size: number): Blob {
  const bytes = new Uint8Array(size);
  bytes.set(typeof start === 'string' ? new TextEncoder().encode(start) : start);
  return new Blob([bytes]);
}

const WEBM = [0x1a, 0x45, 0xdf, 0xa3];

describe('a recording that a page has transcribed', () => {
  afterEach(() => harness.close());

  it('is answered with what was said', async () => {
    await start();
    const response = await send(recording(WEBM, 6000), { 'Content-Type': 'audio/webm;codecs=opus' });
    assert.deepEqual(await response.json(), { success: true, text: 'When do you open?' });
    assert.equal(heard[0]?.context.sessionId, 'session-1');
    assert.ok(!heard[0].context.signal.aborted);
  });

  it('has the type and the length that its bytes have, whatever the page says', async () => {
    await start();
    for (const audio of [
      recording(WEBM, 6000),
      recording('OggS', 3000),
      recording('\0\0\0\x1cftypmp42', 3000),
      recording('fLaC', 3000),
      wav({ seconds: 4, sampleRate: 16_000 }),
      await toneMp3(1),
    ])
      assert.equal((await send(audio, { 'Content-Type': 'audio/mpeg' })).status, 200);
    assert.deepEqual(
      heard.map(({ type, context }) => [type, Math.round(context.durationSeconds * 10) / 10]),
      [
        ['audio/webm', 2],
        ['audio/ogg', 1],
        ['audio/mp4', 1],
        ['audio/flac', 1],
        ['audio/wav', 4],
        ['audio/mpeg', 1],
      ],
    );
  });

  it('reaches no vendor where it is none, or too large, or too long', async () => {
    await start({ limits: { transcriptionBytes: 400_000, transcriptionSeconds: 10 } });
    for (const junk of ['', 'Hello', '{"audio":"…"}', '<html>', 'RIFF1234AVI ', '\x1a\x45'])
      assert.equal(await problemOf(await send(junk)), '415 INVALID_CONFIGURATION', junk);
    assert.match(await problemOf(await send(recording(WEBM, 400_001))), /^413/);
    assert.match(await problemOf(await send(recording(WEBM, 31_000))), /^413/);
    assert.match(await problemOf(await send(wav({ seconds: 11, sampleRate: 8000 }))), /^413/);
    assert.deepEqual(heard, []);
  });

  it('is for who has the session’s key alone', async () => {
    await start();
    assert.match(await problemOf(await send(recording(WEBM, 3000), {}, harness.anotherBrowser())), /^404/);
    assert.deepEqual(heard, []);
  });

  it('is not possible without the hook', async () => {
    await start({ transcribe: undefined });
    assert.equal(await problemOf(await send(recording(WEBM, 3000))), '501 API_REQUEST_FAILED');
    const got = await harness.backend.fetch(new Request(`${ENDPOINT}/session-1/transcribe`));
    assert.equal(got.status, 405);
  });

  it('is counted in seconds, by minute and day, before it is transcribed, with a word at 80 % and at the end', async () => {
    const told: BudgetEvent[] = [];
    let now = Date.now();
    await start({
      identify: () => 'anna',
      limits: {
        transcriptionSeconds: 10,
        perCaller: { transcriptionSecondsPerMinute: 20, transcriptionSecondsPerDay: 25 },
      },
      onBudget: (event) => void told.push(event),
      now: () => now,
    });
    const tenSeconds = recording(WEBM, 24_000); // eight
    assert.equal((await send(tenSeconds)).status, 200);
    assert.equal((await send(tenSeconds)).status, 200);
    const refused = await send(tenSeconds);
    assert.ok(Number(refused.headers.get('Retry-After')) > 0);
    assert.equal(await problemOf(refused), '429 RATE_LIMITED transcriptionSecondsPerMinute');
    now += 61_000;
    assert.equal((await send(tenSeconds)).status, 200);
    now += 61_000;
    assert.equal(await problemOf(await send(tenSeconds)), '429 RATE_LIMITED transcriptionSecondsPerDay');
    assert.equal(heard.length, 3);
    assert.deepEqual(
      told.map(({ limit, share, caller }) => `${limit} ${share} ${caller}`),
      [
        'transcriptionSecondsPerMinute 0.8 anna',
        'transcriptionSecondsPerMinute 1 anna',
        'transcriptionSecondsPerDay 0.8 anna',
        'transcriptionSecondsPerDay 1 anna',
      ],
    );
  });

  it('counts a second at least, however short it is', async () => {
    await start({
      limits: { transcriptionSeconds: 3, total: { transcriptionSecondsPerMinute: 3 } },
      identify: () => 'anna',
    });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await send(recording(WEBM, 10))).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
  });

  it('lets nobody listen where the limit is 0', async () => {
    await start({ limits: { total: { transcriptionSecondsPerDay: 0 } } });
    assert.equal(await problemOf(await send(recording(WEBM, 3000))), '429 RATE_LIMITED transcriptionSecondsPerDay');
  });

  it('is given up where the hook is too slow, and fails calmly where it gives nonsense', async () => {
    await start({ transcribe: () => new Promise(() => undefined), hookTimeouts: { transcribe: 50 } });
    assert.equal((await send(recording(WEBM, 3000))).status, 504);
    await harness.close();
    for (const nonsense of [undefined, { text: 'Hello' }, 'x'.repeat(100_001)]) {
      await start({ transcribe: () => nonsense as string });
      assert.equal((await send(recording(WEBM, 3000))).status, 500);
      await harness.close();
    }
    await start({ transcribe: () => Promise.reject(new Error('heard: my password is wombat')) });
    assert.doesNotMatch(await (await send(recording(WEBM, 3000))).text(), /wombat/);
  });

  it('is written down with its size, and its text only where the audit is to hold texts', async () => {
    for (const includeText of [false, true]) {
      const events: AuditEvent[] = [];
      await start({ audit: { sink: (event) => void events.push(event), includeText } });
      await send(recording(WEBM, 3000));
      const event = events.find(({ action }) => action === 'transcribe');
      assert.deepEqual(
        [event?.result, event?.audioBytes, event?.textLength, event?.text],
        ['done', 3000, 17, includeText ? 'When do you open?' : undefined],
      );
      assert.doesNotMatch(harness.log.join('\n'), /When do you/);
      if (!includeText) await harness.close();
    }
  });
});
