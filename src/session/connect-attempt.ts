import { abandonable } from '../core/abandon.js';
import type { ControlClient } from '../core/control-client.js';
import type { Delay } from '../core/delay.js';
import type { Fetch } from '../core/http.js';
import type { Logger } from '../core/logger.js';
import type { ClientInit, SessionGrant } from '../core/protocol.js';
import { SessionControl, type Transport } from '../core/session-control.js';
import type { AvatarWish, SessionSource } from './session-source.js';
import { toIceServers } from './whep/ice-servers.js';
import type { CreatePeerConnection } from './whep/peer.js';
import { WhepConnection } from './whep/whep-connection.js';

export interface ConnectAttemptOptions {
  source: SessionSource;
  wish: AvatarWish;
  client: ControlClient;
  transport: Transport;
  logger: Logger;
  signal: AbortSignal;
  fetch?: Fetch | undefined;
  delay?: Delay | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  onGrant: (grant: SessionGrant) => void;
  onStream: (stream: MediaStream) => void;
  onConnectionState: (state: RTCPeerConnectionState) => void;
}

/** A session that is open and seen. */
export interface LiveSession {
  grant: SessionGrant;
  control: SessionControl;
  whep: WhepConnection;
}

/**
 * One attempt to get from nothing to the first frame. It takes back whatever it did when it fails or is aborted: the
 * WHEP resource is deleted, and the session is ended.
 */
export async function connectOnce(options: ConnectAttemptOptions): Promise<LiveSession> {
  const { source, wish, logger, signal } = options;
  // Made while the session is asked for: the first peer connection of a page takes its time.
  const whep = new WhepConnection({ ...options, retryPolicy: options.transport.retryPolicy });
  let control: SessionControl | undefined;
  try {
    const grant = await abandonable(
      source(wish, { signal }),
      signal,
      (late) => void endQuietly(controlFor(late, options), logger),
    );
    control = controlFor(grant, options);
    options.onGrant(grant);
    logger.info(`Session ${grant.sessionId} is open`);
    const { whepUrl, turn } = hasMedia(grant) ? grant : await control.initClient({ signal });
    options.onStream(whep.stream);
    await whep.connect({ url: whepUrl, iceServers: toIceServers(turn), signal });
    return { grant, control, whep };
  } catch (error) {
    await Promise.all([whep.close(), control ? endQuietly(control, logger) : undefined]);
    throw error;
  }
}

/** A failure to end leaves the session to the service, which ends it by itself when keep-alive stops. */
export async function endQuietly(control: SessionControl, logger: Logger): Promise<void> {
  try {
    await control.end();
  } catch (error) {
    logger.warn('The session could not be ended; the service ends it when keep-alive stops', error);
  }
}

function controlFor(
  { sessionId, token = '', controlUrl }: SessionGrant,
  options: ConnectAttemptOptions,
): SessionControl {
  const { client, transport } = options;
  return controlUrl
    ? new SessionControl({ credentials: 'same-origin', ...transport, url: controlUrl })
    : client.session({ sessionId, token });
}

function hasMedia(grant: SessionGrant): grant is SessionGrant & ClientInit {
  return grant.whepUrl !== undefined;
}
