/** What is looked at, in samples: about 40 ms. */
const WINDOW = 2048;

/** Listens to the sound itself, for which browsers want that the visitor has clicked or pressed a key. */
export class SoundAnalyser {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #analyser = new AnalyserNode(this.#context, { fftSize: WINDOW });
  readonly #samples = new Float32Array(WINDOW);

  constructor(track: MediaStreamTrack) {
    this.track = track;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  read(): number | undefined {
    if (this.#context.state !== 'running') {
      this.#context.resume().catch(() => undefined); // It was closed meanwhile.
      return undefined;
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW);
  }

  close(): void {
    void this.#context.close();
  }
}
