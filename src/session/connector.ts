import { anySignal } from '../core/abort-signals.js';
import { timeoutSignal } from '../core/timeout-signal.js';
import { abandonable } from '../core/abandon.js';
import type { ControlClient } from '../core/control-client.js';
import type { Delay } from '../core/delay.js';
import { isRefused } from '../core/is-refused.js';
import type { Fetch } from '../core/http.js';
import type { Logger } from '../core/logger.js';
import type { ClientInit, SessionGrant } from '../core/protocol.js';
import { neverRetry, type RetryPolicy } from '../core/retry.js';
import { SessionControl, type Transport } from '../core/session-control.js';
import { proofOf } from '../core/session-key.js';
import { leave } from './leave.js';
import { PreparedConnection } from './prepared-connection.js';
import { recentIceServers, rememberIceServers } from './recent-ice-servers.js';
import type { RequestedAvatar, SessionSource } from './session-source.js';
import { Timings, type ConnectStep } from './timings.js';
import { toIceServers } from '../core/ice-servers.js';
import type { CreatePeerConnection } from './whep/peer.js';
import type { WhepConnection } from './whep/whep-connection.js';
import type { WhepConnectionOptions, WhepStep, WhepTarget } from './whep/whep-options.js';

export interface ConnectionOptions {
  transport: Transport;
  logger: Logger;
  fetch?: Fetch | undefined;
  delay?: Delay | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** Whether the page sends the backend an `Authorization` header of its own. */
  isAuthorizationTaken?: (() => boolean) | undefined;
}

export interface ConnectorOptions extends ConnectionOptions {
  source: SessionSource;
  requested: RequestedAvatar;
  client: ControlClient;
  /** Instead of those that the service names. */
  iceServers?: RTCIceServer[] | undefined;
  /** A connection made ready before; the first attempt takes it. */
  prepared?: PreparedConnection | undefined;
  onGrant: (grant: SessionGrant) => void;
  /** The service counts from the grant on, and on a slow network the first frame may be longer in coming than it waits. */
  keepAlive: (control: SessionControl, signal: AbortSignal) => void;
  onStep: (step: ConnectStep) => void;
  /** Of the newest connection. */
  onConnectionState: (state: RTCPeerConnectionState) => void;
}

/** A session that is open and seen. */
export interface OpenSession {
  grant: SessionGrant;
  control: SessionControl;
  media: ClientInit;
  whep: WhepConnection;
}

interface OpenOptions {
  signal: AbortSignal;
  /** Gets the stream before the first frame, so that a video element is ready for it. */
  onStream?: (stream: MediaStream) => void;
}

const STEPS: Partial<Record<WhepStep, ConnectStep>> = {
  whep: 'whep',
  ice: 'ice',
  dtls: 'dtls',
  'first-frame': 'firstFrame',
};

/** Gets from nothing to the first frame, and from a session to a new connection. */
export class Connector {
  readonly #options: ConnectorOptions;
  /** Made before the session is asked for: the first peer connection of a page takes its time, or cannot be made. */
  #prepared: PreparedConnection | undefined;
  #newest: PreparedConnection | undefined;
  #timings: Timings;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER`, `INVALID_CONFIGURATION` */
  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#prepared = options.prepared ?? new PreparedConnection(connectionOptions(options));
    this.#timings = new Timings(options.onStep);
  }

  /** Whether the source can be asked for another session. */
  get canRenew(): boolean {
    return this.#options.source.givesOnce !== true;
  }

  get timings(): Timings {
    return this.#timings;
  }

  /**
   * One attempt. It takes back whatever it did when it fails or is aborted: the WHEP resource is deleted, and the session
   * is ended. Where the service refuses the credentials that the source has just given, the source is asked once more.
   * @throws {AvatarError}
   */
  async open(options: OpenOptions): Promise<OpenSession> {
    this.#timings = new Timings(this.#options.onStep);
    const grants: SessionGrant[] = [];
    try {
      return await this.#openOnce(options, grants);
    } catch (error) {
      if (!isRefused(error) || grants.length === 0 || !this.canRenew || options.signal.aborted) throw error;
      this.#options.logger.warn('The service refused the session’s credentials; the source is asked again', error);
      return this.#openOnce(options, grants);
    }
  }

  /**
   * A new connection to the media of a session that is open.
   * @throws {AvatarError}
   */
  async openMedia(grant: SessionGrant, media: ClientInit, signal: AbortSignal): Promise<WhepConnection> {
    // The caller, which reconnects, decides when to retry.
    const whep = this.#createConnection(neverRetry);
    try {
      await whep.connect({ ...this.#targetOf(grant, media), signal });
    } catch (error) {
      // The next try would find its own viewer in the way.
      await whep.close();
      throw error;
    }
    return whep;
  }

  /**
   * Asks the service where the session's media is: a `controlUrl` takes the other calls alone.
   * @throws {AvatarError}
   */
  async initClient({ sessionId, token = '' }: SessionGrant, signal: AbortSignal): Promise<ClientInit> {
    const media = await this.#options.client.session({ sessionId, token }).initClient({ signal });
    this.#timings.done('initClient');
    return media;
  }

  /** Whether the page can ask the service for other credentials of the relay that it uses. */
  canAskForRelay({ token }: SessionGrant, { turn }: ClientInit): boolean {
    return token !== undefined && turn !== undefined && !this.#options.iceServers;
  }

  async #openOnce({ signal, onStream }: OpenOptions, grants: SessionGrant[]): Promise<OpenSession> {
    const { source, requested, logger } = this.#options;
    const opening = new AbortController();
    const whep = this.#createConnection();
    let control: SessionControl | undefined;
    try {
      const onLate = (late: SessionGrant): void => void endQuietly(this.#controlFor(late), logger);
      const offer = (): Promise<string | undefined> => this.#offerOf(whep);
      const grant = await abandonable(source(requested, { signal, onLate, offer }), signal, onLate);
      grants.push(grant);
      this.#timings.done('grant');
      control = this.#controlFor(grant);
      this.#options.onGrant(grant);
      logger.info(`Session ${grant.sessionId} is open`);
      this.#options.keepAlive(control, anySignal(signal, opening.signal));
      const media = hasMedia(grant) ? grant : await this.initClient(grant, signal);
      onStream?.(whep.stream);
      await whep.connect({ ...this.#targetOf(grant, media), answer: grant.answer, signal });
      return { grant, control, media, whep };
    } catch (error) {
      const opened = control;
      await leave(whep.close(), () => (opened ? endQuietly(opened, logger) : Promise.resolve()));
      throw error;
    } finally {
      opening.abort();
    }
  }

  #createConnection(retryPolicy?: RetryPolicy): WhepConnection {
    const options = { ...connectionOptions(this.#options), ...(retryPolicy ? { retryPolicy } : {}) };
    const connection = this.#prepared ?? new PreparedConnection(options);
    this.#prepared = undefined;
    this.#newest = connection;
    const timings = this.#timings;
    connection.listeners = {
      // One that was replaced goes down in its own time.
      onConnectionState: (state) => {
        if (this.#newest === connection) this.#options.onConnectionState(state);
      },
      onStep: (step) => {
        const timed = STEPS[step];
        if (timed) timings.done(timed);
      },
    };
    return connection.whep;
  }

  /** Candidates are found from now on where the ICE servers are known, beside the request for the session. */
  async #offerOf(whep: WhepConnection): Promise<string | undefined> {
    try {
      await whep.prepare(this.#options.iceServers ?? recentIceServers());
      return await whep.offer();
    } catch {
      return undefined; // Told once the connection is made.
    }
  }

  #targetOf(grant: SessionGrant, { whepUrl, turn }: ClientInit): WhepTarget {
    const iceServers = this.#options.iceServers ?? toIceServers(turn);
    rememberIceServers(iceServers);
    const isBackend = grant.controlUrl !== undefined && whepUrl.startsWith(`${grant.controlUrl}/`);
    return { url: whepUrl, iceServers, proof: isBackend ? () => this.#proofOf(grant) : undefined };
  }

  #proofOf(grant: SessionGrant): Record<string, string> {
    return proofOf(grant, this.#options.isAuthorizationTaken?.());
  }

  #controlFor(grant: SessionGrant): SessionControl {
    const { sessionId, token = '', controlUrl } = grant;
    const { client, transport } = this.#options;
    if (!controlUrl) return client.session({ sessionId, token });
    return new SessionControl({
      credentials: 'same-origin',
      ...transport,
      url: controlUrl,
      proof: () => this.#proofOf(grant),
      isJsonOptional: true,
    });
  }
}

/** How every connection of a session is made. */
function connectionOptions({
  transport,
  logger,
  fetch,
  delay,
  createPeerConnection,
  iceTransportPolicy,
}: ConnectionOptions): WhepConnectionOptions {
  const { retryPolicy, timeoutMs } = transport;
  return { logger, fetch, delay, createPeerConnection, iceTransportPolicy, retryPolicy, timeoutMs };
}

/** How long the end of a session is waited for, in milliseconds; after that, the service ends it by itself. */
const END_WITHIN_MS = 5000;

/** A failure to end leaves the session to the service, which ends it by itself when keep-alive stops. */
export async function endQuietly(control: SessionControl, logger: Logger): Promise<void> {
  try {
    await control.end({ signal: timeoutSignal(END_WITHIN_MS) });
  } catch (error) {
    logger.warn('The session could not be ended; the service does it by itself', error);
  }
}

function hasMedia(grant: SessionGrant): grant is SessionGrant & ClientInit {
  return grant.whepUrl !== undefined;
}
