import type { AvatarErrorCode } from '../../src/core/errors.js';
import type { SessionState } from '../../src/session/session-state.js';
import type { FaultableCall, FaultEffect, FaultRule } from '../../src/simulator/faults/faults-rule.js';

export const API_CALLS = ['create', 'init-client', 'say-text', 'say-audio', 'interrupt', 'keep-alive', 'end'] as const;
export type ApiCall = (typeof API_CALLS)[number];

/** What goes wrong between the page and the service, which the simulator cannot do itself. */
export type RouteEffect =
  /** The call goes to a port at which nobody listens. */
  | { kind: 'refused' }
  /** The answer's Location is not shown to scripts, as where CORS does not expose it. */
  | { kind: 'hidden-location' };

export type RouteFault = { call: FaultableCall; times?: number } & RouteEffect;
export type CellFault = FaultRule | RouteFault;
export type CellEffect = FaultEffect | RouteEffect;

export function isRouteFault(fault: CellFault): fault is RouteFault {
  return fault.kind === 'refused' || fault.kind === 'hidden-location';
}

/** From where the session comes. */
export type Source = 'ks' | 'endpoint' | 'ready-made';

/** The steps on the way to the first frame at which something can come in between. */
export type Step = 'create' | 'init-client' | 'whep-post' | 'ice' | 'first-frame';

/** What the page does; each is a function of page/acts.ts. */
export type ActName =
  | 'connect'
  | 'say-text'
  | 'say-audio'
  | 'interrupt'
  | 'keep-alive'
  | 'end'
  | 'recover'
  | 'hold'
  | 'patch'
  | 'end-during'
  | 'abort-during'
  | 'connect-twice'
  | 'end-twice'
  | 'end-idle'
  | 'speak-early'
  | 'interrupt-speaking'
  | 'end-speaking'
  | 'no-container'
  | 'two-sessions'
  | 'connect-again'
  | 'ended-by-service';

/** How the page plays a cell; everything in it can be sent to the page. */
export interface Play {
  act: ActName;
  /** Default `ks`. */
  source?: Source;
  /** For acts that come in between: when. */
  step?: Step;
  /** Time between two keep-alive calls, in milliseconds. Default: as the session has it, 10 s. */
  keepAliveMs?: number;
  /** How many keep-alive calls the act waits for. Default 3. */
  keepAlives?: number;
  /** All other waits of the session are divided by this. Default 1. */
  pace?: number;
  iceTransportPolicy?: RTCIceTransportPolicy;
  /** Whether the avatar is shown in a video element. Default false. */
  isShown?: boolean;
}

export interface Expected {
  /** `LEFT`: the page is gone, and only the service can tell. */
  state: SessionState | 'LEFT';
  /** What the call rejects with; where it resolves, what the error event told last. */
  code?: AvatarErrorCode;
  /** How many sessions the service has opened in all. */
  sessions?: number;
  /** How many offers the page has made to the WHEP server in all. */
  offers?: number;
  /** How many ICE restarts the page has asked the WHEP server for. */
  iceRestarts?: number;
  /** The service may have to find out by itself that the session is over, by the keep-alive that does not come. */
  expires?: boolean;
}

export interface Cell extends Play {
  /** A column of its table. */
  column: string;
  row: string;
  /**
   * Where it is played: `shared` side by side; `alone` one after the other on a simulator of their own, for faults that
   * would reach others; `srs` on a simulator that is like SRS. Default `shared`.
   */
  lane?: Lane;
  /** Those that never wear off reach each of the cell's sessions; the others only its first. */
  faults: CellFault[];
  /** Done from outside while the page plays. */
  disturb?: (stage: Stage) => Promise<void>;
  expected: Expected;
}

export type Lane = 'shared' | 'alone' | 'srs';

/** What a disturbance works with. */
export interface Stage {
  /** The page is live. */
  live(): Promise<void>;
  /** A fault of the cell has been met. */
  met(): Promise<void>;
  reload(): Promise<void>;
  navigate(): Promise<void>;
  close(): Promise<void>;
  setOffline(isOffline: boolean): Promise<void>;
  /** Sends a signal to the process that makes the media. */
  signalMedia(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** The page is live no more. */
  lost(): Promise<void>;
  /** Resolves when the page got no answer to that call. */
  unanswered(call: FaultableCall): Promise<void>;
  /** Lets the act `hold` go on. */
  release(): Promise<void>;
}

/** What the page is told. */
export interface Script extends Play {
  baseUrl: string;
  /** Tells the cell's sessions from all others. */
  avatarId: string;
  credentials?: { sessionId: string; token: string };
  routeFaults: RouteFault[];
  /** Scheme, host and port at which nobody listens. */
  deafOrigin: string;
  /** Whether the service says texts; else it is spoken to by recordings. */
  takesText: boolean;
}

/** What the page asks of the runner: to let the faults wait for a session, to take them back, to wait until one is met. */
export type RunnerOrder = 'arm' | 'disarm' | 'met';

/** What the page found. */
export interface Outcome {
  state: SessionState;
  code?: string;
  problems: string[];
  /** How many offers were made to the WHEP server. */
  offers: number;
  iceRestarts: number;
  /** How often each route fault was met. */
  routeFaultsMet: number[];
}

/** What create takes. */
export const TEST_KS = 'test-ks';

/**
 * Whether a cell can be played on a service that answers every text with 503 and whose media server is SRS: that connects streams
 * whether or not they exist, so that a ready-made session that is gone is only told by the picture that does not come.
 */
export function isOfLiveService({ column, row, faults }: Cell): boolean {
  if (faults.some(({ call }) => call === 'say-text')) return false;
  return column !== 'WHEP' || row === 'media process crashes, KS';
}

export function nameOf({ column, row }: Cell): string {
  return `${column} · ${row}`;
}
