import type { AvatarErrorCode } from '../../src/core/errors.js';
import { API_CALLS, type ApiCall, type Cell, type CellEffect, type Expected, type Play, type Source } from './cell.js';

/** What a fault comes to, by the kind of call; a kind that is left out has no such cell. */
interface Row {
  row: string;
  effect: CellEffect;
  source?: Source;
  /** How many calls it spoils. Default Infinity. */
  times?: number;
  /** The same for keep-alive. Default 1: a single failure. */
  keepAliveTimes?: number;
  create?: Expected;
  initClient?: Expected;
  /** say-text, say-audio and interrupt. */
  say?: Expected;
  keepAlive?: Expected;
  end?: Expected;
}

const failed = (code: AvatarErrorCode): Expected => ({ state: 'ERROR', code });
const stays = (code: AvatarErrorCode): Expected => ({ state: 'READY', code });
const READY: Expected = { state: 'READY' };
const RENEWED: Expected = { state: 'READY', sessions: 2 };
const UNAUTHORIZED = failed('UNAUTHORIZED');
const GONE = failed('SESSION_GONE');
/** The service never heard of the end. */
const ENDED: Expected = { state: 'ENDED', expires: true };

/** A fault that the call fails with, however it is tried. */
const fatal = (row: string, effect: CellEffect, code: AvatarErrorCode, more: Partial<Row> = {}): Row => ({
  row,
  effect,
  create: failed(code),
  initClient: failed(code),
  say: stays(code),
  keepAlive: READY,
  end: ENDED,
  ...more,
});

const status = (code: number): CellEffect => ({ kind: 'status', status: code });
const BUSY: CellEffect = { kind: 'status', status: 429, retryAfterSeconds: 1 };
const PASSED: Partial<Row> = { times: 1, create: READY, initClient: READY, say: READY, keepAlive: READY };

const ROWS: Row[] = [
  fatal('refused', { kind: 'refused' }, 'NETWORK', { keepAliveTimes: Infinity }),
  fatal('timeout', { kind: 'hang' }, 'TIMEOUT'),
  fatal('400', status(400), 'API_REQUEST_FAILED'),
  { row: '401 always, KS', effect: status(401), create: UNAUTHORIZED, initClient: UNAUTHORIZED, end: ENDED },
  { row: '401 once, KS', effect: status(401), times: 1, initClient: RENEWED, say: RENEWED, keepAlive: RENEWED },
  { row: '401 once, endpoint', source: 'endpoint', effect: status(401), times: 1, say: RENEWED, keepAlive: RENEWED },
  {
    row: '401, ready-made',
    source: 'ready-made',
    effect: status(401),
    initClient: UNAUTHORIZED,
    say: UNAUTHORIZED,
    keepAlive: UNAUTHORIZED,
    end: ENDED,
  },
  fatal('403', status(403), 'UNAUTHORIZED'),
  fatal('404', status(404), 'SESSION_NOT_FOUND', { say: GONE, keepAlive: GONE }),
  fatal('410', status(410), 'SESSION_GONE', { say: GONE, keepAlive: GONE }),
  { row: '429 + Retry-After, once', effect: BUSY, ...PASSED },
  fatal('429 + Retry-After, always', BUSY, 'RATE_LIMITED', { create: failed('CAPACITY'), keepAliveTimes: Infinity }),
  fatal('500', status(500), 'API_REQUEST_FAILED', { keepAliveTimes: Infinity }),
  { row: '503 once', effect: status(503), ...PASSED },
  fatal('503 always', status(503), 'API_REQUEST_FAILED', { keepAliveTimes: Infinity }),
  fatal('HTML', { kind: 'html', status: 200 }, 'PROTOCOL'),
  fatal('empty', { kind: 'empty', status: 200 }, 'PROTOCOL'),
  fatal('bad JSON', { kind: 'invalid-json' }, 'PROTOCOL'),
  fatal('wrong types', { kind: 'wrong-types' }, 'PROTOCOL'),
  // What was asked for is done: sending it again would do it twice. Nobody knows the session of a create whose answer is lost.
  fatal('answer lost', { kind: 'lost-answer' }, 'NETWORK', { create: { ...failed('NETWORK'), expires: true } }),
  fatal('dropped socket', { kind: 'close-socket' }, 'NETWORK', { keepAliveTimes: Infinity }),
];

const EXPECTATION_OF: Record<ApiCall, 'create' | 'initClient' | 'say' | 'keepAlive' | 'end'> = {
  create: 'create',
  'init-client': 'initClient',
  'say-text': 'say',
  'say-audio': 'say',
  interrupt: 'say',
  'keep-alive': 'keepAlive',
  end: 'end',
};

/** Waits for keep-alive calls that fly by: a failing one is tried three times, so seven show that the loop goes on. */
const KEEP_ALIVE: Partial<Play> = { keepAliveMs: 300, keepAlives: 3 };

/** Every API call with every fault. */
export const API_CELLS: readonly Cell[] = ROWS.flatMap((row) =>
  API_CALLS.flatMap((call): Cell[] => {
    const expected = row[EXPECTATION_OF[call]];
    if (!expected) return [];
    const isKeepAlive = call === 'keep-alive';
    const times = isKeepAlive ? (row.keepAliveTimes ?? 1) : (row.times ?? Infinity);
    return [
      {
        column: call,
        row: row.row,
        act: call === 'create' || call === 'init-client' ? 'connect' : call,
        ...(row.source ? { source: row.source } : {}),
        ...(isKeepAlive ? { ...KEEP_ALIVE, ...(times === Infinity ? { keepAlives: 7 } : {}) } : {}),
        faults: [{ call, times, ...row.effect }],
        expected,
      },
    ];
  }),
);
