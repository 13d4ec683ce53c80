import type { Delay } from '../../core/delay.js';
import { delay as realDelay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';
import type { CallOptions, SessionControl } from '../../core/session-control.js';
import { ClipPace, interruptEach } from '../../core/speech/clip-pace.js';
import { exceptRefusedEnd } from '../../core/speech/refused-end.js';
import type { TextChunk } from '../../core/speech/text-chunker.js';
import type { Audible } from './audio-level.js';

/** After an interrupt the avatar is silent within this, in milliseconds: the network and the jitter buffer take most of it. */
const SILENT_WITHIN_MS = 400;

/** What goes on in spite of an interrupt is interrupted so often again. */
const MOST_REPEATS = 3;

/** A session that speaks and is heard. */
export interface Speaker {
  control: Pick<SessionControl, 'sayText' | 'sayAudio' | 'interrupt'>;
  whep: Audible;
}

export interface HandoverOptions {
  /** Whether no silence was heard since the last interrupt. */
  isHeardOn: () => boolean;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
  delay?: Delay | undefined;
}

/** Hands to the service what is to be said, clips not before their time, and silences it. */
export class Handover {
  readonly #options: HandoverOptions;
  readonly #delay: Delay;
  #speaker: Speaker | undefined;
  #clips = new ClipPace();
  /** Aborts when something new is said, or nothing can be said any more. */
  #silencing = new AbortController();

  constructor(options: HandoverOptions) {
    this.#options = options;
    this.#delay = options.delay ?? realDelay;
  }

  get speaker(): Speaker | undefined {
    return this.#speaker;
  }

  /** @param speaker Who is spoken to from now on; nobody where it is undefined. */
  goTo(speaker: Speaker | undefined, isSameSession = false): void {
    this.#speaker = speaker;
    if (!isSameSession) this.#clips = new ClipPace();
    this.#silencing.abort();
  }

  async sayText({ text, isFinal }: TextChunk, turnId: string, signal: AbortSignal): Promise<void> {
    this.#silencing.abort();
    await this.#assertSpeaker().control.sayText({ text, turnId, isFinal }, { signal }).catch(exceptRefusedEnd(text));
  }

  /** Resolves when it may be said by {@link sayAudio}. */
  async untilClipIsDue(signal: AbortSignal): Promise<void> {
    const dueInMs = this.#clips.dueInMs(this.#options.now());
    if (dueInMs > 0) await this.#delay(dueInMs, { signal });
  }

  async sayAudio(audio: Blob, durationSeconds: number, turnId: string, signal: AbortSignal): Promise<void> {
    this.#silencing.abort();
    // Before it is sent: an interrupt that comes meanwhile has to count it.
    this.#clips.handedOver(durationSeconds * 1000, this.#options.now());
    await this.#assertSpeaker().control.sayAudio({ audio, turnId, durationSeconds }, { signal });
  }

  /** Resolves when the service has taken it, for each clip that waits there too. */
  async interrupt(options: CallOptions = {}): Promise<void> {
    const { control } = this.#assertSpeaker();
    const waiting = this.#clips.waitingAt(this.#options.now());
    this.#clips.interrupted();
    this.#silencing.abort();
    this.#silencing = new AbortController();
    const { signal } = this.#silencing;
    await interruptEach(waiting, () => control.interrupt(options), { delay: this.#delay, signal: options.signal });
    this.#interruptWhatGoesOn(control, signal).catch(() => undefined); // It is told again with the next interrupt.
  }

  async #interruptWhatGoesOn(control: Speaker['control'], signal: AbortSignal): Promise<void> {
    for (let i = 0; i < MOST_REPEATS; i += 1) {
      await this.#delay(SILENT_WITHIN_MS, { signal });
      if (!this.#options.isHeardOn()) return;
      await control.interrupt({ signal });
    }
  }

  #assertSpeaker(): Speaker {
    if (this.#speaker) return this.#speaker;
    throw new AvatarError('INVALID_STATE', 'The session is not open.');
  }
}
