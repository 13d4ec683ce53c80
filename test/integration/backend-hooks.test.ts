import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import type { DEFAULT_HOOK_TIMEOUTS } from '../../src/server/ask-hook.js';
import { createAvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import {
  ENDPOINT,
  jsonRequest,
  SECRET_KS,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';

/** As short as a hook may be given; none of those below answers at all. */
const SOON = 20;

let harness: BackendHarness;
let isOpen = false;

async function start(options: Partial<AvatarBackendOptions>): Promise<void> {
  await stop();
  harness = await startBackendHarness(options);
  isOpen = true;
}

async function stop(): Promise<void> {
  if (isOpen) await harness.close();
  isOpen = false;
}

const create = (): Promise<Response> => harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
const say = (): Promise<Response> => harness.control('say-text', { text: 'Hello.', turnId: 't', isFinal: true });
const ask = (): Promise<Response> => harness.control('reply', { message: 'Hello?', turnId: 't' });
const fromElsewhere = (): Promise<Response> =>
  harness.backend.fetch(new Request(ENDPOINT, { method: 'POST', headers: { Origin: 'https://other.example' } }));

/** Never settles, and tells whether it was told to stop. */
function hang(): { hook: (...given: unknown[]) => Promise<never>; asked: Promise<void>; stopped: Promise<void> } {
  let tellAsked: () => void;
  let tellStopped: () => void;
  const asked = new Promise<void>((resolve) => (tellAsked = resolve));
  const stopped = new Promise<void>((resolve) => (tellStopped = resolve));
  const hook = (...given: unknown[]): Promise<never> => {
    const signals = given.flatMap((each) => (each instanceof Object && 'signal' in each ? [each.signal] : []));
    (signals[0] as AbortSignal).addEventListener('abort', () => tellStopped(), { once: true });
    tellAsked();
    return new Promise<never>(() => undefined);
  };
  return { hook, asked, stopped };
}

type Hook = keyof typeof DEFAULT_HOOK_TIMEOUTS;

/** Each hook, what asks it, and what it needs to be asked. */
const HOOKS: readonly (readonly [Hook, send: () => Promise<Response>, needs: Partial<AvatarBackendOptions>])[] = [
  ['getKs', create, {}],
  ['identify', create, {}],
  ['authorize', create, {}],
  ['allowedOrigins', fromElsewhere, {}],
  ['beforeSay', say, {}],
  ['reply', ask, {}],
  ['textToSpeech', say, { textToSpeechWhen: 'always' }],
];

/** Those that are asked for a session that is open need one: it is opened before the hook begins to misbehave. */
async function startWith(name: Hook, hook: unknown, needs: Partial<AvatarBackendOptions>): Promise<void> {
  let isAsked = false;
  const atFirst: Partial<Record<Hook, unknown>> = { getKs: SECRET_KS, identify: 'anna', authorize: true };
  const delayed = (...given: unknown[]): unknown =>
    isAsked || !(name in atFirst) ? (hook as (...given: unknown[]) => unknown)(...given) : atFirst[name];
  await start({ hookTimeouts: { [name]: SOON }, [name]: delayed, ...needs });
  await harness.open();
  isAsked = true;
}

describe('a hook of the integrator’s', () => {
  afterEach(stop);

  for (const [name, send, needs] of HOOKS) {
    it(`${name}, where it never answers, is given up in time and told so`, async () => {
      const { hook, stopped } = hang();
      await startWith(name, hook, needs);
      const response = await send();
      assert.deepEqual([response.status, ((await response.json()) as { code: string }).code], [504, 'TIMEOUT']);
      await stopped;
      assert.match(harness.log.join('\n'), new RegExp(`^error A hook .*The hook ${name} did not answer`, 'ms'));
    });

    it(`${name}, where it fails late, fails nobody else`, async () => {
      let fail: (error: unknown) => void = () => undefined;
      await startWith(name, () => new Promise((_resolve, reject) => (fail = reject)), needs);
      assert.equal((await send()).status, 504);
      fail(new Error('too late'));
      await new Promise((resolve) => setImmediate(resolve));
    });

    const thrown: readonly unknown[] = [new Error('secret-0815'), 'secret-0815', undefined, Object.create(null), 7];
    it(`${name}, whatever it throws, is a 500 that tells nothing of it`, async () => {
      for (const what of thrown) {
        for (const hook of [
          async (): Promise<never> => {
            await Promise.resolve();
            throw what;
          },
          (): never => {
            throw what;
          },
        ]) {
          await startWith(name, hook, needs);
          const response = await send();
          assert.equal(response.status, 500, typeof what);
          assert.doesNotMatch(await response.text(), /secret-0815/);
        }
      }
    });
  }

  it('is given up where the visitor leaves, whatever time it has', async () => {
    const { hook, asked, stopped } = hang();
    await start({ beforeSay: hook, hookTimeouts: { beforeSay: Infinity } });
    await harness.open();
    const browser = new AbortController();
    const answered = harness.backend.fetch(
      jsonRequest(
        `${ENDPOINT}/session-1/say-text`,
        { text: 'Hello.' },
        {
          signal: browser.signal,
          headers: { 'Content-Type': 'application/json' },
        },
      ),
    );
    await asked;
    browser.abort();
    assert.equal((await answered).status, 499);
    await stopped;
  });

  it('may take as long as the longest timer, and longer', async () => {
    for (const ms of [Infinity, Number.MAX_VALUE, 2 ** 31]) {
      await start({
        identify: () => new Promise((resolve) => setImmediate(() => resolve('anna'))),
        hookTimeouts: { identify: ms },
      });
      assert.equal((await create()).status, 200);
    }
  });

  it('that gives what it should not lets nobody in, and says nothing', async () => {
    const garbage: Partial<Record<Hook, readonly unknown[]>> = {
      authorize: ['no', 1, { status: 403 }, [], new Date()],
      identify: [7, true, {}, [], Symbol('anna')],
      allowedOrigins: ['no', 1, {}, null],
      getKs: [null, undefined, 7, [], {}, { ks: 'a b', expiresAt: 1 }, { ks: SECRET_KS }, ''],
      beforeSay: [7, true, {}, { refuse: 7 }, []],
      reply: [undefined, null, 7, {}, [], () => 'Hello'],
      textToSpeech: [undefined, null, 7, {}, 'text', new Uint8Array()],
    };
    for (const [name, send, needs] of HOOKS) {
      for (const value of garbage[name] ?? []) {
        await startWith(name, () => value, needs);
        const { status } = await send();
        assert.ok([401, 403, 500].includes(status), `${name} gave ${typeof value}: ${status}`);
        const said = harness.service.calls.filter(({ purpose }) => purpose.startsWith('say-'));
        assert.deepEqual([said, harness.service.calls.length], [[], 2], name);
      }
    }
  });
});

describe('a source of the KS that does not answer', () => {
  afterEach(stop);

  const readiness = async (): Promise<number> =>
    (await harness.backend.fetch(new Request('https://shop.example.com/ready'))).status;

  it('keeps no later session from being opened, and readiness tells of it meanwhile', async () => {
    let now = 0;
    let isStuck = true;
    let asked = 0;
    await start({
      getKs: () => {
        asked += 1;
        return isStuck ? new Promise(() => undefined) : SECRET_KS;
      },
      hookTimeouts: { getKs: SOON },
      now: () => now,
    });
    const statuses = await Promise.all([create(), create(), create()].map(async (answer) => (await answer).status));
    assert.deepEqual([statuses, asked], [[504, 504, 504], 1], 'they share one question');
    assert.equal(await readiness(), 503);
    assert.match(harness.log.join('\n'), /^error Not ready: there is no usable Kaltura Session: check getKs/m);
    isStuck = false;
    assert.equal(await readiness(), 503, 'a source that failed is not asked again at once');
    now += 11_000;
    assert.equal(await readiness(), 200);
    assert.equal((await create()).status, 200);
  });

  it('is found out by the first health check, before anybody opens a session, and asked no more once it has answered', async () => {
    let asked = 0;
    await start({ getKs: () => ((asked += 1), SECRET_KS) });
    for (let i = 0; i < 3; i++) assert.equal(await readiness(), 200);
    assert.equal(asked, 1);
  });
});

describe('an answer that comes bit by bit', () => {
  afterEach(stop);

  const failureOf = async (response: Response): Promise<{ status: number; code: string }> => {
    const [, data = ''] = /event: error\ndata: (.*)/.exec(await response.text()) ?? [];
    return JSON.parse(data) as { status: number; code: string };
  };

  it('is given up where a piece does not come in time, after what came before was said', async () => {
    let isStopped = false;
    await start({
      hookTimeouts: { reply: 1000 },
      async *reply(_message, { signal }) {
        signal.addEventListener('abort', () => (isStopped = true));
        yield 'It is noon. And ';
        await harness.service.received('say-text');
        await new Promise(() => undefined);
      },
    });
    await harness.open();
    const { status, code } = await failureOf(await ask());
    assert.deepEqual([status, code, isStopped], [504, 'TIMEOUT', true]);
    const said = harness.service.calls.filter(({ purpose }) => purpose === 'say-text');
    assert.match(said[0]?.body ?? '', /It is noon\./);
  });

  it('is given up where its pieces are empty for ever', async () => {
    await start({
      hookTimeouts: { reply: 50 },
      async *reply() {
        for (;;) {
          await new Promise((resolve) => setImmediate(resolve));
          yield '';
        }
      },
    });
    await harness.open();
    assert.equal((await ask()).status, 504);
  });

  it('is stopped where it never ends', async () => {
    let pieces = 0;
    await start({
      async *reply() {
        for (;;) {
          pieces += 1;
          yield await Promise.resolve('And so on and on. '.repeat(100));
        }
      },
    });
    await harness.open();
    assert.equal((await failureOf(await ask())).status, 500);
    assert.ok(pieces < 100, `${pieces} pieces were taken`);
  });

  it('has its time for each piece, however long all of it takes', async () => {
    await start({
      hookTimeouts: { reply: 1000 },
      async *reply() {
        for (let i = 0; i < 4; i++) {
          await new Promise((resolve) => setTimeout(resolve, 300));
          yield `Sentence ${i}. `;
        }
      },
    });
    await harness.open();
    assert.match(await (await ask()).text(), /event: done/);
  });
});

describe('the time that hooks have', () => {
  const create = (hookTimeouts: object): unknown => createAvatarBackend({ ks: SECRET_KS, hookTimeouts });

  it('has to be a number of milliseconds above 0, for a hook that there is', () => {
    for (const reply of [0, -1, NaN, -Infinity, '1000']) {
      const message = /hookTimeouts\.reply should be a number above 0/;
      assert.throws(() => create({ reply }), { code: 'INVALID_CONFIGURATION', message }, String(reply));
    }
    assert.throws(() => create({ replies: 1 }), /hookTimeouts\.replies should be left out/);
    create({ reply: Infinity, getKs: 1e300, identify: 1e-300 });
  });
});
