import type { AvatarErrorCode } from '../../src/core/errors.js';
import type { SessionState } from '../../src/session/session-state.js';
import type { FaultableCall, FaultEffect, FaultRule } from '../../src/simulator/faults/faults-rule.js';

export const API_CALLS = ['create', 'init-client', 'say-text', 'say-audio', 'interrupt', 'keep-alive', 'end'] as const;
export type ApiCall = (typeof API_CALLS)[number];

/** What goes wrong on the way to the service, which the simulator cannot do itself. */
export type RouteEffect =
  /** The call goes to a port at which nobody listens. */
  | { kind: 'refused' }
  /** The answer has other headers; null takes one away, as where CORS does not expose it. */
  | { kind: 'other-headers'; headers: Readonly<Record<string, string | null>> }
  /** The answer of init-client names a relay that does not take its credentials any more. */
  | { kind: 'expired-relay' };

/** By default on the page’s own way to the service; `backend`: on that of its backend. */
export type RouteFault = { call: FaultableCall; times?: number; of?: 'backend' } & RouteEffect;

/** What goes wrong between the page and its backend. */
export type LinkEffect =
  /** Half of the request arrives, then the connection is gone. */
  | { kind: 'half-request' }
  /** The answer does not arrive, or half of it. */
  | { kind: 'cut-answer'; part: 0 | 0.5 }
  /** Requests with an offer are refused, as by a backend that knows none. */
  | { kind: 'knows-no-offer'; status: number }
  /** The offer is another one when it arrives. */
  | { kind: 'other-offer'; offer: string };

export type LinkFault = { link: FaultableCall; times?: number } & LinkEffect;
export type CellFault = FaultRule | RouteFault | LinkFault;
export type CellEffect = FaultEffect | RouteEffect;

const ROUTE_EFFECTS: readonly string[] = ['refused', 'other-headers', 'expired-relay'] satisfies RouteEffect['kind'][];

export function isLinkFault(fault: CellFault): fault is LinkFault {
  return 'link' in fault;
}

export function isRouteFault(fault: CellFault): fault is RouteFault {
  return !isLinkFault(fault) && ROUTE_EFFECTS.includes(fault.kind);
}

/** Of the simulator’s own. */
export function isServiceFault(fault: CellFault): fault is FaultRule {
  return !isLinkFault(fault) && !isRouteFault(fault);
}

/**
 * From where the session comes: `endpoint` is a backend that hands the token over, `backend` one that goes on between the page and the
 * service, its media server included.
 */
export type Source = 'ks' | 'endpoint' | 'backend' | 'ready-made';

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
  | 'end-later'
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
  /** How many offers the page has made in all, beside those that went along with requests for a session. */
  offers?: number;
  /** How many of these went to the WHEP server without the backend. */
  plainOffers?: number;
  /** Has to be in the message of what `code` is of: it tells who has failed. */
  says?: RegExp;
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
   * Where it is played: `shared` side by side; `alone` one after the other on a simulator of their own, for what reaches all of its
   * sessions; `srs` on a simulator that is like SRS. Default `shared`.
   */
  lane?: Lane;
  /** In calls of the cell's sessions alone. */
  faults: CellFault[];
  /** Whether its backend is a process, which can die. Default false. */
  hasProcess?: boolean;
  /** How long its backend waits for each answer of the service, in milliseconds. */
  serviceTimeoutMs?: number;
  /** Whether it needs a media server that takes candidates. Default false. */
  needsTrickle?: boolean;
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
  /** Lets the acts `hold` and `end-later` go on. */
  release(): Promise<void>;
  /** Ends the process of the cell’s backend without a warning. */
  killBackend(): Promise<void>;
  /** Starts it again, with nothing in its memory. */
  startBackend(): Promise<void>;
}

/** What the page is told. */
export interface Script extends Play {
  baseUrl: string;
  /** Tells the cell's sessions from all others. */
  avatarId: string;
  credentials?: { sessionId: string; token: string };
  /** Where the cell’s backend is, relative to the page. */
  endpoint: string;
  routeFaults: RouteFault[];
  /** Scheme, host and port at which nobody listens. */
  deafOrigin: string;
  /** Whether the service says texts; else it is spoken to by recordings. */
  takesText: boolean;
}

/** What the page asks of the runner: to take the faults back, to wait until one is met. */
export type RunnerOrder = 'disarm' | 'met';

/** What the page found. */
export interface Outcome {
  state: SessionState;
  code?: string;
  /** Of what `code` is of. */
  message?: string;
  problems: string[];
  offers: number;
  plainOffers: number;
  iceRestarts: number;
  /** How often each route fault was met. */
  routeFaultsMet: number[];
}

/** What create takes. */
export const TEST_KS = 'test-ks';

/**
 * Whether a cell can be played on a service that answers every text with 503 and whose media server is SRS.
 */
export function isOfLiveService({ column, row, faults, needsTrickle = false }: Cell): boolean {
  if (needsTrickle || faults.some((fault) => 'call' in fault && fault.call === 'say-text')) return false;
  return column !== 'WHEP' || row.startsWith('media process crashes');
}

export function nameOf({ column, row }: Cell): string {
  return `${column} · ${row}`;
}
