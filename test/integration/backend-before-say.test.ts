import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { BeforeSay, BeforeSayContext } from '../../src/server/speech/hooks.js';
import { ENDPOINT, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

let harness: BackendHarness;

async function start(options: Partial<AvatarBackendOptions>): Promise<void> {
  harness = await startBackendHarness({ identify: () => 'anna', ...options });
  await harness.open();
}

async function say(text: string, turnId = 'turn-1', isFinal = false): Promise<number> {
  return (await harness.control('say-text', { text, turnId, isFinal })).status;
}

async function sayAudio(): Promise<Response> {
  const body = new FormData();
  body.set('turnId', 'turn-a');
  body.set('duration', '0.5');
  body.set('audio', await toneMp3(0.5));
  return harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, { method: 'POST', body }));
}

const callsOf = (purpose: string): string[] =>
  harness.service.calls.filter((one) => one.purpose === purpose).map(({ body }) => body);

const saidTexts = (): string[] => callsOf('say-text').map((body) => (JSON.parse(body) as { text: string }).text);

describe('the hook before something is said', () => {
  afterEach(() => harness.close());

  it('learns who speaks, what kind it is, and what was said in the turn before', async () => {
    const asked: unknown[] = [];
    await start({
      beforeSay: (text, { speaker, kind, saidBefore, turnId, caller }) => {
        asked.push([text, speaker, kind, saidBefore, turnId, caller]);
        return text.replace('Two', '2');
      },
      reply: () => 'An answer.',
    });
    await say('One. ');
    await say('Two. ');
    await say('Other. ', 'turn-2');
    await say('Three.', 'turn-1', true);
    await (await harness.control('reply', { message: 'Well?', turnId: 'turn-3' })).text();
    await (await harness.backend.voiceOf('session-1'))?.say('By itself.', { turnId: 'turn-4' });
    assert.deepEqual(asked, [
      ['One. ', 'page', 'text', '', 'turn-1', 'anna'],
      ['Two. ', 'page', 'text', 'One. ', 'turn-1', 'anna'],
      ['Other. ', 'page', 'text', '', 'turn-2', 'anna'],
      ['Three.', 'page', 'text', 'One. 2. ', 'turn-1', 'anna'],
      ['An answer.', 'reply', 'text', '', 'turn-3', 'anna'],
      ['By itself.', 'server', 'text', '', 'turn-4', 'anna'],
    ]);
  });

  const refuseBidden: BeforeSay = (text, { saidBefore }) =>
    (saidBefore + text).includes('forbidden') ? { refuse: 'Not that.' } : undefined;

  it('can refuse what comes in pieces, also where they come at once', async () => {
    await start({ beforeSay: refuseBidden });
    assert.deepEqual([await say('This is for'), await say('bidden words.')], [200, 422]);
    const atOnce = await Promise.all([say('This is for', 'turn-2'), say('bidden words.', 'turn-2')]);
    assert.deepEqual(atOnce.toSorted(), [200, 422]);
    assert.deepEqual(saidTexts(), ['This is for', 'This is for']);
  });

  it('is not forgetful where other turns come between', async () => {
    await start({ beforeSay: refuseBidden, limits: { perCaller: { requestsPerSecond: Infinity } } });
    await say('This is for');
    for (let i = 0; i < 40; i++) assert.equal(await say('Something else.', `turn-${i + 2}`), 200);
    assert.equal(await say('bidden words.'), 422);
  });

  it('is asked for recordings, and can refuse them', async () => {
    const asked: (BeforeSayContext & { text: string })[] = [];
    await start({
      beforeSay: (text, context) => {
        asked.push({ ...context, text });
        return context.kind === 'audio' && asked.length === 2 ? { refuse: 'No recordings.' } : undefined;
      },
    });
    assert.equal((await sayAudio()).status, 200);
    const refused = await sayAudio();
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), /No recordings\./);
    assert.equal(callsOf('say-audio').length, 1);
    const [first] = asked;
    assert.deepEqual(
      [first?.text, first?.kind, first?.speaker, first?.turnId, first?.audio?.size],
      ['', 'audio', 'page', 'turn-a', (await toneMp3(0.5)).size],
    );
    assert.ok(Math.abs((first?.durationSeconds ?? 0) - 0.5) < 0.2);
  });

  it('can have a text said in the place of a recording', async () => {
    await start({ beforeSay: (text, { kind }) => (kind === 'audio' ? 'Somebody sent a recording.' : text) });
    assert.equal((await sayAudio()).status, 200);
    assert.deepEqual([callsOf('say-audio').length, saidTexts()], [0, ['Somebody sent a recording.']]);
  });

  it('lets a recording be where it gives the empty text back', async () => {
    await start({ beforeSay: (text) => text });
    assert.equal((await sayAudio()).status, 200);
    assert.equal(callsOf('say-audio').length, 1);
  });
});

describe('what pages may say', () => {
  afterEach(() => harness.close());

  const cases = [
    [true, 200, 200],
    ['text', 200, 403],
    ['audio', 403, 200],
    [false, 403, 403],
  ] as const;
  for (const [pagesMaySay, text, audio] of cases) {
    it(`is what pagesMaySay says: ${pagesMaySay}; answers and the server speak all the same`, async () => {
      await start({ pagesMaySay, reply: () => 'An answer.' });
      const streamed = await harness.backend.fetch(
        new Request(`${ENDPOINT}/session-1/say-text`, {
          ...{ method: 'POST', body: 'Hello.', headers: { 'Content-Type': 'text/plain' } },
        }),
      );
      assert.deepEqual(
        [await say('Hello.', 'turn-1', true), streamed.status, (await sayAudio()).status],
        [text, text, audio],
      );
      const answered = await harness.control('reply', { message: 'Well?' });
      assert.match(await answered.text(), /event: done/);
      await (await harness.backend.voiceOf('session-1'))?.say('By itself.');
      assert.deepEqual(saidTexts().slice(-2), ['An answer.', 'By itself.']);
    });
  }
});
