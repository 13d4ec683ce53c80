import { AvatarError } from '../../core/errors.js';
import { countFrames, type FrameCount } from './frame-count.js';
import { LevelReader } from './level-reader.js';
import { LocalCandidates } from './local-candidates.js';
import type * as RefusedMedia from './refused-media.js';

export type CreatePeerConnection = (configuration: RTCConfiguration) => RTCPeerConnection;

export interface PeerOptions {
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  createPeerConnection?: CreatePeerConnection | undefined;
  onConnectionState: (state: RTCPeerConnectionState) => void;
  /** A path was found. */
  onPath?: (() => void) | undefined;
}

/**
 * Why there is sound alone: the server sends no picture, or none that this browser has a codec for.
 */
export type NoPicture = 'refused' | 'codec';

/**
 * A peer connection that receives one picture and one sound, or one of them.
 *
 * Its offer is ready before the ICE servers are known: gathering starts with {@link offer}, not before.
 */
export class Peer {
  readonly stream: MediaStream;
  readonly candidates: LocalCandidates;
  readonly #level = new LevelReader();
  readonly #connection: RTCPeerConnection;
  /** Of what the server sends. */
  #receivers: readonly RTCRtpReceiver[] = [];
  readonly #prepared: Promise<RTCSessionDescriptionInit>;
  readonly #listeners = new AbortController();
  readonly #iceTransportPolicy: RTCIceTransportPolicy;
  /** The ICE servers of the local description, once there is one. */
  #gatheringFor: string | undefined;
  /** The local description is being set. */
  #offered: Promise<unknown> | undefined;
  /** The first description of the server. */
  #remoteSdp = '';
  #refusedMedia: typeof RefusedMedia | undefined;
  /** The codecs of the picture, where this browser has none of them. */
  #lackingCodecs: readonly string[] = [];

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
    // The sound comes first: a refused section in front is the harder case for browsers, and pictures are refused more often.
    for (const kind of ['audio', 'video'] as const) {
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

  /** What the server has answered; empty before that. */
  get answerSdp(): string {
    return this.#connection.currentRemoteDescription?.sdp ?? '';
  }

  /** Whether the server has answered the own offer. */
  get isAnswered(): boolean {
    return this.#connection.currentRemoteDescription?.type === 'answer';
  }

  /** The offer as it is by now, with which nothing has been begun. @throws As `RTCPeerConnection.createOffer` */
  async draft(): Promise<string> {
    await this.#offered;
    return this.#localSdp || ((await this.#prepared).sdp ?? '');
  }

  /**
   * The local offer; candidates are found from now on and are not waited for. Made again where it was made for other ICE
   * servers.
   * @param isSent It is under way already, and stays as it is, with the ICE servers that it was made for.
   * @throws {AvatarError} `INVALID_CONFIGURATION`
   */
  async offer(iceServers: RTCIceServer[], isSent = false): Promise<string> {
    if (!(isSent && this.#offered) && JSON.stringify(iceServers) !== this.#gatheringFor) {
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
    await this.#keepAgreed(offerSdp);
    return this.#localSdp;
  }

  /**
   * Takes the server's answer; the stream then holds the tracks that it sends.
   * @throws {AvatarError} `PROTOCOL`, `UNSUPPORTED_BROWSER`
   */
  async accept(answerSdp: string): Promise<void> {
    if (/^m=\w+ 0 /m.test(answerSdp)) await this.#loadRefusedMedia();
    try {
      const sdp = this.#refusedMedia?.withRefusedFirstInactive(answerSdp, this.#localSdp) ?? answerSdp;
      await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    } catch (cause) {
      throw new AvatarError('PROTOCOL', 'The WHEP server’s answer does not fit the offer.', { cause });
    }
    await this.#keepAgreed(answerSdp);
  }

  /** A local description from the section on that its candidates belong to. */
  fromCandidates(localSdp: string): string {
    return this.#refusedMedia?.fromFirstAgreed(localSdp, this.#remoteSdp) ?? localSdp;
  }

  /** Why there is no picture; undefined where there is one. */
  get noPicture(): NoPicture | undefined {
    if (this.#sends('video')) return undefined;
    return this.#lackingCodecs.length > 0 ? 'codec' : 'refused';
  }

  /** What to tell of an answer that leaves something out; undefined where nothing is. */
  get missing(): string | undefined {
    return this.#refusedMedia?.missingIn((kind) => this.#sends(kind), this.#lackingCodecs);
  }

  async count(): Promise<FrameCount> {
    if (this.#isStopped) return { arrived: 0, decoded: undefined };
    return countFrames(await this.getStats(), this.#sends('video'));
  }

  /** When a picture was decoded last, on a clock of the browser's; undefined where it does not tell. Costs far less than {@link count}. */
  shownAt(): number | undefined {
    return this.#isStopped ? undefined : this.#sourceOf('video')?.timestamp;
  }

  /** The loudness of what arrives, 0 to 1; undefined where the server does not send audio levels. */
  audioLevel(): number | undefined {
    return this.#level.read(this.#sourceOf('audio'));
  }

  close(): void {
    this.#listeners.abort();
    this.stop();
    this.#connection.close();
  }

  /** Ends the picture and the sound; the connection stays. */
  stop(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** @throws {AvatarError} `PROTOCOL`, `UNSUPPORTED_BROWSER`: there is nothing to play. */
  async #keepAgreed(remoteSdp: string): Promise<void> {
    this.#remoteSdp = remoteSdp;
    // One that the server has refused may not be among them any more.
    const agreed = this.#connection.getTransceivers().filter(({ currentDirection }) => currentDirection === 'recvonly');
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
    this.#receivers = agreed.map(({ receiver }) => receiver);
    for (const { track } of this.#receivers) this.stream.addTrack(track);
    if (this.#sends('video') && this.#sends('audio')) return;
    await this.#loadRefusedMedia();
    if (this.#sends('video')) return;
    this.#lackingCodecs = this.#refusedMedia?.lackingCodecs(remoteSdp) ?? [];
    if (this.#sends('audio')) return;
    throw this.#lackingCodecs.length > 0
      ? new AvatarError('UNSUPPORTED_BROWSER', `There is nothing to play. ${this.missing ?? ''}`)
      : new AvatarError('PROTOCOL', 'The WHEP server sends neither picture nor sound.');
  }

  /** Few servers refuse anything. Without it, what they refuse is not explained. */
  async #loadRefusedMedia(): Promise<void> {
    this.#refusedMedia ??= await import('./refused-media.js').catch(() => undefined);
  }

  /** Scripts that turn off all cameras may stop these tracks, too: nobody sees what the connection goes on to count. */
  get #isStopped(): boolean {
    return this.stream.getTracks().some(({ readyState }) => readyState === 'ended');
  }

  #sourceOf(kind: 'video' | 'audio'): RTCRtpSynchronizationSource | undefined {
    return this.#receivers.find(({ track }) => track.kind === kind)?.getSynchronizationSources()[0];
  }

  #sends(kind: 'video' | 'audio'): boolean {
    return this.stream.getTracks().some((track) => track.kind === kind);
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

const createBrowserPeer: CreatePeerConnection = (configuration) => {
  try {
    return assertUsable(new RTCPeerConnection(configuration));
  } catch (cause) {
    assertWebRtc();
    throw new AvatarError('INVALID_CONFIGURATION', 'The browser does not take this iceTransportPolicy.', { cause });
  }
};

/** @throws {AvatarError} `UNSUPPORTED_BROWSER`: there is no WebRTC, or a policy or an extension has switched it off. */
function assertWebRtc(): void {
  try {
    assertUsable(new RTCPeerConnection()).close();
  } catch (cause) {
    throw new AvatarError(
      'UNSUPPORTED_BROWSER',
      'This browser has no WebRTC, or it is switched off: the avatar cannot be shown.',
      { cause },
    );
  }
}

/** Extensions that switch WebRTC off may leave a class without methods. */
function assertUsable(connection: RTCPeerConnection): RTCPeerConnection {
  if (typeof (connection as Partial<RTCPeerConnection>).addTransceiver === 'function') return connection;
  throw new TypeError('RTCPeerConnection.addTransceiver is missing.');
}
