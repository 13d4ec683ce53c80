import fc from 'fast-check';

import { FAULTABLE_CALLS, type FaultEffect, type FaultRule } from '../../src/simulator/faults/faults-rule.js';
import {
  LIFECYCLE_EVENTS,
  REACTIONS,
  SOURCES,
  SPEECH_INPUTS,
  WAITS,
  type OutsideAction,
  type PageAction,
  type Sequence,
  type Step,
} from './step.js';

const LONGEST_SEQUENCE = 8;

const status = (code: number, more: object = {}): FaultEffect => ({ kind: 'status', status: code, ...more });

const EFFECTS: FaultEffect[] = [
  ...[400, 401, 403, 404, 409, 410, 500, 503].map((code) => status(code)),
  status(429, { retryAfterSeconds: 1 }),
  { kind: 'delay', ms: 100 },
  { kind: 'delay', ms: 1000 },
  { kind: 'hang' },
  { kind: 'close-socket' },
  { kind: 'lost-answer' },
  { kind: 'html', status: 502 },
  { kind: 'empty', status: 200 },
  { kind: 'invalid-json' },
  { kind: 'wrong-types' },
  { kind: 'redirect' },
];

const MEDIA_EFFECTS: FaultEffect[] = [
  { kind: 'counter-offer' },
  { kind: 'no-media' },
  { kind: 'drop-media', afterMs: 0 },
  { kind: 'drop-media', afterMs: 300 },
];

const once = { weight: 3, arbitrary: fc.constant(1) };
const often = { weight: 1, arbitrary: fc.constant(99) };

const anyFault: fc.Arbitrary<FaultRule> = fc
  .tuple(fc.constantFrom(...FAULTABLE_CALLS), fc.constantFrom(...EFFECTS), fc.oneof(once, often))
  .map(([call, effect, times]) => ({ call, times, ...effect }));

const mediaFault: fc.Arbitrary<FaultRule> = fc
  .tuple(fc.constantFrom(...MEDIA_EFFECTS), fc.oneof(once, often))
  .map(([effect, times]) => ({ call: 'whep-post', times, ...effect }));

const expiry: fc.Arbitrary<FaultRule> = fc
  .constantFrom('init-client', 'say-text', 'interrupt', 'keep-alive', 'whep-post', 'end')
  .map((call) => ({ call, times: 1, kind: 'expire' }));

const connect = fc.record({
  kind: fc.constant('connect' as const),
  source: fc.constantFrom(...SOURCES),
  isShown: fc.boolean(),
});

type Weighted<Value> = fc.WeightedArbitrary<Value>;

const pageActions: Weighted<PageAction>[] = [
  { weight: 6, arbitrary: connect },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('speak' as const),
      input: fc.constantFrom(...SPEECH_INPUTS),
      listens: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sayText' as const),
      text: fc.constantFrom('short' as const, 'long' as const, 'empty' as const),
      turnId: fc.constantFrom(undefined, 'turn-a'),
      isFinal: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('sayAudio' as const),
      audio: fc.constantFrom('mp3' as const, 'garbage' as const),
      isMeasured: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('attach' as const), isThere: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(3) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('event' as const), event: fc.constantFrom(...LIFECYCLE_EVENTS) }),
  },
  ...(
    [
      ['interrupt', 3],
      ['end', 3],
      ['prepare', 1],
      ['getStats', 1],
    ] as const
  ).map(([kind, weight]) => ({ weight, arbitrary: fc.constant({ kind }) })),
];

const outsideActions: Weighted<OutsideAction>[] = [
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      rule: fc.oneof(
        { weight: 4, arbitrary: anyFault },
        { weight: 2, arbitrary: mediaFault },
        { weight: 1, arbitrary: expiry },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reload' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'close' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash media' }) },
];

const who = fc.oneof(
  { weight: 7, arbitrary: fc.constant(0 as const) },
  { weight: 1, arbitrary: fc.constant(1 as const) },
);

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.oneof<Weighted<PageAction | OutsideAction>[]>(...pageActions, ...outsideActions),
  who,
  wait: fc.constantFrom(...WAITS),
});

/** Most sequences begin with a session that is open, for most can go wrong there. */
const opening: fc.Arbitrary<Step[]> = fc
  .option(
    connect.map((action): Step => ({ action, who: 0, wait: 'arrived' })),
    { nil: undefined, freq: 3 },
  )
  .map((first) => (first ? [first] : []));

export const sequences: fc.Arbitrary<Sequence> = fc.record({
  setting: fc.record({
    economy: fc.constantFrom('keep', 'pause', 'end'),
    speechOnReconnect: fc.constantFrom('resume', 'interrupt'),
    reaction: fc.oneof({ weight: 3, arbitrary: fc.constant('none' as const) }, fc.constantFrom(...REACTIONS)),
  }),
  steps: fc
    .tuple(opening, fc.array(step, { minLength: 1, maxLength: LONGEST_SEQUENCE - 1, size: 'max' }))
    .map(([first, rest]) => [...first, ...rest]),
});
