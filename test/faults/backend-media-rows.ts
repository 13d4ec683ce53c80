import type { AvatarErrorCode } from '../../src/core/errors.js';
import type { FaultableCall } from '../../src/simulator/faults/faults-rule.js';
import { ANSWERED, failed, LEFT_TO_PAGE, MEDIA_SERVER, type Row } from './backend-rows.js';
import { always, at, once, sdp, status } from './cell-parts.js';
import type { CellEffect, CellFault, RouteEffect } from './cell.js';

const ofBackend = (call: FaultableCall, effect: RouteEffect): CellFault[] => [
  { call, of: 'backend', times: Infinity, ...effect },
];
const ANSWER_HEAD = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
const REFUSED_MEDIA = [
  ['m=audio 0 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2'],
  ['m=video 0 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000'],
].flatMap(([media, codec], mid) => [media, 'c=IN IP4 0.0.0.0', `a=mid:${mid}`, codec, 'a=rtcp-mux', 'a=inactive']);

/** The media server answers its first offer, which is the backend’s, in this way, and all others as it should. */
const first: [row: string, effect: CellEffect][] = [
  ['400', status(400)],
  ['401', status(401)],
  ['403', status(403)],
  ['404', status(404)],
  ['415', status(415)],
  ['429', status(429)],
  ['500', status(500)],
  ['503', status(503)],
  ['HTML 200', { kind: 'html', status: 200 }],
  ['HTML 502', { kind: 'html', status: 502 }],
  ['JSON 200', { kind: 'wrong-types' }],
  ['empty 201', { kind: 'empty', status: 201 }],
  ['counter-offer', { kind: 'counter-offer' }],
];

/** The media server answers every offer in this way. */
const all: [row: string, effect: CellEffect, code: AvatarErrorCode][] = [
  ['400', status(400), 'API_REQUEST_FAILED'],
  ['401', status(401), 'UNAUTHORIZED'],
  ['403', status(403), 'UNAUTHORIZED'],
  ['404', status(404), 'SESSION_NOT_FOUND'],
  ['415', status(415), 'API_REQUEST_FAILED'],
  ['429', status(429), 'RATE_LIMITED'],
  ['500', status(500), 'API_REQUEST_FAILED'],
  ['503', status(503), 'API_REQUEST_FAILED'],
  ['HTML 200', { kind: 'html', status: 200 }, 'PROTOCOL'],
  ['JSON 200', { kind: 'wrong-types' }, 'PROTOCOL'],
  ['empty 201', { kind: 'empty', status: 201 }, 'PROTOCOL'],
  ['reset', { kind: 'close-socket' }, 'NETWORK'],
  ['half answer', { kind: 'half-answer' }, 'NETWORK'],
];

const MEDIA_SERVER_FAILS: Row[] = [
  ...first.map(([row, effect]): Row => ({
    row: `POST ${row} once`,
    faults: once('whep-post', effect),
    expected: LEFT_TO_PAGE,
    needsTrickle: effect.kind === 'counter-offer',
  })),
  { row: 'POST 409 once', faults: once('whep-post', status(409)), expected: LEFT_TO_PAGE },
  ...all.map(([row, effect, code]): Row => ({
    row: `POST ${row} always`,
    faults: always('whep-post', effect),
    // What is refused for its credentials is tried with another session.
    expected: failed(code, MEDIA_SERVER, { sessions: row === '401' ? 2 : 1 }),
  })),
  {
    row: 'POST 409 always',
    faults: always('whep-post', status(409)),
    expected: failed('RTC_CONNECTION_FAILED', /watched elsewhere/),
  },
  { row: 'POST reset once', faults: once('whep-post', { kind: 'close-socket' }), expected: ANSWERED },
  { row: 'POST reset twice', faults: [at('whep-post', 2, { kind: 'close-socket' })], expected: LEFT_TO_PAGE },
  { row: 'POST half answer once', faults: once('whep-post', { kind: 'half-answer' }), expected: ANSWERED },
  {
    row: 'POST answer lost once',
    faults: once('whep-post', { kind: 'lost-answer' }),
    // Its place is taken, and nobody knows where: the service frees it with the session.
    expected: failed('RTC_CONNECTION_FAILED', /watched elsewhere/, { sessions: 1 }),
  },
  {
    row: 'POST hangs once',
    serviceTimeoutMs: 2500,
    faults: once('whep-post', { kind: 'hang' }),
    expected: LEFT_TO_PAGE,
  },
  {
    row: 'POST hangs always',
    serviceTimeoutMs: 2500,
    faults: always('whep-post', { kind: 'hang' }),
    expected: failed('TIMEOUT', MEDIA_SERVER, { sessions: 1 }),
  },
  { row: 'POST 307', faults: always('whep-post', { kind: 'redirect' }), expected: LEFT_TO_PAGE },
  {
    row: 'media server is out of the backend’s reach alone',
    faults: ofBackend('whep-post', { kind: 'refused' }),
    expected: LEFT_TO_PAGE,
  },
  {
    row: 'media server is out of reach',
    faults: [...ofBackend('whep-post', { kind: 'refused' }), ...always('whep-post', { kind: 'refused' })],
    expected: failed('NETWORK', MEDIA_SERVER, { sessions: 1 }),
  },
];

const ANSWERS: Row[] = [
  ...(
    [
      ['is no SDP that a browser takes', 'v=0\r\nthis is no session description\r\n', 'does not fit the offer'],
      ['breaks off', ANSWER_HEAD, 'does not fit the offer'],
      [
        'refuses picture and sound',
        `${ANSWER_HEAD}${['a=group:BUNDLE', ...REFUSED_MEDIA].join('\r\n')}\r\n`,
        'neither picture nor sound',
      ],
    ] as const
  ).map(([what, body, words]): Row => ({
    row: `answer ${what}`,
    faults: always('whep-post', sdp(body)),
    expected: failed('PROTOCOL', new RegExp(words), { sessions: 1, offers: 0 }),
  })),
  ...(
    [
      ['has another content type', { 'Content-Type': 'text/plain' }],
      ['has no Location', { Location: null }],
      ['has a Location elsewhere', { Location: 'https://elsewhere.invalid/resource/1' }],
      ['has no ETag', { ETag: null }],
    ] as const
  ).map(([what, headers]): Row => ({
    row: `answer ${what}`,
    faults: ofBackend('whep-post', { kind: 'other-headers', headers }),
    expected: ANSWERED,
  })),
  {
    row: 'relay has expired, another path is there',
    faults: ofBackend('init-client', { kind: 'expired-relay' }),
    expected: ANSWERED,
  },
  {
    row: 'relay has expired, no other path is there',
    pace: 5,
    iceTransportPolicy: 'relay',
    faults: ofBackend('init-client', { kind: 'expired-relay' }),
    expected: failed('TIMEOUT', /media could not be reached/, { sessions: 1, offers: 0 }),
  },
  {
    row: 'no media',
    pace: 10,
    faults: always('whep-post', { kind: 'no-media' }),
    expected: failed('MEDIA_STALLED', /no picture came/, { sessions: 1, offers: 0 }),
  },
];

/** What the media server does with the offer that the backend hands on, and how its answer arrives. */
export const BACKEND_MEDIA_ROWS: readonly Row[] = [...MEDIA_SERVER_FAILS, ...ANSWERS];
