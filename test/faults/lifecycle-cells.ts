import { HELD, once } from './cell-parts.js';
import type { Cell, CellFault, Expected, Stage, Step } from './cell.js';

type Lifecycle = Pick<Cell, 'row'> & Partial<Cell>;

const READY: Expected = { state: 'READY' };
const LEFT: Expected = { state: 'LEFT' };

interface Held extends Partial<Cell> {
  step: Step;
  faults: CellFault[];
}

const held = (call: 'create' | 'init-client' | 'whep-post'): Held => ({
  step: call,
  faults: once(call, HELD),
});

const STEPS: Held[] = [
  held('create'),
  held('init-client'),
  held('whep-post'),
  // No relay answers, so that ICE goes on and on.
  { step: 'ice', faults: [], iceTransportPolicy: 'relay' },
  { step: 'first-frame', faults: [{ call: 'whep-post', kind: 'no-media' }] },
];

const LEAVINGS = ['reload', 'navigate', 'close'] as const;

const leave = (how: (typeof LEAVINGS)[number]): Lifecycle[] => [
  ...STEPS.slice(0, 3).map((step): Lifecycle => ({
    row: `${how} during ${step.step}`,
    ...step,
    disturb: async (stage) => {
      await stage.met();
      await stage[how]();
    },
    expected: LEFT,
  })),
  {
    row: `${how} while live`,
    disturb: async (stage: Stage) => {
      await stage.live();
      await stage[how]();
    },
    expected: LEFT,
  },
];

const CELLS: Lifecycle[] = [
  ...STEPS.map((step): Lifecycle => ({
    row: `end during ${step.step}`,
    act: 'end-during',
    ...step,
    expected: { state: 'ENDED', code: 'ABORTED' },
  })),
  ...STEPS.map((step): Lifecycle => ({
    row: `abort during ${step.step}`,
    act: 'abort-during',
    ...step,
    expected: { state: 'ENDED', code: 'ABORTED' },
  })),
  ...LEAVINGS.flatMap(leave),
  { row: 'connect twice at once', act: 'connect-twice', expected: { state: 'READY', sessions: 1 } },
  {
    row: 'connect again after an error',
    act: 'connect-again',
    faults: [{ call: 'init-client', kind: 'status', status: 400 }],
    expected: { state: 'READY', sessions: 2 },
  },
  { row: 'end twice', act: 'end-twice', expected: { state: 'ENDED', sessions: 1 } },
  { row: 'end before connect', act: 'end-idle', expected: { state: 'IDLE', sessions: 0 } },
  { row: 'end while speaking', act: 'end-speaking', isShown: true, expected: { state: 'ENDED' } },
  { row: 'speak before ready', act: 'speak-early', expected: { state: 'READY', code: 'INVALID_STATE' } },
  { row: 'interrupt while speaking', act: 'interrupt-speaking', isShown: true, expected: READY },
  {
    row: 'container missing',
    act: 'no-container',
    expected: { state: 'IDLE', code: 'INVALID_CONFIGURATION', sessions: 0 },
  },
  { row: 'two sessions at once', act: 'two-sessions', expected: { state: 'READY', sessions: 2 } },
  {
    row: 'offline, then online',
    act: 'hold',
    keepAliveMs: 300,
    disturb: async (stage) => {
      await stage.live();
      await stage.setOffline(true);
      await stage.unanswered('keep-alive');
      await stage.setOffline(false);
      await stage.release();
    },
    expected: READY,
  },
  {
    row: 'session expires, told by keep-alive',
    act: 'keep-alive',
    keepAliveMs: 300,
    faults: [{ call: 'keep-alive', kind: 'expire' }],
    expected: { state: 'ERROR', code: 'SESSION_GONE', expires: true },
  },
  {
    row: 'session expires, told by say-text',
    act: 'say-text',
    faults: [{ call: 'say-text', kind: 'expire' }],
    expected: { state: 'ERROR', code: 'SESSION_GONE', expires: true },
  },
  {
    row: 'service ends the session',
    act: 'ended-by-service',
    keepAliveMs: 300,
    expected: { state: 'ERROR', code: 'SESSION_GONE' },
  },
];

export const LIFECYCLE_CELLS: readonly Cell[] = CELLS.map((cell) => ({
  column: 'lifecycle',
  act: 'connect',
  faults: [],
  expected: READY,
  ...cell,
}));
