import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { ENDPOINT, jsonRequest, startBackendHarness, type BackendHarness } from '../support/backend-harness.js';
import { toneMp3 } from '../support/tone-mp3.js';

let harness: BackendHarness;
let opened = 0;

async function start(options: Partial<AvatarBackendOptions>): Promise<void> {
  harness = await startBackendHarness({
    visitorCookie: { secret: 'a secret that signs cookies, long enough' },
    ...options,
  });
  opened = 0;
}

/** Opens a session and gives `status code`. */
async function open(
  browser: AvatarBackend = harness.backend,
  address?: string,
  choice: object = {},
): Promise<{ answer: string; retryAfter: string | null }> {
  harness.nextSession(`session-${++opened}`);
  const response = await browser.fetch(jsonRequest(ENDPOINT, choice), { clientAddress: address });
  return { answer: await codeOf(response), retryAfter: response.headers.get('Retry-After') };
}

async function codeOf(response: Response): Promise<string> {
  const { code } = (await response.json()) as { code?: string };
  return code === undefined ? String(response.status) : `${response.status} ${code}`;
}

const call = async (action: string, body?: unknown): Promise<string> =>
  codeOf(await harness.backend.fetch(jsonRequest(`${ENDPOINT}/session-1/${action}`, body)));

function callsOf(purpose: string): number {
  return harness.service.calls.filter((one) => one.purpose === purpose).length;
}

describe('the limits on sessions', () => {
  afterEach(() => harness.close());

  it('hold for each caller: the next one is opened when one has ended', async () => {
    await start({ limits: { perCaller: { sessions: 2 } } });
    assert.equal((await open()).answer, '200');
    assert.equal((await open()).answer, '200');
    assert.deepEqual(await open(), { answer: '429 CAPACITY', retryAfter: '30' });
    assert.equal((await open(harness.anotherBrowser())).answer, '200', 'another caller has places of its own');
    assert.equal(await call('end'), '200');
    assert.equal((await open()).answer, '200');
    assert.equal(callsOf('create'), 4, 'what is refused costs nothing');
  });

  it('take no place for a session that is refused before it is opened', async () => {
    await start({
      avatars: ['avatar-1'],
      voices: ['voice-1'],
      identify: () => 'anna',
      visitorCookie: undefined,
      limits: { perCaller: { sessions: 1 } },
    });
    assert.equal((await open(undefined, undefined, { avatarId: 'avatar-2' })).answer, '403 UNAUTHORIZED');
    assert.equal((await open(undefined, undefined, { voiceId: 'voice-2' })).answer, '403 UNAUTHORIZED');
    assert.equal((await open()).answer, '200');
  });

  it('for each caller need a caller: identify or the visitor cookie', async () => {
    const limits = {
      perCaller: { sessions: 1, createsPerMinute: 2, requestsPerSecond: 1 },
      perAddress: { sessions: 4 },
    };
    await start({ limits, visitorCookie: undefined });
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push((await open(undefined, '192.0.2.7')).answer);
    assert.deepEqual(answers, ['200', '200', '200', '200', '429 CAPACITY']);
    await harness.close();
    await start({ limits, visitorCookie: undefined, identify: () => 'anna' });
    assert.deepEqual([(await open()).answer, (await open()).answer], ['200', '429 RATE_LIMITED']);
  });

  it('hold for each address, also for those who refuse cookies', async () => {
    await start({ limits: { perAddress: { sessions: 2 } } });
    for (const expected of ['200', '200', '429 CAPACITY']) {
      assert.equal((await open(harness.anotherBrowser(), '192.0.2.7')).answer, expected);
    }
    assert.equal((await open(harness.anotherBrowser(), '192.0.2.8')).answer, '200');
  });

  it('take all addresses of an IPv6 network for one', async () => {
    await start({ limits: { perAddress: { sessions: 1 } } });
    const expected: [address: string, answer: string][] = [
      ['2001:db8:1:2::1', '200'],
      ['2001:db8:1:2:3:4:5:6', '429 CAPACITY'],
      ['2001:0DB8:0001:0002::9', '429 CAPACITY'],
      ['2001:db8:1:3::1', '200'],
      ['::1', '200'],
      ['::2', '429 CAPACITY'],
      ['::ffff:192.0.2.1', '200'],
      ['192.0.2.1', '429 CAPACITY'],
      ['::ffff:192.0.2.2', '200'],
    ];
    for (const [address, answer] of expected) {
      assert.equal((await open(harness.anotherBrowser(), address)).answer, answer, address);
    }
  });

  it('take a network of many /64 for one, too, which is let through twice as much', async () => {
    await start({ limits: { perAddress: { sessions: 2 } } });
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) answers.push((await open(harness.anotherBrowser(), `2001:db8:1:20${i}::1`)).answer);
    assert.deepEqual(answers, ['200', '200', '200', '200', '429 CAPACITY', '429 CAPACITY']);
    assert.equal((await open(harness.anotherBrowser(), '2001:db8:1:300::1')).answer, '200', 'the next /56');
  });

  it('hold for the connection’s address where a proxy does not tell another', async () => {
    await start({ limits: { perAddress: { sessions: 1 } }, trustedProxies: 1 });
    const from = async (forwarded?: string): Promise<string> => {
      const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded };
      const request = new Request(ENDPOINT, { method: 'POST', headers });
      return codeOf(await harness.anotherBrowser().fetch(request, { clientAddress: '10.0.0.1' }));
    };
    assert.deepEqual(
      [await from(), await from(), await from('10.0.0.1:5000')],
      ['200', '429 CAPACITY', '429 CAPACITY'],
    );
    assert.deepEqual(
      [await from('198.51.100.1, 192.0.2.1'), await from('198.51.100.2, 192.0.2.1:99')],
      ['200', '429 CAPACITY'],
    );
  });

  it('know the address behind a proxy where the integrator tells it', async () => {
    await start({
      limits: { perAddress: { sessions: 1 } },
      clientAddress: (request, connected) => request.headers.get('X-Real-IP') ?? connected,
    });
    const from = async (address: string): Promise<string> => {
      const request = new Request(ENDPOINT, { method: 'POST', headers: { 'X-Real-IP': address } });
      return codeOf(await harness.anotherBrowser().fetch(request, { clientAddress: '10.0.0.1' }));
    };
    assert.deepEqual(
      [await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')],
      ['200', '200', '429 CAPACITY'],
    );
  });

  it('hold in total', async () => {
    await start({ limits: { total: { sessions: 2 } } });
    for (const expected of ['200', '200', '429 CAPACITY']) {
      assert.equal((await open(harness.anotherBrowser())).answer, expected);
    }
  });

  it('are never passed by those that come at the same time', async () => {
    await start({ limits: { total: { sessions: 3 }, perCaller: { sessions: 9 } } });
    const answers = await Promise.all(Array.from({ length: 9 }, () => open(harness.anotherBrowser())));
    assert.equal(answers.filter(({ answer }) => answer === '200').length, 3);
  });

  it('give the place of a session back that could not be opened', async () => {
    await start({ limits: { perCaller: { sessions: 1 } } });
    harness.service.answers.set('init-client', { status: 500 });
    assert.equal((await open()).answer, '502 API_REQUEST_FAILED');
    harness.service.answers.delete('init-client');
    assert.equal((await open()).answer, '200');
  });

  it('hold for each minute', async () => {
    await start({ limits: { perCaller: { createsPerMinute: 1 }, perAddress: { createsPerMinute: 2 } } });
    assert.equal((await open()).answer, '200');
    const refused = await open();
    assert.equal(refused.answer, '429 RATE_LIMITED');
    const seconds = Number(refused.retryAfter);
    assert.ok(seconds > 50 && seconds <= 60, `Retry-After: ${seconds}`);
    for (const expected of ['200', '200', '429 RATE_LIMITED']) {
      assert.equal((await open(harness.anotherBrowser(), '192.0.2.7')).answer, expected);
    }
  });

  it('charge what is refused to one to nobody else', async () => {
    await start({
      limits: {
        perCaller: { createsPerMinute: 4, sessions: 100 },
        perAddress: { createsPerMinute: 6, sessions: 100 },
        total: { createsPerMinute: 12 },
      },
    });
    const caller = harness.anotherBrowser();
    const flood = async (browser: () => AvatarBackend, address: string): Promise<number> => {
      const answers: string[] = [];
      for (let i = 0; i < 30; i++) answers.push((await open(browser(), address)).answer);
      return answers.filter((answer) => answer === '200').length;
    };
    assert.equal(await flood(() => caller, '192.0.2.1'), 4, 'of one caller');
    assert.equal((await open(harness.anotherBrowser(), '192.0.2.1')).answer, '200', 'their neighbour');
    assert.equal(await flood(() => harness.anotherBrowser(), '192.0.2.2'), 6, 'of one address');
    assert.equal((await open(harness.anotherBrowser(), '192.0.2.3')).answer, '200', 'somebody else');
    assert.equal((await open(harness.anotherBrowser(), '192.0.2.3')).answer, '429 RATE_LIMITED', 'twelve in all');
  });

  it('charge who finds no place for no session that was opened', async () => {
    await start({ limits: { perCaller: { sessions: 1 }, total: { createsPerMinute: 3 } } });
    for (const expected of ['200', '429 CAPACITY', '429 CAPACITY', '429 CAPACITY', '429 CAPACITY']) {
      assert.equal((await open()).answer, expected);
    }
    for (const expected of ['200', '200', '429 RATE_LIMITED']) {
      assert.equal((await open(harness.anotherBrowser())).answer, expected);
    }
  });

  it('let pages name the avatars and voices that they may, and no other', async () => {
    await start({ avatars: ['avatar-1', 'avatar-2'], voices: ['voice-1'] });
    assert.equal((await open(undefined, undefined, { avatarId: 'avatar-2', voiceId: 'voice-1' })).answer, '200');
    for (const choice of [{ avatarId: 'avatar-3' }, { voiceId: 'voice-2' }]) {
      assert.equal((await open(undefined, undefined, choice)).answer, '403 UNAUTHORIZED');
    }
    assert.equal(callsOf('create'), 1);
  });

  it('let pages name the defaults alone where nothing else is offered', async () => {
    const defaults = { avatarId: 'avatar-1', voiceId: 'voice-1', voiceModelId: 'model-1' };
    await start({ defaults });
    assert.equal((await open(undefined, undefined, defaults)).answer, '200');
    for (const choice of [{ avatarId: 'avatar-2' }, { voiceId: 'voice-2' }, { voiceModelId: 'model-2' }]) {
      assert.equal((await open(undefined, undefined, choice)).answer, '403 UNAUTHORIZED', JSON.stringify(choice));
    }
    assert.equal(callsOf('create'), 1);
  });

  it('let pages name any avatar and voice of the account where that is asked for, but no model', async () => {
    await start({ avatars: 'any', voices: 'any' });
    assert.equal((await open(undefined, undefined, { avatarId: 'avatar-7', voiceId: 'voice-7' })).answer, '200');
    assert.equal((await open(undefined, undefined, { voiceModelId: 'model-7' })).answer, '403 UNAUTHORIZED');
  });

  it('let pages choose how fast the avatar speaks, from a quarter to four times as fast', async () => {
    await start({ limits: { perCaller: { sessions: Infinity } } });
    for (const voiceSpeed of [0.25, 1, 4])
      assert.equal((await open(undefined, undefined, { voiceSpeed })).answer, '200');
    for (const voiceSpeed of [-1, 0, 0.2, 4.1, 1e300, 5e-324]) {
      const { answer } = await open(undefined, undefined, { voiceSpeed });
      assert.equal(answer, '400 INVALID_CONFIGURATION', String(voiceSpeed));
    }
    assert.equal(callsOf('create'), 3);
  });
});

describe('the limits on calls', () => {
  afterEach(() => harness.close());

  it('hold for each second, but never for the end of a session', async () => {
    await start({ limits: { perCaller: { requestsPerSecond: 3 } } });
    await open();
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('interrupt')));
    assert.ok(answers.filter((answer) => answer === '200').length <= 3, answers.join(', '));
    assert.ok(answers.includes('429 RATE_LIMITED'), answers.join(', '));
    assert.equal(await call('end'), '200');
  });

  it('charge calls that are refused to one to nobody else', async () => {
    await start({
      limits: { perAddress: { requestsPerSecond: 10 }, total: { requestsPerSecond: 12 } },
      now: () => 0,
    });
    const browser = harness.anotherBrowser();
    const request = async (address: string): Promise<string> =>
      codeOf(await browser.fetch(jsonRequest(`${ENDPOINT}/session-9/interrupt`), { clientAddress: address }));
    const answers: string[] = [];
    for (let i = 0; i < 40; i++) answers.push(await request('192.0.2.1'));
    assert.equal(answers.filter((answer) => answer === '404 SESSION_NOT_FOUND').length, 10);
    assert.deepEqual(
      [await request('192.0.2.2'), await request('192.0.2.2'), await request('192.0.2.2')],
      ['404 SESSION_NOT_FOUND', '404 SESSION_NOT_FOUND', '429 RATE_LIMITED'],
    );
  });

  it('hold for how long an audio is, whatever its page says', async () => {
    await start({ limits: { audioSeconds: 1 } });
    await open();
    const send = async (seconds: number, duration: string): Promise<string> => {
      const body = new FormData();
      body.set('turnId', 'turn-1');
      body.set('duration', duration);
      body.set('audio', await toneMp3(seconds));
      return codeOf(
        await harness.backend.fetch(new Request(`${ENDPOINT}/session-1/say-audio`, { method: 'POST', body })),
      );
    };
    assert.equal(await send(0.5, '0.5'), '200');
    assert.equal(await send(2, '0.5'), '413 INVALID_CONFIGURATION');
    assert.equal(callsOf('say-audio'), 1);
  });
});
