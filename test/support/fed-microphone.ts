/** A microphone that hears what it is told to. */
export class FedMicrophone {
  readonly #context = new AudioContext();
  readonly #destination = new MediaStreamAudioDestinationNode(this.#context);

  get stream(): MediaStream {
    return this.#destination.stream;
  }

  get #isAtRest(): boolean {
    return this.#context.state !== 'running';
  }

  /** Resolves once it has heard all of a sound, of 16 kHz. Resolves to when it began, on the clock of `performance.now()`. */
  async hear(samples: Float32Array<ArrayBuffer>): Promise<number> {
    if (this.#isAtRest) await this.#context.resume();
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: 16_000 });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#destination);
    const beganAt = performance.now();
    source.start();
    await new Promise((resolve) => source.addEventListener('ended', resolve));
    return beganAt;
  }

  async close(): Promise<void> {
    for (const track of this.stream.getTracks()) track.stop();
    await this.#context.close();
  }
}

/** What a voice says, as samples of 16 kHz from its first sound to its last. */
export async function spoken(text: string): Promise<Float32Array<ArrayBuffer>> {
  const response = await fetch(`/spoken.wav?text=${encodeURIComponent(text)}`);
  return decode(await response.arrayBuffer());
}

/** The samples of a recording, of 16 kHz. */
export async function decode(file: ArrayBuffer): Promise<Float32Array<ArrayBuffer>> {
  const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(file);
  return new Float32Array(decoded.getChannelData(0));
}
