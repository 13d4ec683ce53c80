import type { Delay } from '../../core/delay.js';
import type { Fetch } from '../../core/http.js';
import type { Logger } from '../../core/logger.js';
import type { WhepAnswer } from '../../core/protocol.js';
import type { RetryPolicy } from '../../core/retry.js';
import type { CreatePeerConnection } from './peer.js';

/** What is done on the way to the first frame: the offer is made, the server has answered, a path is found, it is encrypted. */
export type WhepStep = 'offer' | 'whep' | 'ice' | 'dtls' | 'first-frame';

export interface WhepConnectionOptions {
  /** Default: the console, from `info` on. */
  logger?: Logger;
  onConnectionState?: (state: RTCPeerConnectionState) => void;
  /** Called as each step is done, once and in order. */
  onStep?: (step: WhepStep) => void;
  fetch?: Fetch | undefined;
  delay?: Delay | undefined;
  /** For an offer that the server has no room for. Default: 3 tries, 500 ms to 5 s between them. */
  retryPolicy?: RetryPolicy | undefined;
  /** Time for each answer of the server, in milliseconds. Default 15000. */
  timeoutMs?: number | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  /** Default `all`, which tries every path and still finds the relay. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /**
   * Asks the endpoint for its ICE servers before the offer is made, where none are given: one round trip more, and no ICE
   * restart where the server tells them on OPTIONS, as MediaMTX does. Default false.
   */
  discoverIceServers?: boolean | undefined;
  /** Time for ICE and DTLS, in milliseconds. Default 15000. */
  connectTimeoutMs?: number | undefined;
  /** Time from the connection to the first frame, in milliseconds. Default 10000. */
  firstFrameTimeoutMs?: number | undefined;
  /** How long the picture has to be frozen to count as stalled, in milliseconds. Default 3000. */
  stallAfterMs?: number | undefined;
  /** Time for an ICE restart, in milliseconds. Default 5000. */
  restartTimeoutMs?: number | undefined;
}

export interface WhepTarget {
  url: string;
  /** Sent as a Bearer token; none is sent where it is missing. */
  token?: string | undefined;
  /** Asked before each request for headers that prove who asks; in place of a token. */
  proof?: (() => Record<string, string>) | undefined;
  /** What the server has answered already to the offer that {@link WhepConnection.offer} gave. */
  answer?: WhepAnswer | undefined;
  /** In place of those that the server names. Default: those that were given to `prepare()`. */
  iceServers?: RTCIceServer[] | undefined;
  signal?: AbortSignal | undefined;
}

export interface FrameWatch {
  /** How it waits from one look to the next. Default: by timers of its own. */
  delay?: Delay;
  signal?: AbortSignal | undefined;
  /** While it returns true, a frozen picture is expected. */
  isPaused?: () => boolean;
  /** While it returns true, frames that arrive need not be decoded. Default: while the page is hidden. */
  mayRest?: () => boolean;
  /** What has stalled: the stream, or the browser's decoder while frames still arrive. */
  onStall: (what: 'stream' | 'decoder') => void;
  onResume?: () => void;
}
