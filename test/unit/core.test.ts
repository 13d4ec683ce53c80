import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';

import { abandonable } from '../../src/core/abandon.js';
import { AvatarError, AvatarErrorCode, isAvatarError, toAvatarError } from '../../src/core/errors.js';
import { createLogger, type Logger } from '../../src/core/logger.js';
import { parseSayTextBody, parseSessionGrant } from '../../src/core/protocol-guards.js';
import { redactText } from '../../src/core/redact.js';
import { sessionOfToken } from '../../src/core/session-token.js';
import { TypedEvents } from '../../src/core/typed-events.js';
import { settled } from '../support/manual-clock.js';

describe('an AvatarError', () => {
  it('knows whether trying again can help', () => {
    assert.equal(new AvatarError('NETWORK', 'x').recoverable, true);
    assert.equal(new AvatarError('UNAUTHORIZED', 'x').recoverable, false);
  });

  it('is recognised across realms, and nothing else is', () => {
    const foreign: unknown = runInNewContext(`Object.assign(new Error('x'), { name: 'AvatarError', code: 'NETWORK' })`);
    assert.ok(isAvatarError(foreign));
    for (const other of [new Error('x'), null, undefined, 'AvatarError', { code: 'NETWORK' }])
      assert.ok(!isAvatarError(other));
  });

  it('wraps what is thrown by others and keeps it as the cause', () => {
    const cause = new TypeError('x');
    assert.equal(toAvatarError(cause, 'NETWORK', 'y').cause, cause);
    assert.equal(toAvatarError(new DOMException('x', 'AbortError'), 'NETWORK', 'y').code, 'ABORTED');
  });

  it('has all its codes as values too', () => {
    assert.equal(AvatarErrorCode.RTC_CONNECTION_FAILED, 'RTC_CONNECTION_FAILED');
  });
});

describe('a session grant', () => {
  const endpoint = 'https://shop.example/api/avatar/session';

  it('is taken with a token alone, as the documented backends answer', () => {
    assert.deepEqual(parseSessionGrant({ success: true, sessionId: 's1', token: 't' }, endpoint), {
      sessionId: 's1',
      token: 't',
    });
  });

  it('has its control URL resolved against the endpoint', () => {
    const grant = parseSessionGrant(
      {
        sessionId: 's1',
        whepUrl: 'https://media.example/whep?stream=s1',
        controlUrl: 'session/s1',
        turn: { url: 'turn.example' },
      },
      endpoint,
    );
    assert.equal(grant.controlUrl, 'https://shop.example/api/avatar/session/s1');
    assert.deepEqual(grant.turn, { url: 'turn.example' });
  });

  const unusable: [string, unknown, RegExp][] = [
    ['no object', [], /the body should be a JSON object/],
    ['no session id', { token: 't' }, /sessionId should be a non-empty string/],
    ['a number for a token', { sessionId: 's1', token: 5 }, /token should be a non-empty string/],
    [
      'neither token nor control URL',
      { sessionId: 's1', whepUrl: 'https://m.example/' },
      /it needs a token, or a whepUrl together with/,
    ],
    [
      'a script for a control URL',
      { sessionId: 's1', token: 't', controlUrl: 'javascript:0' },
      /controlUrl should be an http/,
    ],
    ['TURN without a URL', { sessionId: 's1', token: 't', turn: {} }, /turn\.url should be a non-empty string/],
  ];
  for (const [what, body, message] of unusable) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parseSessionGrant(body, endpoint), { code: 'PROTOCOL', message });
    });
  }
});

describe('the body of say-text', () => {
  const complain = (path: string, expected: string): never => {
    throw new Error(`${path}: ${expected}`);
  };
  const parse = (body: unknown): unknown => parseSayTextBody(body, complain, () => 'made-up');

  it('may be a text alone, which is a final turn of its own', () => {
    assert.deepEqual(parse({ text: 'Hi' }), { text: 'Hi', turnId: 'made-up', isFinal: true });
  });

  it('may close a turn with nothing more to say', () => {
    assert.deepEqual(parse({ text: '', turnId: 't1', isFinal: true }), { text: '', turnId: 't1', isFinal: true });
    assert.deepEqual(parse({ turnId: 't1' }), { text: '', turnId: 't1', isFinal: true });
  });

  it('is refused where a field has another type', () => {
    for (const body of [
      { text: 3 },
      { text: 'a', turnId: 7 },
      { text: 'a', turnId: '' },
      { text: 'a', isFinal: 'yes' },
    ])
      assert.throws(() => parse(body));
  });
});

describe('the session of a token', () => {
  const jwt = (claims: string): string => `e30.${Buffer.from(claims).toString('base64url')}.c2ln`;

  it('is what its sessionId claim says, in any alphabet', () => {
    assert.equal(sessionOfToken(jwt('{"sessionId":"s-1","name":"Zoë ÿ?>"}')), 's-1');
  });

  it('is none for a KS, and for whatever looks a little like a JWT', () => {
    for (const other of ['djJ8MTIzfGFiYw==', '', 'a.b.c', jwt('{}'), jwt('{"sessionId":7}'), jwt('[]'), 'e30.e30']) {
      assert.equal(sessionOfToken(other), undefined, other);
    }
  });
});

describe('the logger', () => {
  const record = (level?: Parameters<typeof createLogger>[0]): { logger: Logger; lines: unknown[][] } => {
    const lines: unknown[][] = [];
    const write = (...line: unknown[]): void => void lines.push(line);
    return { logger: createLogger(level, { debug: write, info: write, warn: write, error: write }), lines };
  };

  it('keeps what is below its level to itself', () => {
    const { logger, lines } = record('warn');
    logger.info('hidden');
    logger.warn('shown');
    assert.deepEqual(lines, [['[kaltura-avatar] shown']]);
  });

  it('writes neither tokens nor a KS, wherever they are', () => {
    const { logger, lines } = record();
    const jwt = 'eyJhbGciOi.eyJzdWIi.c2ln';
    const nested = new Error('outer', { cause: new Error(`inner ${jwt}`) });
    logger.info(`sent Bearer ${jwt}`, {
      token: 'abc',
      list: [{ ks: 'djJ8' }],
      url: 'https://m.example/?token=abc&x=1',
    });
    logger.error('failed', nested);
    assert.deepEqual(lines, [
      [
        '[kaltura-avatar] sent Bearer [redacted]',
        { token: '[redacted]', list: [{ ks: '[redacted]' }], url: 'https://m.example/?token=[redacted]&x=1' },
      ],
      ['[kaltura-avatar] failed', 'Error: outer <- Error: inner [redacted]'],
    ]);
  });

  it('leaves ordinary words alone', () => {
    const line = 'A KS is needed to create a session; a Bearer token for a turn.';
    assert.equal(redactText(line), line);
  });
});

describe('typed events', () => {
  it('reach all listeners although one throws', () => {
    const errors: unknown[] = [];
    const events = new TypedEvents<{ ping: [number] }>((error) => errors.push(error));
    const heard: number[] = [];
    events.on('ping', () => {
      throw new Error('bad listener');
    });
    events.on('ping', (value) => heard.push(value));
    events.emit('ping', 3);
    assert.deepEqual(heard, [3]);
    assert.equal(errors.length, 1);
  });

  it('stop when a listener is taken off', () => {
    const events = new TypedEvents<{ ping: [] }>(() => undefined);
    let calls = 0;
    const listener = (): void => {
      calls++;
    };
    events.on('ping', listener);
    events.off('ping', listener);
    events.emit('ping');
    assert.equal(calls, 0);
  });
});

describe('work that may be abandoned', () => {
  it('is given back when it arrives after the abort', async () => {
    const caller = new AbortController();
    const { promise, resolve } = withResolvers<string>();
    const givenBack: string[] = [];
    const result = abandonable(promise, caller.signal, (late) => givenBack.push(late));
    caller.abort();
    await assert.rejects(result, { code: 'ABORTED' });
    resolve('a session that costs money');
    await settled();
    assert.deepEqual(givenBack, ['a session that costs money']);
  });

  it('is kept or given back, whichever tick the abort comes in', async () => {
    for (let ticks = 0; ticks < 6; ticks++) {
      const caller = new AbortController();
      const { promise, resolve } = withResolvers<string>();
      const outcome: string[] = [];
      const result = abandonable(promise, caller.signal, () => outcome.push('given back')).then(
        () => outcome.push('kept'),
        () => undefined,
      );
      resolve('a session that costs money');
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      caller.abort();
      await settled();
      assert.equal(outcome.length, 1, `${ticks} ticks: ${outcome.join(', ')}`);
      await result;
    }
  });

  it('is not given back when nobody aborted', async () => {
    const result = await abandonable(Promise.resolve('kept'), new AbortController().signal, () => assert.fail());
    assert.equal(result, 'kept');
  });
});

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
