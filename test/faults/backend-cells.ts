import type { AvatarErrorCode } from '../../src/core/errors.js';
import type { FaultableCall } from '../../src/simulator/faults/faults-rule.js';
import { BACKEND_MEDIA_ROWS } from './backend-media-rows.js';
import { ANSWERED, BACKEND, ENDED, failed, LEFT_TO_PAGE, MENDED, SERVICE, type Row } from './backend-rows.js';
import { always, HELD, mediaCrashes, once, pathBreaks, status } from './cell-parts.js';
import type { Cell, CellEffect, CellFault, Expected, LinkEffect, Stage } from './cell.js';

const onTheLink = (link: FaultableCall, effect: LinkEffect): CellFault[] => [{ link, ...effect }];
/** What the service does wrong before there is media to agree on. */
const service: [row: string, call: 'create' | 'init-client', effect: CellEffect, code: AvatarErrorCode][] = [
  ['create 401', 'create', status(401), 'API_REQUEST_FAILED'],
  ['create 403', 'create', status(403), 'API_REQUEST_FAILED'],
  ['create 429', 'create', status(429), 'CAPACITY'],
  ['create 500', 'create', status(500), 'API_REQUEST_FAILED'],
  ['create HTML', 'create', { kind: 'html', status: 200 }, 'API_REQUEST_FAILED'],
  ['create reset', 'create', { kind: 'close-socket' }, 'API_REQUEST_FAILED'],
  ['init-client 401', 'init-client', status(401), 'API_REQUEST_FAILED'],
  ['init-client 404', 'init-client', status(404), 'API_REQUEST_FAILED'],
  ['init-client 500', 'init-client', status(500), 'API_REQUEST_FAILED'],
  ['init-client HTML', 'init-client', { kind: 'html', status: 200 }, 'API_REQUEST_FAILED'],
  ['init-client half answer', 'init-client', { kind: 'half-answer' }, 'API_REQUEST_FAILED'],
];

const PATCHES: [row: string, faults: CellFault[]][] = [
  ['PATCH 404', always('whep-patch', status(404))],
  ['PATCH 405', always('whep-patch', status(405))],
  ['PATCH 500', always('whep-patch', status(500))],
  ['PATCH reset', always('whep-patch', { kind: 'close-socket' })],
  ['PATCH hangs', always('whep-patch', { kind: 'hang' })],
  ['PATCH half-sent', onTheLink('whep-patch', { kind: 'half-request' })],
  ['PATCH answer lost', onTheLink('whep-patch', { kind: 'cut-answer', part: 0 })],
];

const DELETES: [row: string, faults: CellFault[]][] = [
  ['DELETE 404', always('whep-delete', status(404))],
  ['DELETE 405', always('whep-delete', status(405))],
  ['DELETE 500', always('whep-delete', status(500))],
  ['DELETE reset', always('whep-delete', { kind: 'close-socket' })],
  ['DELETE hangs', always('whep-delete', { kind: 'hang' })],
  ['DELETE half-sent', onTheLink('whep-delete', { kind: 'half-request' })],
  ['DELETE answer lost', onTheLink('whep-delete', { kind: 'cut-answer', part: 0 })],
];

const killed = async (stage: Stage): Promise<void> => {
  await stage.met();
  await stage.killBackend();
};

const DEATHS: Row[] = [
  ...(['create', 'init-client', 'whep-post'] as const).map((call): Row => ({
    row: `backend dies during ${call}`,
    faults: once(call, HELD),
    disturb: killed,
    expected: failed('NETWORK', BACKEND, call === 'create' ? { sessions: 0 } : { sessions: 1, expires: true }),
  })),
  {
    row: 'backend dies with its answer',
    faults: onTheLink('create', { kind: 'cut-answer', part: 0 }),
    disturb: killed,
    expected: failed('NETWORK', BACKEND, { sessions: 1, expires: true }),
  },
  {
    row: 'backend is gone at the end',
    act: 'end-later',
    disturb: async (stage) => {
      await stage.live();
      await stage.killBackend();
      await stage.release();
    },
    expected: { ...ENDED, expires: true },
  },
  {
    row: 'backend forgets while live',
    act: 'keep-alive',
    keepAliveMs: 300,
    keepAlives: 1000,
    disturb: async (stage) => {
      await stage.live();
      await stage.killBackend();
      await stage.startBackend();
    },
    expected: { state: 'ERROR', code: 'SESSION_GONE', expires: true },
  },
];

const LINK: Row[] = [
  {
    row: 'offer half-sent',
    faults: onTheLink('create', { kind: 'half-request' }),
    expected: failed('NETWORK', BACKEND, { sessions: 0 }),
  },
  {
    row: 'answer lost on its way to the page',
    faults: onTheLink('create', { kind: 'cut-answer', part: 0 }),
    expected: failed('NETWORK', BACKEND, { sessions: 1, expires: true }),
  },
  {
    row: 'answer half-sent to the page',
    faults: onTheLink('create', { kind: 'cut-answer', part: 0.5 }),
    expected: failed('NETWORK', BACKEND, { sessions: 1, expires: true }),
  },
  ...[400, 413, 415, 422].map((code): Row => ({
    row: `endpoint knows no offer, ${code}`,
    faults: onTheLink('create', { kind: 'knows-no-offer', status: code }),
    expected: LEFT_TO_PAGE,
  })),
  {
    row: 'endpoint refuses every request, 400',
    faults: [...onTheLink('create', { kind: 'knows-no-offer', status: 400 }), ...always('create', status(400))],
    expected: failed('API_REQUEST_FAILED', BACKEND, { sessions: 0 }),
  },
  {
    row: 'offer that is no SDP',
    faults: onTheLink('create', { kind: 'other-offer', offer: 'hello' }),
    expected: LEFT_TO_PAGE,
  },
  {
    row: 'offer that is too large',
    faults: onTheLink('create', { kind: 'other-offer', offer: `v=0\r\n${'a=x\r\n'.repeat(20_000)}` }),
    expected: LEFT_TO_PAGE,
  },
];

const LIVE: Row[] = [
  ...PATCHES.map(([row, faults]): Row => ({ row, act: 'patch', faults, needsTrickle: true, expected: ANSWERED })),
  ...DELETES.map(([row, faults]): Row => ({ row, act: 'end', faults, expected: ENDED })),
  {
    row: 'media drops after 1 s, once',
    act: 'recover',
    faults: once('whep-post', { kind: 'drop-media', afterMs: 1000 }),
    expected: MENDED,
  },
  {
    row: 'media drops after 1 s, new offer refused once',
    act: 'recover',
    faults: [...once('whep-post', { kind: 'drop-media', afterMs: 1000 }), ...once('whep-post', status(503))],
    expected: { ...MENDED, offers: 2 },
  },
  {
    row: 'media process crashes',
    lane: 'alone',
    act: 'recover',
    disturb: mediaCrashes,
    // By when it has started again, the offer may have been left to the page.
    expected: { state: 'READY', sessions: 2 },
  },
  ...(['taken', 'refused', 'lost'] as const).map((what): Row => ({
    row: `path breaks, ICE restart ${what}`,
    lane: 'alone',
    act: 'recover',
    needsTrickle: true,
    faults: {
      taken: [],
      refused: always('whep-patch', status(405)),
      lost: always('whep-patch', { kind: 'close-socket' }),
    }[what],
    disturb: pathBreaks,
    expected: { ...MENDED, offers: what === 'taken' ? 0 : 1, iceRestarts: 1 },
  })),
];

const LEAVINGS: Row[] = (['create', 'init-client', 'whep-post'] as const).flatMap((step): Row[] => {
  const faults = once(step, HELD);
  const left = (how: 'reload' | 'close'): Row => ({
    row: `${how} during ${step}`,
    faults,
    disturb: async (stage) => {
      await stage.met();
      await stage[how]();
    },
    expected: { state: 'LEFT' },
  });
  const ended: Expected = { state: 'ENDED', code: 'ABORTED' };
  return [
    { row: `end during ${step}`, act: 'end-during', step, faults, expected: ended },
    { row: `abort during ${step}`, act: 'abort-during', step, faults, expected: ended },
    left('reload'),
    left('close'),
  ];
});

const SERVICE_FAILS: Row[] = service.map(([row, call, effect, code]) => ({
  row,
  faults: always(call, effect),
  expected: failed(code, SERVICE, { sessions: call === 'create' ? 0 : 1 }),
}));

/** The page’s offer goes along with its request for a session, and all that follows goes by way of its backend. */
export const BACKEND_CELLS: readonly Cell[] = [
  ...DEATHS.map((row): Row => ({ ...row, hasProcess: true })),
  ...LINK,
  ...SERVICE_FAILS,
  ...BACKEND_MEDIA_ROWS,
  ...LIVE,
  ...LEAVINGS,
].map((row) => ({
  column: 'backend',
  act: 'connect',
  source: 'backend',
  faults: [],
  expected: ANSWERED,
  ...row,
}));
