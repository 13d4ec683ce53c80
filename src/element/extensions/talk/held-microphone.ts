import { Recorder } from '../voice/recorder.js';
import type { Utterance } from '../voice/utterance.js';
import type { Listening } from './listening.js';

export interface HeldOptions {
  onLevel: (level: number) => void;
  /** It is as long as it may be. */
  onFull: () => void;
  onUtterance: (utterance: Utterance) => void;
  onError: (error: unknown) => void;
}

/** Nothing is said in less, in seconds. */
const LEAST_SECONDS = 0.3;

/** Listens from a press to its end. */
export class HeldMicrophone implements Listening {
  readonly #recorder: Recorder;
  readonly #options: HeldOptions;

  /** @throws {AvatarError} As {@link Recorder.start}. */
  static async listen(stream: MediaStream, options: HeldOptions): Promise<HeldMicrophone> {
    const held = new HeldMicrophone(stream, options);
    await held.#recorder.start();
    return held;
  }

  private constructor(stream: MediaStream, options: HeldOptions) {
    this.#options = options;
    this.#recorder = new Recorder(stream);
    this.#recorder.events.on('level', options.onLevel);
    this.#recorder.events.on('full', options.onFull);
    this.#recorder.events.on('error', options.onError);
  }

  stop(): void {
    this.#recorder.stop().then(
      (utterance) => {
        if (utterance.seconds >= LEAST_SECONDS) this.#options.onUtterance(utterance);
      },
      (error: unknown) => this.#options.onError(error),
    );
  }

  abort(): void {
    this.#recorder.discard();
  }
}
