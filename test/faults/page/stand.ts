import { createEndpointSource, isAvatarError, KalturaAvatarSession, type AvatarError } from 'kaltura-avatar/session';

import { delay as realDelay } from '../../../src/core/delay.js';
import { KEEP_ALIVE_INTERVAL_MS } from '../../../src/core/protocol.js';
import { TEST_KS, type Script, type Step } from '../cell.js';
import { FaultyFetch } from './faulty-fetch.js';

/** What the runner does for the page. */
export interface Runner {
  /** Takes them back. */
  disarm: () => Promise<void>;
  /** Resolves when one was met. */
  met: () => Promise<void>;
}

const POLL_MS = 20;
/** The session waits 1 s at most for its server; a busy machine takes its time, too. */
const CLOSES_WITHIN_MS = 6000;
const CONTAINER = 'stage';
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** One cell's session, and what is seen of it. */
export class Stand {
  readonly script: Script;
  readonly http: FaultyFetch;
  readonly session: KalturaAvatarSession;
  readonly peers: RTCPeerConnection[] = [];
  /** What the error event told, in order. */
  readonly errors: AvatarError[] = [];
  readonly states: string[] = [];
  /** What is wrong beside the state and the code. */
  readonly problems: string[] = [];
  readonly #runner: Runner;
  readonly #others: KalturaAvatarSession[] = [];
  #release: () => void = ignore;
  readonly released = new Promise<void>((resolve) => (this.#release = resolve));

  constructor(script: Script, runner: Runner) {
    this.script = script;
    this.#runner = runner;
    this.http = new FaultyFetch(script.routeFaults, script.deafOrigin);
    this.session = this.#createSession();
    this.session.on('error', (error) => this.errors.push(error));
    this.session.on('stateChange', (state) => this.states.push(state));
  }

  /** Nothing is in the way of the calls any more. */
  async disarm(): Promise<void> {
    this.http.disarm();
    await this.#runner.disarm();
  }

  release(): void {
    this.#release();
  }

  /** Another session on the same page. */
  createOther(): KalturaAvatarSession {
    const session = this.#createSession();
    this.#others.push(session);
    return session;
  }

  connect(session = this.session, signal?: AbortSignal): Promise<void> {
    const { source = 'ks', avatarId, credentials, endpoint, isShown = false } = this.script;
    const options = { ...(signal ? { signal } : {}), ...(isShown ? { videoContainerId: CONTAINER } : {}) };
    if (source === 'ready-made' && credentials) return session.initSession(credentials, options);
    if (source === 'endpoint' || source === 'backend') {
      return session.connect(createEndpointSource({ endpoint, fetch: this.http.fetch }), { avatarId, ...options });
    }
    return session.createSession({ avatarId, ...options });
  }

  /** Resolves when the step is under way. */
  reached(step: Step | undefined): Promise<void> {
    switch (step) {
      case 'create':
      case 'init-client':
      case 'whep-post':
        // The service has the request in its hands.
        return this.#runner.met();
      case 'ice':
        return this.until(() => this.http.answered.has('whep-post'));
      case 'first-frame':
        return this.until(() => this.session.getConnectionState() === 'CONNECTED');
      case undefined:
        return Promise.reject(new Error('This act needs a step.'));
    }
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await realDelay(POLL_MS);
  }

  /** Resolves when the session is neither on its way nor on its way back. */
  settled(): Promise<void> {
    return this.until(() => !['CREATING', 'RECONNECTING'].includes(this.session.getSessionState()));
  }

  /**
   * Ends what is open, and counts the connections that are not closed. A session that is over closes its own by itself, once its
   * server has been told or has had its time to answer.
   */
  async end(): Promise<{ openPeers: number }> {
    const isOver = this.session.getSessionState() !== 'READY';
    const givesUpAt = performance.now() + CLOSES_WITHIN_MS;
    if (isOver) await this.until(() => this.#countOpenPeers() === 0 || performance.now() > givesUpAt);
    const openPeers = this.#countOpenPeers();
    await Promise.all([this.session, ...this.#others].map((session) => session.endSession()));
    return { openPeers: isOver ? openPeers : this.#countOpenPeers() };
  }

  #countOpenPeers(): number {
    return this.peers.filter(({ signalingState }) => signalingState !== 'closed').length;
  }

  #createSession(): KalturaAvatarSession {
    const { baseUrl, source = 'ks', keepAliveMs, pace = 1, iceTransportPolicy } = this.script;
    const session: KalturaAvatarSession = new KalturaAvatarSession(
      source === 'ks' ? TEST_KS : undefined,
      {
        baseUrl,
        logger: SILENT,
        retryConfig: { initialDelayMs: 20, maxDelayMs: 100 },
        ...(iceTransportPolicy ? { iceTransportPolicy } : {}),
      },
      {
        fetch: this.http.fetch,
        delay: (ms, options) => {
          if (ms !== KEEP_ALIVE_INTERVAL_MS) return realDelay(ms / pace, options);
          // What a single fault says is for a session that is live.
          const isLive = session.timings.firstFrame !== undefined;
          return realDelay(isLive ? (keepAliveMs ?? ms) : ms, options);
        },
        createPeerConnection: (configuration) => {
          const peer = new RTCPeerConnection(configuration);
          this.peers.push(peer);
          return peer;
        },
      },
    );
    return session;
  }
}

export function codeOf(error: unknown): string {
  return isAvatarError(error) ? error.code : `not an AvatarError: ${String(error)}`;
}

function ignore(): void {
  // The log is not the subject here.
}
