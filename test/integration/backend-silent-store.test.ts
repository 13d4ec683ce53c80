import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { createAvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import type { AvatarStore } from '../../src/server/store/avatar-store.js';
import { createMemoryStore } from '../../src/server/store/memory-store.js';
import {
  ENDPOINT,
  EXAMPLE_ORIGIN,
  SECRET_KS,
  startBackendHarness,
  type BackendHarness,
} from '../support/backend-harness.js';
import { changed } from '../support/changed.js';

/** As short as a store may be given: one of memory alone answers before any timer. */
const SOON = 5;

let harness: BackendHarness;

/** What is asked of a store, in one part of it or of all of it. */
const QUESTIONS: readonly (readonly [
  part: 'sessions' | 'conversations' | 'leases' | 'quotas' | undefined,
  name: string,
])[] = [
  ...[
    'add',
    'visit',
    'claim',
    'due',
    'forget',
    'beginTurn',
    'enterTurn',
    'leaveTurn',
    'setTurnOpen',
    'note',
    'noted',
  ].map((name) => ['sessions', name] as const),
  ...['ask', 'answer'].map((name) => ['conversations', name] as const),
  ...['acquire', 'release', 'count'].map((name) => ['leases', name] as const),
  ['quotas', 'charge'],
  ...['enter', 'ping', 'close'].map((name) => [undefined, name] as const),
];

interface SilentStore {
  store: AvatarStore;
  /** From now on one of its questions is never answered; or is, again. */
  silence: (part: string | undefined, name: string, isSilent?: boolean) => void;
}

function createSilentStore(): SilentStore {
  const silent = new Set<string>();
  const listening = <Part extends object>(part: Part, partName: string): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown =>
          silent.has(`${partName}${String(name)}`) ? new Promise(() => undefined) : Reflect.apply(value, target, given);
      },
    });
  const store = createMemoryStore();
  const { sessions, conversations, leases, quotas } = store;
  const parts = {
    sessions: listening(sessions, 'sessions.'),
    conversations: listening(conversations, 'conversations.'),
    leases: listening(leases, 'leases.'),
    quotas: listening(quotas, 'quotas.'),
  };
  return {
    store: changed(listening(store, ''), parts),
    silence: (part, name, isSilent = true) => {
      const question = part === undefined ? name : `${part}.${name}`;
      if (isSilent) silent.add(question);
      else silent.delete(question);
    },
  };
}

async function start(store: AvatarStore, options: Partial<AvatarBackendOptions> = {}): Promise<void> {
  harness = await startBackendHarness({
    ...{ store, hookTimeouts: { store: SOON }, limits: { absentSeconds: 0.001 } },
    ...{ reply: () => 'Good morning.', beforeSay: (text) => text, identify: () => 'anna', ...options },
  });
}

const get = (path: string): Promise<Response> => harness.backend.fetch(new Request(`${EXAMPLE_ORIGIN}/${path}`));
const create = (): Promise<Response> => harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }));

/** What the service opens no session for, so that its place is given back. */
async function createInVain(): Promise<number> {
  harness.service.answers.set('create', { status: 503 });
  const { status } = await create();
  harness.service.answers.delete('create');
  return status;
}

/** Does all that there is to be done with a session that is open; gives how each was answered. */
async function visit(): Promise<number[]> {
  const statuses: number[] = [];
  for (const [action, body] of [
    ['say-text', { text: 'One ', turnId: 'turn-1', isFinal: false }],
    ['say-text', { text: 'two.', turnId: 'turn-1', isFinal: true }],
    ['reply', { message: 'Hello?', turnId: 'turn-2', conversation: { key: 'k'.repeat(43) } }],
    ['say-text?turnId=turn-3', 'A text that streams in.'],
    ['interrupt', {}],
    ['keep-alive', {}],
    ['end', {}],
  ] as const) {
    const isStream = typeof body === 'string';
    const response = await harness.control(
      action,
      isStream ? undefined : body,
      isStream ? { body, headers: { 'Content-Type': 'text/plain' } } : {},
    );
    const streamed = /"status":(\d+)/.exec(await response.text())?.[1];
    statuses.push(Number(streamed ?? response.status));
  }
  return statuses;
}

/** Does all that an operator may ask for; gives what each failed of. */
async function operate(): Promise<unknown[]> {
  const { backend } = harness;
  const work = [
    backend.countSessions(),
    backend.sweep(),
    backend.voiceOf('session-1'),
    backend.forget({ sessionId: 'session-1' }),
  ];
  const settled = await Promise.allSettled(work);
  return settled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
}

describe('a store that never answers', () => {
  afterEach(() => harness.close());

  for (const [part, name] of QUESTIONS) {
    const question = part === undefined ? name : `${part}.${name}`;
    it(`${question} is waited for so long and no longer: 503, and one line for the operator`, async () => {
      const { store, silence } = createSilentStore();
      await start(store, { limits: {} });
      await harness.open();
      silence(part, name);
      const statuses = [...(await visit()), (await create()).status, await createInVain()];
      statuses.push((await get('ready')).status);
      const failures = await operate();
      await harness.backend.close().catch((failure: unknown) => failures.push(failure));
      for (const status of statuses) assert.ok([200, 404, 410, 503].includes(status), statuses.join());
      for (const failure of failures) {
        assert.ok(failure instanceof Error);
        assert.equal(failure.name, 'StoreError');
        assert.match(failure.message, /^The store did not answer within 5 ms: /);
      }
      const told = harness.log.filter((line) => line.startsWith('error The store did not answer within 5 ms'));
      assert.equal(told.length, 1, harness.log.join('\n'));
      assert.match(told[0] ?? '', new RegExp(`hookTimeouts\\.store.*operation: '${question}'`, 's'));
      assert.doesNotMatch(harness.log.join('\n'), /failed unexpectedly/);
    });
  }

  it('is told of by code and time, as a store that fails is', async () => {
    const { store, silence } = createSilentStore();
    await start(store);
    silence('quotas', 'charge');
    const response = await create();
    assert.deepEqual([response.status, response.headers.get('Retry-After')], [503, '5']);
    assert.equal(((await response.json()) as { code: string }).code, 'API_REQUEST_FAILED');
    for (let i = 0; i < 3; i++) await create();
    assert.equal(harness.log.filter((line) => line.startsWith('error')).length, 1, harness.log.join('\n'));
  });

  it('is told of again after it has answered in between', async () => {
    const { store, silence } = createSilentStore();
    await start(store);
    for (const isSilent of [true, true, false, true]) {
      silence(undefined, 'ping', isSilent);
      assert.equal((await get('ready')).status, isSilent ? 503 : 200);
    }
    const lines = harness.log.filter((line) => line.includes('The store') && !line.startsWith('debug'));
    assert.deepEqual(
      lines.map((line) => line.split(' ').slice(0, 5).join(' ')),
      ['error The store did not', 'info The store answers again', 'error The store did not'],
    );
  });

  it('that fails after its time fails nobody else', async () => {
    let fail: (error: unknown) => void = () => undefined;
    const store = createMemoryStore();
    await start({ ...store, ping: () => new Promise((_resolve, reject) => (fail = reject)) });
    assert.equal((await get('ready')).status, 503);
    fail(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a hook that is only told something', () => {
  afterEach(() => harness.close());

  it('holds up nobody where it never answers, and is told of once', async () => {
    const hang = (): Promise<void> => new Promise(() => undefined);
    await start(createMemoryStore(), {
      ...{ audit: { sink: hang }, onBudget: hang, hookTimeouts: { audit: SOON, onBudget: SOON } },
      limits: { perCaller: { createsPerMinute: 1 } },
    });
    let afterwards: Promise<unknown> = Promise.resolve();
    const waitUntil = (work: Promise<unknown>): void => void (afterwards = work);
    for (let i = 0; i < 3; i++) {
      await harness.backend.fetch(new Request(ENDPOINT, { method: 'POST' }), { waitUntil });
      await afterwards;
    }
    const errors = harness.log.filter((line) => line.startsWith('error'));
    assert.equal(errors.length, 2, errors.join('\n'));
    assert.match(errors.join('\n'), /The audit sink failed .*The hook audit did not answer within 5 ms/s);
    assert.match(errors.join('\n'), /onBudget failed .*The hook onBudget did not answer within 5 ms/s);
  });
});

describe('a clock that gives no time', () => {
  const BAD: readonly (() => unknown)[] = [
    () => NaN,
    () => Infinity,
    () => undefined,
    () => '0',
    () => new Date(),
    () => Promise.resolve(0),
    () => {
      throw new Error('no clock');
    },
  ];

  it('is refused by name where it fails at once', () => {
    for (const bad of BAD) {
      const now = bad as () => number;
      const refused = { code: 'INVALID_CONFIGURATION', message: /: now should be a function that gives the millis/ };
      assert.throws(() => createAvatarBackend({ ks: SECRET_KS, now }), refused, String(bad));
      assert.throws(() => createMemoryStore({ now }), refused, String(bad));
    }
  });

  it('is told of once where it fails later, and nobody is refused anything', async () => {
    for (const bad of BAD) {
      let now: () => unknown = Date.now;
      await start(createMemoryStore(), { now: () => now() as number, limits: {}, audit: { sink: () => undefined } });
      now = bad;
      await harness.open();
      assert.deepEqual(await visit(), [200, 200, 200, 200, 200, 200, 200], String(bad));
      assert.equal((await get('ready')).status, 200);
      await harness.backend.sweep();
      const told = harness.log.filter((line) => line.startsWith('error'));
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', /^error now gave no time, and Date\.now is asked in its place/);
      await harness.close();
    }
  });
});
