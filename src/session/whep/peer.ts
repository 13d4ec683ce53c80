import { AvatarError } from '../../core/errors.js';
import { LocalCandidates } from './local-candidates.js';
import { withFragment } from './sdp-fragment.js';

export type CreatePeerConnection = (configuration: RTCConfiguration) => RTCPeerConnection;

export interface PeerOptions {
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  onConnectionState: (state: RTCPeerConnectionState) => void;
  /** A path was found. */
  onPath?: (() => void) | undefined;
}

/**
 * A peer connection that receives one picture and one sound.
 *
 * Its offer is ready before the ICE servers are known: gathering starts with {@link offer}, not before.
 */
export class Peer {
  readonly stream: MediaStream;
  readonly candidates: LocalCandidates;
  readonly #connection: RTCPeerConnection;
  readonly #prepared: Promise<RTCSessionDescriptionInit>;
  readonly #listeners = new AbortController();
  readonly #iceTransportPolicy: RTCIceTransportPolicy;
  /** The ICE servers of the local description, once there is one. */
  #gatheringFor: string | undefined;
  /** The local description is being set. */
  #offered: Promise<unknown> | undefined;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` where there is no WebRTC. */
  constructor({
    iceTransportPolicy = 'all',
    createPeerConnection = createBrowserPeer,
    onConnectionState,
    onPath,
  }: PeerOptions) {
    this.#iceTransportPolicy = iceTransportPolicy;
    this.#connection = createPeerConnection(this.#configure([]));
    this.stream = new MediaStream();
    const { signal } = this.#listeners;
    this.candidates = new LocalCandidates(this.#connection, signal);
    for (const kind of ['video', 'audio'] as const) {
      // Not every server names a stream for its tracks, so the stream is built from the receivers.
      this.stream.addTrack(this.#connection.addTransceiver(kind, { direction: 'recvonly' }).receiver.track);
    }
    this.#connection.addEventListener(
      'connectionstatechange',
      () => onConnectionState(this.#connection.connectionState),
      { signal },
    );
    this.#connection.addEventListener(
      'iceconnectionstatechange',
      () => {
        if (['connected', 'completed'].includes(this.#connection.iceConnectionState)) onPath?.();
      },
      { signal },
    );
    this.#prepared = this.#connection.createOffer();
    this.#prepared.catch(() => undefined); // Told by offer().
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#connection.connectionState;
  }

  /** Whether the server has answered the own offer. */
  get isAnswered(): boolean {
    return this.#connection.currentRemoteDescription?.type === 'answer';
  }

  /**
   * The local offer; candidates are found from now on and are not waited for. Made again where it was made for other ICE
   * servers.
   * @throws {AvatarError} `INVALID_CONFIGURATION`
   */
  async offer(iceServers: RTCIceServer[]): Promise<string> {
    if (JSON.stringify(iceServers) !== this.#gatheringFor) {
      this.useIceServers(iceServers);
      this.#offered = this.#offered
        ? this.#offered.then(() => this.offerRestart())
        : this.#prepared.then((offer) => this.#connection.setLocalDescription(offer));
    }
    await this.#offered;
    return this.#localSdp;
  }

  /**
   * New ICE servers for the next local description.
   * @throws {AvatarError} `INVALID_CONFIGURATION`
   */
  useIceServers(iceServers: RTCIceServer[]): void {
    try {
      this.#connection.setConfiguration(this.#configure(iceServers));
    } catch (cause) {
      throw new AvatarError(
        'INVALID_CONFIGURATION',
        'The browser does not take these ICE servers: check their URLs and credentials.',
        { cause },
      );
    }
    this.#gatheringFor = JSON.stringify(iceServers);
  }

  /** An offer with new ICE credentials, whose candidates are found from now on. */
  async offerRestart(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer({ iceRestart: true }));
    return this.#localSdp;
  }

  /** Takes the server's new ICE credentials and candidates; everything else stays as it was agreed. */
  async acceptRestart(fragment: string): Promise<void> {
    await this.accept(withFragment(this.#connection.currentRemoteDescription?.sdp ?? '', fragment));
  }

  /** Takes an offer back that the server would not have. */
  async rollback(): Promise<void> {
    if (this.#connection.signalingState === 'have-local-offer') {
      await this.#connection.setLocalDescription({ type: 'rollback' });
    }
  }

  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Takes back the own offer and answers the server's; the stream then holds the tracks of this answer. */
  async answer(offerSdp: string): Promise<string> {
    try {
      await this.#connection.setLocalDescription({ type: 'rollback' });
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: offerSdp });
      await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    } catch (cause) {
      throw new AvatarError('PROTOCOL', 'The WHEP server’s own offer cannot be answered.', { cause });
    }
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
    for (const { currentDirection, receiver } of this.#connection.getTransceivers()) {
      if (currentDirection === 'recvonly') this.stream.addTrack(receiver.track);
    }
    return this.#localSdp;
  }

  async accept(answerSdp: string): Promise<void> {
    try {
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: answerSdp });
    } catch (cause) {
      throw new AvatarError('PROTOCOL', 'The WHEP server’s answer does not fit the offer.', { cause });
    }
  }

  /** Whether the server sends a picture: it may have answered with sound alone. */
  get hasPicture(): boolean {
    return this.#connection
      .getTransceivers()
      .some(({ currentDirection, receiver }) => currentDirection === 'recvonly' && receiver.track.kind === 'video');
  }

  /**
   * Frames that have been decoded, or have arrived whole where nothing decodes them yet; of a stream without a picture the
   * packets of its sound.
   */
  async countFrames(): Promise<number> {
    const { hasPicture } = this;
    const report = await this.#connection.getStats();
    let frames = 0;
    report.forEach((entry: InboundStats) => {
      if (entry.type !== 'inbound-rtp' || entry.kind !== (hasPicture ? 'video' : 'audio')) return;
      // A source that comes back may be counted in an entry of its own.
      frames += hasPicture
        ? Math.max(entry.framesDecoded ?? 0, entry.framesReceived ?? 0)
        : (entry.packetsReceived ?? 0);
    });
    return frames;
  }

  /** The loudness of what arrives, 0 to 1; undefined where the server does not send audio levels. */
  audioLevel(): number | undefined {
    const [audio] = this.stream.getAudioTracks();
    const receiver = this.#connection.getReceivers().find(({ track }) => track === audio);
    return receiver?.getSynchronizationSources()[0]?.audioLevel;
  }

  close(): void {
    this.#listeners.abort();
    this.#connection.close();
    for (const track of this.stream.getTracks()) track.stop();
  }

  get #localSdp(): string {
    return this.#connection.localDescription?.sdp ?? '';
  }

  #configure(iceServers: RTCIceServer[]): RTCConfiguration {
    return {
      iceServers,
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      iceTransportPolicy: this.#iceTransportPolicy,
    };
  }
}

interface InboundStats {
  type: string;
  kind?: string;
  framesReceived?: number;
  framesDecoded?: number;
  packetsReceived?: number;
}

const createBrowserPeer: CreatePeerConnection = (configuration) => {
  if (typeof RTCPeerConnection === 'undefined') {
    throw new AvatarError(
      'UNSUPPORTED_BROWSER',
      'This browser has no WebRTC, or it is switched off: the avatar cannot be shown.',
    );
  }
  return new RTCPeerConnection(configuration);
};
