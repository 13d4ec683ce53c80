import { abandonable } from '../../core/abandon.js';

/** The candidates of the local description, as they are found. */
export class LocalCandidates {
  readonly #connection: RTCPeerConnection;
  #found: RTCIceCandidate[] = [];

  /** @param signal Ends the listening. */
  constructor(connection: RTCPeerConnection, signal: AbortSignal) {
    this.#connection = connection;
    connection.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        if (candidate?.candidate) this.#found.push(candidate);
      },
      { signal },
    );
  }

  /** Those found since the last call that belong to `sdp` and do not stand in it. */
  take(sdp: string): { candidates: string[]; isComplete: boolean } {
    const found = this.#found;
    this.#found = [];
    return {
      // After an ICE restart a late one may belong to the credentials before.
      candidates: found
        .filter(({ usernameFragment: ufrag }) => !ufrag || sdp.includes(`a=ice-ufrag:${ufrag}\r`))
        .map(({ candidate }) => candidate)
        .filter((candidate) => !sdp.includes(candidate)),
      isComplete: this.#connection.iceGatheringState === 'complete',
    };
  }

  /** Resolves when there is something new. @throws {AvatarError} `ABORTED` */
  next(signal: AbortSignal): Promise<unknown> {
    const next = new Promise((resolve) => {
      this.#connection.addEventListener('icecandidate', resolve, { once: true, signal });
    });
    return abandonable(next, signal);
  }
}
