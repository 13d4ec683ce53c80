/** A level that no packet has brought for longer than this is that of before, in milliseconds. */
const STALE_MS = 250;

/** The loudness that came with the last packets (the RTP extension `ssrc-audio-level`). */
export class LevelReader {
  readonly #now: () => number;
  #toldAt: number | undefined;
  #freshUntil = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** 0 to 1; undefined where the server sends no levels, and while no packets come: the browser goes on telling the last one. */
  read(source: Pick<RTCRtpSynchronizationSource, 'audioLevel' | 'timestamp'> | undefined): number | undefined {
    if (source?.audioLevel === undefined) return undefined;
    // Of which clock the timestamp is differs between browsers, so that only its change tells.
    if (source.timestamp !== this.#toldAt) {
      this.#toldAt = source.timestamp;
      this.#freshUntil = this.#now() + STALE_MS;
    }
    return this.#now() <= this.#freshUntil ? source.audioLevel : 0;
  }
}
