/** Stands in for the browser's microphone: what the test plays is what it hears. */
export class PageMicrophone {
  /** What was asked for, in order. */
  readonly asked: MediaTrackConstraints[] = [];
  /** How it is refused; undefined lets it be used. */
  refusal: string | undefined;
  /** Resolves before a microphone is given, as a visitor who is asked. */
  permission: Promise<unknown> = Promise.resolve();
  devices = [device('first', 'Built-in'), device('second', 'Headset')].slice(0, 1);
  cancelsEcho = true;
  readonly #context = new AudioContext();
  readonly #mediaDevices = navigator.mediaDevices;
  #tracks: MediaStreamTrack[] = [];
  #out: MediaStreamAudioDestinationNode | undefined;

  constructor() {
    const devices = new EventTarget();
    Object.assign(devices, {
      getUserMedia: (constraints: MediaStreamConstraints) => this.#open(constraints.audio as MediaTrackConstraints),
      enumerateDevices: () => Promise.resolve(this.devices),
    });
    Object.defineProperty(navigator, 'mediaDevices', { value: devices, configurable: true });
  }

  /** Two microphones to choose from. */
  plugInAnother(): void {
    this.devices = [device('first', 'Built-in'), device('second', 'Headset')];
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  get isOpen(): boolean {
    return this.#tracks.some(({ readyState }) => readyState === 'live');
  }

  /** Whether anything that is played now would be heard. */
  get isHearing(): boolean {
    return this.#tracks.some(({ readyState, enabled }) => readyState === 'live' && enabled);
  }

  get track(): MediaStreamTrack {
    const track = this.#tracks.at(-1);
    if (!track) throw new Error('No microphone was opened.');
    return track;
  }

  /** Has it hear a recording; resolves at its end. */
  async hear(recording: ArrayBuffer): Promise<void> {
    await this.#play(await this.#context.decodeAudioData(recording.slice(0)));
  }

  /** As {@link hear}, of samples of 16 kHz. */
  async hearSamples(samples: Float32Array<ArrayBuffer>): Promise<void> {
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: 16_000 });
    buffer.copyToChannel(samples, 0);
    await this.#play(buffer);
  }

  async #play(buffer: AudioBuffer): Promise<void> {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    if (!this.#out) throw new Error('No microphone is open.');
    source.connect(this.#out);
    await new Promise((resolve) => {
      source.addEventListener('ended', resolve);
      source.start();
    });
  }

  /** It is taken away: unplugged, or no longer allowed. */
  unplug(): void {
    this.track.stop();
    this.track.dispatchEvent(new Event('ended'));
  }

  restore(): void {
    for (const track of this.#tracks) track.stop();
    Object.defineProperty(navigator, 'mediaDevices', { value: this.#mediaDevices, configurable: true });
    void this.#context.close();
  }

  async #open(constraints: MediaTrackConstraints): Promise<MediaStream> {
    this.asked.push(constraints);
    await this.permission;
    if (this.refusal !== undefined) throw new DOMException('No.', this.refusal);
    this.#out = this.#context.createMediaStreamDestination();
    // Silence all the same: a destination without a source gives nothing at all.
    const silence = this.#context.createConstantSource();
    silence.offset.value = 0;
    silence.connect(this.#out);
    silence.start();
    const { stream } = this.#out;
    const [track] = stream.getAudioTracks();
    if (!track) throw new Error('There is no track.');
    const { deviceId = 'first' } = constraints;
    const id = typeof deviceId === 'object' && 'exact' in deviceId ? String(deviceId.exact) : 'first';
    track.getSettings = () => ({ deviceId: id, echoCancellation: this.cancelsEcho });
    this.#tracks.push(track);
    return stream;
  }
}

function device(deviceId: string, label: string): MediaDeviceInfo {
  const kind = 'audioinput' as const;
  return { deviceId, label, kind, groupId: 'group', toJSON: () => ({}) };
}
