import type { AvatarErrorCode } from '../../src/core/errors.js';
import { always, mediaCrashes, once, pathBreaks, sdp, status } from './cell-parts.js';
import type { Cell, CellEffect, CellFault, Expected, Lane } from './cell.js';

type Media = Omit<Cell, 'column' | 'act' | 'faults' | 'expected'> & Partial<Cell>;

const READY: Expected = { state: 'READY' };
/** The same session, on a new connection. */
const MENDED: Expected = { state: 'READY', sessions: 1, offers: 2 };
const failed = (code: AvatarErrorCode): Expected => ({ state: 'ERROR', code });
const HIDDEN_LOCATION: CellEffect = { kind: 'other-headers', headers: { Location: null } };

/** The offer is answered with an error, or with something that cannot be used. */
const refused: [row: string, effect: CellEffect, code: AvatarErrorCode][] = [
  ['POST 400', status(400), 'API_REQUEST_FAILED'],
  ['POST 401 always', status(401), 'UNAUTHORIZED'],
  ['POST 403', status(403), 'UNAUTHORIZED'],
  ['POST 404', status(404), 'SESSION_NOT_FOUND'],
  ['POST 409 always', status(409, { retryAfterSeconds: 1 }), 'RTC_CONNECTION_FAILED'],
  ['POST 415', status(415), 'API_REQUEST_FAILED'],
  ['POST 429 always', status(429), 'RATE_LIMITED'],
  ['POST 500', status(500), 'API_REQUEST_FAILED'],
  ['POST 503 always', status(503), 'API_REQUEST_FAILED'],
  ['POST HTML 200', { kind: 'html', status: 200 }, 'PROTOCOL'],
  ['POST HTML 502', { kind: 'html', status: 502 }, 'API_REQUEST_FAILED'],
  ['POST empty 201', { kind: 'empty', status: 201 }, 'PROTOCOL'],
  ['POST JSON 200', { kind: 'wrong-types' }, 'PROTOCOL'],
  ['POST dropped', { kind: 'close-socket' }, 'NETWORK'],
  ['POST answer lost', { kind: 'lost-answer' }, 'NETWORK'],
  ['POST refused', { kind: 'refused' }, 'NETWORK'],
  ['POST hangs', { kind: 'hang' }, 'TIMEOUT'],
  ['bad SDP answer', sdp('v=0\r\nthis is no session description\r\n'), 'PROTOCOL'],
  ['SDP answer cut short', sdp('v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n'), 'PROTOCOL'],
];

/** The offer is taken in the end, or what fails is not needed. */
const passed: [row: string, faults: CellFault[]][] = [
  ['POST 409 once', once('whep-post', status(409, { retryAfterSeconds: 1 }))],
  ['POST 429 once', once('whep-post', status(429, { retryAfterSeconds: 1 }))],
  ['POST 503 + Retry-After once', once('whep-post', status(503, { retryAfterSeconds: 1 }))],
  ['POST 307', always('whep-post', { kind: 'redirect' })],
  ['POST 406 counter-offer', once('whep-post', { kind: 'counter-offer' })],
  ['hidden Location', always('whep-post', HIDDEN_LOCATION)],
];

const PATCHES: [row: string, effect: CellEffect][] = [
  ['PATCH 405', status(405)],
  ['PATCH 404', status(404)],
  ['PATCH dropped', { kind: 'close-socket' }],
  ['PATCH hangs', { kind: 'hang' }],
];

const DELETES: [row: string, effect: CellEffect][] = [
  ['DELETE 404', status(404)],
  ['DELETE 500', status(500)],
  ['DELETE dropped', { kind: 'close-socket' }],
  ['DELETE hangs', { kind: 'hang' }],
];

/** What happens to the media, in both profiles of the service. */
const mediaOf = (lane: Lane): Media[] => [
  {
    row: 'no media',
    lane,
    pace: 10,
    faults: always('whep-post', { kind: 'no-media' }),
    expected: failed('MEDIA_STALLED'),
  },
  {
    row: 'media drops after 1 s, once',
    lane,
    act: 'recover',
    faults: once('whep-post', { kind: 'drop-media', afterMs: 1000 }),
    expected: MENDED,
  },
  {
    row: 'media drops after 1 s, always',
    lane,
    act: 'recover',
    pace: 3,
    // Each new connection shows its first frame; one session cannot go on like this for ever.
    faults: [...once('whep-post', { kind: 'drop-media', afterMs: 1000 }), ...always('whep-post', { kind: 'no-media' })],
    expected: failed('MEDIA_STALLED'),
  },
];

const STANDARD: Media[] = [
  ...refused.map(([row, effect, code]) => ({ row, faults: always('whep-post', effect), expected: failed(code) })),
  ...passed.map(([row, faults]) => ({ row, faults })),
  { row: 'POST 401 once, KS', faults: once('whep-post', status(401)), expected: { state: 'READY', sessions: 2 } },
  {
    row: 'POST 401 once, ready-made',
    source: 'ready-made',
    faults: once('whep-post', status(401)),
    expected: failed('UNAUTHORIZED'),
  },
  {
    row: 'counter-offer, answer refused',
    faults: [...always('whep-post', { kind: 'counter-offer' }), ...always('whep-patch', status(400))],
    expected: failed('API_REQUEST_FAILED'),
  },
  {
    row: 'session expires before POST',
    faults: always('whep-post', { kind: 'expire' }),
    expected: { ...failed('SESSION_NOT_FOUND'), expires: true },
  },
  ...PATCHES.map(([row, effect]): Media => ({ row, act: 'patch', faults: always('whep-patch', effect) })),
  ...DELETES.map(([row, effect]): Media => ({
    row,
    act: 'end',
    faults: always('whep-delete', effect),
    expected: { state: 'ENDED' },
  })),
  {
    row: 'preflight 500',
    faults: always('whep-options', { kind: 'empty', status: 500 }),
    expected: failed('NETWORK'),
  },
  {
    row: 'preflight hangs',
    faults: always('whep-options', { kind: 'hang' }),
    expected: failed('TIMEOUT'),
  },
  { row: 'no path to the media', pace: 5, iceTransportPolicy: 'relay', faults: [], expected: failed('TIMEOUT') },
  ...mediaOf('shared'),
  {
    row: 'media process crashes, KS',
    lane: 'alone',
    act: 'recover',
    faults: [],
    disturb: mediaCrashes,
    expected: { state: 'READY', sessions: 2 },
  },
  {
    row: 'media process crashes, ready-made',
    lane: 'alone',
    act: 'recover',
    source: 'ready-made',
    faults: [],
    disturb: mediaCrashes,
    expected: failed('SESSION_GONE'),
  },
  {
    row: 'path breaks, ICE restart refused',
    lane: 'alone',
    act: 'recover',
    disturb: pathBreaks,
    faults: always('whep-patch', status(405)),
    expected: { ...MENDED, iceRestarts: 1 },
  },
  {
    row: 'path breaks, ICE restart taken',
    lane: 'alone',
    act: 'recover',
    disturb: pathBreaks,
    faults: [],
    expected: { ...MENDED, offers: 1, iceRestarts: 1 },
  },
];

const SRS: Media[] = [
  {
    row: 'unknown stream gets 201',
    pace: 10,
    faults: always('init-client', unknownStream()),
    expected: failed('MEDIA_STALLED'),
  },
  { row: 'trickle closes the socket', act: 'patch', faults: [] },
  { row: 'hidden Location', faults: always('whep-post', HIDDEN_LOCATION) },
  { row: 'POST closes the socket', faults: always('whep-post', { kind: 'close-socket' }), expected: failed('NETWORK') },
  { row: 'POST 409 once', faults: once('whep-post', status(409, { retryAfterSeconds: 1 })) },
  {
    row: 'DELETE dropped',
    act: 'end',
    faults: always('whep-delete', { kind: 'close-socket' }),
    expected: { state: 'ENDED' },
  },
  { row: 'DELETE hangs', act: 'end', faults: always('whep-delete', { kind: 'hang' }), expected: { state: 'ENDED' } },
  ...mediaOf('srs'),
];

const asCells = (column: string, media: Media[], lane: Lane): Cell[] =>
  media.map((cell) => ({ column, lane, act: 'connect', faults: [], expected: READY, ...cell }));

export const MEDIA_CELLS: readonly Cell[] = [
  ...asCells('WHEP', STANDARD, 'shared'),
  ...asCells('WHEP of SRS', SRS, 'srs'),
];

function unknownStream(): CellEffect {
  return {
    kind: 'status',
    status: 200,
    body: { success: true, whepUrl: '{origin}/rtc/v1/whep/?app=app&stream=nobody' },
  };
}
