import { setImmediate } from 'node:timers/promises';

import type Wrtc from '@roamhq/wrtc';
import type { nonstandard } from '@roamhq/wrtc';

import { CLIP_SAMPLE_RATE } from '../mouth.js';
import { isLoopback, isOffered, isWildcard, parseCandidate } from './candidate.js';
import type { MediaOptions } from './media-engine.js';
import { BadAnswerError, BadFragmentError, BadOfferError, NoViewerError } from './media-errors.js';
import {
  refusedKinds,
  requestedKinds,
  withCandidates,
  withDtx,
  withIceCredentials,
  withoutCandidates,
  withStartBitrate,
  type MediaKind,
} from './sdp.js';
import { makeFragment, parseFragment, type SdpFragment } from './sdp-fragment.js';

export type WrtcModule = typeof Wrtc;
export type I420Frame = nonstandard.RTCVideoFrame;

/** One viewer's WebRTC connection, which sends a picture and sound. */
export interface MediaPeer {
  /**
   * The answer to the viewer's first offer, complete with candidates.
   * @throws {BadOfferError} The offer cannot be answered.
   */
  answer(offerSdp: string): Promise<string>;
  /** This side's own offer of sound and picture, complete with candidates. */
  offer(): Promise<string>;
  /** @throws {BadAnswerError} It does not answer this side's offer. */
  acceptAnswer(answerSdp: string): Promise<void>;
  /** @throws {BadFragmentError} The fragment is malformed, or names another media section. */
  addCandidates(sdpFragment: string): Promise<void>;
  /**
   * Restarts ICE with the credentials in the fragment; the result is the fragment with this side's new ones.
   * @throws {BadFragmentError} The fragment is malformed or has no credentials.
   */
  restartIce(sdpFragment: string): Promise<string>;
  /** @param samples 10 ms of sound, mono, 48 kHz. */
  sendAudio(samples: Int16Array): void;
  sendFrame(frame: I420Frame): void;
  /** Stops both tracks and closes the connection; nothing is told of it. Idempotent. */
  close(): void;
}

export interface MediaPeerListener {
  /** Told once, when media can flow. */
  onConnected: () => void;
  /** Told once: the connection failed, was never made, or was closed by the other side. */
  onGone: () => void;
}

// Without candidates from the viewer ICE waits for its first packet for ever.
const CONNECT_TIMEOUT_MS = 30_000;

// The addon tells of a change of state a moment before the new state can be read, so that a change can be missed.
const STATE_CHECK_MS = 250;

const START_BITRATE_KBPS = 1000;

type Sending = Pick<MediaOptions, 'mediaAddress' | 'dtx'>;

/** {@link MediaPeer} on libwebrtc. */
export class WrtcMediaPeer implements MediaPeer {
  readonly #mediaAddress: string;
  /** Puts this side's wishes into what the viewer has sent. */
  readonly #tune: (sdp: string) => string;
  readonly #listener: MediaPeerListener;
  readonly #connection: RTCPeerConnection;
  readonly #stream: MediaStream;
  readonly #audio: nonstandard.RTCAudioSource;
  readonly #video: nonstandard.RTCVideoSource;
  readonly #tracks: Record<MediaKind, MediaStreamTrack>;
  readonly #closing = new AbortController();
  readonly #stateCheck: NodeJS.Timeout;
  #connectTimeout: NodeJS.Timeout | undefined;
  #connected = false;
  #offerSdp = '';
  /** Settles when the negotiation under way is over: the next one waits for it. */
  #turn: Promise<unknown> = Promise.resolve();
  #gatheringChanged: () => void = () => undefined;
  /**
   * This side's candidates so far. The addon must not be asked for its local description meanwhile: it reads it while another
   * thread replaces it by one with the next candidate, and the process dies.
   */
  #gathered: string[] = [];

  constructor(wrtc: WrtcModule, { mediaAddress, dtx }: Sending, listener: MediaPeerListener) {
    this.#mediaAddress = mediaAddress;
    this.#tune = (sdp) => withStartBitrate(dtx ? withDtx(sdp) : sdp, START_BITRATE_KBPS);
    this.#listener = listener;
    this.#stream = new wrtc.MediaStream();
    this.#audio = new wrtc.nonstandard.RTCAudioSource();
    // A drawn picture has no noise to take out.
    this.#video = new wrtc.nonstandard.RTCVideoSource({ needsDenoising: false });
    this.#tracks = { audio: this.#audio.createTrack(), video: this.#video.createTrack() };
    // One bundle means one transport: all candidates belong to the first media section.
    this.#connection = new wrtc.RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.#connection.onconnectionstatechange = () => this.#checkState();
    this.#connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#gathered.push(candidate.candidate);
      this.#gatheringChanged();
    };
    this.#connection.onicegatheringstatechange = () => this.#gatheringChanged();
    this.#stateCheck = setInterval(() => this.#checkState(), STATE_CHECK_MS);
  }

  async answer(offerSdp: string): Promise<string> {
    const kinds = requestedKinds(offerSdp);
    const offer = this.#tune(this.#admitted(offerSdp));
    const { answerSdp, candidates } = await this.#inTurn(() => this.#negotiate(offer, () => this.#addTracks(kinds)));
    const refused = refusedKinds(answerSdp).find((kind) => kinds.some((wanted) => wanted === kind));
    if (refused !== undefined) throw new BadOfferError(`The offer has no ${refused} codec that the engine knows.`);
    this.#awaitViewer();
    return withCandidates(answerSdp, candidates);
  }

  async offer(): Promise<string> {
    const { sdp, candidates } = await this.#inTurn(async () => {
      this.#addTracks(['audio', 'video']);
      const offer = await this.#connection.createOffer();
      this.#closing.signal.throwIfAborted();
      await this.#setLocalDescription(offer);
      return { sdp: offer.sdp ?? '', candidates: await this.#ownCandidates() };
    });
    this.#awaitViewer();
    return withCandidates(sdp, candidates);
  }

  async acceptAnswer(answerSdp: string): Promise<void> {
    await this.#inTurn(async () => {
      const sdp = this.#tune(this.#admitted(answerSdp));
      try {
        await this.#connection.setRemoteDescription({ type: 'answer', sdp });
      } catch (error) {
        this.#closing.signal.throwIfAborted();
        throw new BadAnswerError(`The answer cannot be taken: ${messageOf(error)}`, { cause: error });
      }
    });
  }

  async addCandidates(sdpFragment: string): Promise<void> {
    await this.#addCandidates(parseFragment(sdpFragment));
  }

  async restartIce(sdpFragment: string): Promise<string> {
    const fragment = parseFragment(sdpFragment);
    const { credentials } = fragment;
    if (!credentials) throw new BadFragmentError('An ICE restart needs a=ice-ufrag and a=ice-pwd.');
    if (this.#offerSdp === '') throw new BadFragmentError('Only a viewer that made the offer can restart ICE.');
    const { answerSdp, candidates } = await this.#inTurn(async () => {
      // The end of a gathering that goes on would be taken for the end of the next one.
      while (this.#connection.iceGatheringState === 'gathering') await this.#nextGatheringChange();
      return this.#negotiate(withIceCredentials(withoutCandidates(this.#offerSdp), credentials));
    });
    await this.#addCandidates(fragment);
    return makeFragment(answerSdp, candidates);
  }

  sendAudio(samples: Int16Array): void {
    this.#audio.onData({ samples, sampleRate: CLIP_SAMPLE_RATE });
  }

  sendFrame(frame: I420Frame): void {
    this.#video.onFrame(frame);
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new NoViewerError('The connection was closed.'));
    clearTimeout(this.#connectTimeout);
    clearInterval(this.#stateCheck);
    this.#connection.onconnectionstatechange = null;
    // A track that is not stopped keeps the process alive.
    for (const track of Object.values(this.#tracks)) track.stop();
    this.#connection.close();
    this.#gatheringChanged();
  }

  /** The viewer's description, without candidates where it is only let in from this machine. */
  #admitted(sdp: string): string {
    return isLoopback(this.#mediaAddress) ? withoutCandidates(sdp) : sdp;
  }

  #awaitViewer(): void {
    this.#connectTimeout = setTimeout(() => this.#leave(), CONNECT_TIMEOUT_MS);
  }

  #addTracks(kinds: readonly MediaKind[]): void {
    for (const kind of kinds) this.#connection.addTrack(this.#tracks[kind], this.#stream);
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.sender.track) transceiver.direction = 'sendonly';
    }
  }

  async #negotiate(offerSdp: string, prepareAnswer?: () => void): Promise<{ answerSdp: string; candidates: string[] }> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    let answer: RTCSessionDescriptionInit;
    try {
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: offerSdp });
      signal.throwIfAborted();
      prepareAnswer?.();
      answer = await this.#connection.createAnswer();
      signal.throwIfAborted();
      await this.#setLocalDescription(answer);
    } catch (error) {
      signal.throwIfAborted();
      throw new BadOfferError(`The offer cannot be answered: ${messageOf(error)}`, { cause: error });
    }
    this.#offerSdp = offerSdp;
    return { answerSdp: answer.sdp ?? '', candidates: await this.#ownCandidates() };
  }

  async #setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#gathered = [];
    await this.#connection.setLocalDescription(description);
  }

  /** Waits for the candidates of the local description that a viewer may know of. */
  async #ownCandidates(): Promise<string[]> {
    for (;;) {
      // After an ICE restart the state still says "complete" for a moment, when nothing was gathered yet.
      const complete = this.#connection.iceGatheringState === 'complete' && this.#gathered.length > 0;
      // The state is known at once, the last candidates are told a moment later.
      if (complete) await setImmediate();
      const gathered = this.#gathered.flatMap((text) => parseCandidate(text) ?? []);
      const own = gathered.filter((candidate) => isOffered(candidate, this.#mediaAddress));
      if (complete && own.length === 0) throw new Error(`This machine has no network address ${this.#mediaAddress}.`);
      if (complete || (own.length > 0 && !isWildcard(this.#mediaAddress))) return own.map(({ text }) => text);
      await this.#nextGatheringChange();
    }
  }

  /** @throws {NoViewerError} The connection was closed meanwhile. */
  async #nextGatheringChange(): Promise<void> {
    this.#closing.signal.throwIfAborted();
    await new Promise<void>((resolve) => (this.#gatheringChanged = resolve));
    this.#closing.signal.throwIfAborted();
  }

  async #addCandidates({ candidates }: SdpFragment): Promise<void> {
    // On loopback the viewer's own address is learned from its first packet, and no other is let in.
    if (isLoopback(this.#mediaAddress)) return;
    for (const { candidate, mid } of candidates) {
      try {
        await this.#connection.addIceCandidate(
          mid === undefined ? { candidate, sdpMLineIndex: 0 } : { candidate, sdpMid: mid },
        );
      } catch (error) {
        throw new BadFragmentError(`A candidate cannot be added: ${messageOf(error)}`, { cause: error });
      }
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #checkState(): void {
    const state = this.#connection.connectionState;
    if (state === 'failed' || state === 'closed' || this.#wasClosedByViewer()) this.#leave();
    else if (state === 'connected' && !this.#connected) this.#onConnected();
  }

  #onConnected(): void {
    this.#connected = true;
    clearTimeout(this.#connectTimeout);
    this.#listener.onConnected();
  }

  /** A viewer that closes its connection says so over DTLS; to `connectionState` it looks "connected" until ICE fails. */
  #wasClosedByViewer(): boolean {
    return this.#connected && this.#connection.getSenders().some(({ transport }) => transport?.state === 'closed');
  }

  #leave(): void {
    if (this.#closing.signal.aborted) return;
    this.close();
    this.#listener.onGone();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
