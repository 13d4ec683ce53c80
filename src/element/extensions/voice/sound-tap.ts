import { throwIfAborted } from '../../../core/abort-signals.js';
import { delay } from '../../../core/delay.js';
import { AvatarError } from '../../../core/errors.js';
import { SAMPLE_RATE } from './detector/detector.js';
import type { Ears, EarsOptions } from './detector/ears.js';
import { openEars } from './detector/open-ears.js';

/** How long a browser may take to start its sound, in milliseconds: without a click or a sound device some never do. */
const STARTING_MS = 3000;

/** What the sound of a microphone is led through, to be heard frame by frame and recorded with what came just before. */
export class SoundTap {
  readonly #context: AudioContext;
  readonly #source: MediaStreamAudioSourceNode;
  #ears: Ears | undefined;

  /** @throws {AvatarError} `UNSUPPORTED_BROWSER` */
  constructor(stream: MediaStream) {
    [this.#context, this.#source] = openSource(stream);
  }

  /** Its sound, in one channel and `delayMs` late: what is recorded of it begins that much before it is asked for. */
  delayed(delayMs: number): MediaStream {
    const delayNode = new DelayNode(this.#context, {
      delayTime: delayMs / 1000,
      maxDelayTime: Math.max(1, delayMs / 1000),
    });
    const destination = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
    this.#source.connect(delayNode).connect(destination);
    return destination.stream;
  }

  /** @throws {AvatarError} `AUTOPLAY_BLOCKED`: the browser waits for a click, or for a sound device; the signal's reason. */
  async listen(options: EarsOptions, signal: AbortSignal): Promise<Ears> {
    await this.#run(signal);
    const ears = (this.#ears = await openEars(this.#source, options));
    if (signal.aborted) ears.close();
    throwIfAborted(signal);
    return ears;
  }

  /** Lets go of all that it holds; the microphone itself stays open. */
  close(): void {
    this.#ears?.close();
    this.#source.disconnect();
    this.#context.onstatechange = null;
    this.#context.close().catch(() => undefined); // It is closed already.
  }

  async #run(signal: AbortSignal): Promise<void> {
    const context = this.#context;
    const resume = (): Promise<void> => context.resume().catch(() => undefined); // It was closed meanwhile.
    await Promise.race([resume(), delay(STARTING_MS, { signal })]);
    throwIfAborted(signal);
    if (context.state !== 'running')
      throw new AvatarError(
        'AUTOPLAY_BLOCKED',
        'The browser does not let the page listen yet. Ask again in a click, and see that there is a sound device.',
      );
    // A telephone call, or another page, takes the sound away for a while.
    context.onstatechange = () => {
      if (context.state !== 'closed' && context.state !== 'running') void resume();
    };
  }
}

/** At the rate of the detector where the browser can: some cannot change that of a microphone. */
function openSource(stream: MediaStream): [AudioContext, MediaStreamAudioSourceNode] {
  let context: AudioContext | undefined;
  for (const options of [{ sampleRate: SAMPLE_RATE }, {}]) {
    try {
      context = new AudioContext(options);
      return [context, context.createMediaStreamSource(stream)];
    } catch (cause) {
      void context?.close();
      context = undefined;
      if (!('sampleRate' in options))
        throw new AvatarError('UNSUPPORTED_BROWSER', 'The sound of the microphone cannot be listened to.', { cause });
    }
  }
  throw new TypeError('Unreachable');
}
