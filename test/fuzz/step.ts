import type { FaultRule } from '../../src/simulator/faults/faults-rule.js';

/** What create takes. */
export const FUZZ_KS = 'fuzz-ks';

export const SOURCES = ['ks', 'endpoint', 'ready-made'] as const;
export const SPEECH_INPUTS = [
  'text',
  'long text',
  'blank',
  'stream',
  'endless stream',
  'hanging stream',
  'failing stream',
  'response',
] as const;
export const LIFECYCLE_EVENTS = [
  'pagehide',
  'pagehide persisted',
  'pageshow',
  'pageshow persisted',
  'offline',
  'online',
  'hidden',
  'visible',
  'off screen',
  'on screen',
] as const;

export type Source = (typeof SOURCES)[number];
export type SpeechInputKind = (typeof SPEECH_INPUTS)[number];
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** What the page does by itself. */
export type PageAction =
  | { kind: 'prepare' | 'interrupt' | 'end' | 'getStats' }
  | { kind: 'connect'; source: Source; isShown: boolean }
  | { kind: 'sayText'; text: 'short' | 'long' | 'empty'; turnId: string | undefined; isFinal: boolean }
  | { kind: 'sayAudio'; audio: 'mp3' | 'garbage'; isMeasured: boolean }
  /** Where nobody `listens`, only the turn's end is looked at, which never rejects. */
  | { kind: 'speak'; input: SpeechInputKind; listens: boolean }
  | { kind: 'attach'; isThere: boolean }
  /** Aborts one of the calls that are under way, by its place among them. */
  | { kind: 'abort'; which: number }
  | { kind: 'event'; event: LifecycleEvent };

/** What is done to the page and to the service from outside. */
export type OutsideAction =
  | { kind: 'fault'; rule: FaultRule }
  | { kind: 'reload' }
  /** The page is closed; the sequence goes on in a new one. */
  | { kind: 'close' }
  | { kind: 'crash media' };

/**
 * What the next step waits for: nothing, 50 ms, the call's promise, the end of connecting, or the avatar's voice. None waits
 * longer than {@link LONGEST_WAIT_MS}.
 */
export const WAITS = ['nothing', 'tick', 'settled', 'arrived', 'speaking'] as const;
export type Wait = (typeof WAITS)[number];

export const LONGEST_WAIT_MS = 2500;

export interface Step {
  action: PageAction | OutsideAction;
  /** Which of the page's two sessions. */
  who: 0 | 1;
  wait: Wait;
}

export interface PageStep extends Step {
  action: PageAction;
}

/** What the page's listeners do in the middle of a change of state. */
export const REACTIONS = ['none', 'throw', 'end when ready', 'end when lost', 'speak when ready'] as const;

export interface Setting {
  economy: 'keep' | 'pause' | 'end';
  speechOnReconnect: 'resume' | 'interrupt';
  reaction: (typeof REACTIONS)[number];
}

export interface Sequence {
  setting: Setting;
  steps: Step[];
}

/** What the page is told of the service. */
export interface Service {
  baseUrl: string;
  /** Tells the sequence's sessions from all others. */
  avatarId: string;
}

/** What the page has when everything should be over. */
export interface Remains {
  states: string[];
  /** Promises that have not settled, and requests without an answer. */
  unsettled: string[];
  openPeers: number;
  /** An answer with a session never came, so nobody could end it. */
  hasLostGrant: boolean;
}

const OUTSIDE = ['fault', 'reload', 'close', 'crash media'];

export function isPageStep(step: Step): step is PageStep {
  return !OUTSIDE.includes(step.action.kind);
}

/** One line for each step, for people. */
export function formatSequence({ setting, steps }: Sequence): string {
  const lines = steps.map(({ action: { kind, ...details }, who, wait }) =>
    [
      who === 1 ? '(other)' : '',
      kind,
      Object.keys(details).length > 0 ? JSON.stringify(details) : '',
      wait === 'nothing' ? '' : `→ ${wait}`,
    ]
      .filter(Boolean)
      .join(' '),
  );
  return [JSON.stringify(setting), ...lines].join('\n');
}
