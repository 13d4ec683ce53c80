import type { AvatarHost } from '../extension.js';
import { conversationOf } from '../../conversation/conversation.js';
import { UtteranceListener, type Utterance } from '../voice/utterance-listener.js';
import type { OpenMicrophone } from './open-microphone.js';
import type { Listening } from './listening.js';
import { TurnTaking, type TurnTakingParts } from './turn-taking.js';

export interface HandsFreeOptions extends Pick<TurnTakingParts, 'send' | 'transcribe' | 'sendText'> {
  onLevel: (level: number) => void;
  onError: (error: unknown) => void;
}

/** Listens all the time, and takes turns with the avatar. */
export class HandsFree implements Listening {
  readonly #host: AvatarHost;
  readonly #microphone: OpenMicrophone;
  readonly #listener: UtteranceListener;
  readonly #turns: TurnTaking;
  readonly #over = new AbortController();

  /** @throws {AvatarError} As {@link UtteranceListener.start}. */
  static async listen(host: AvatarHost, microphone: OpenMicrophone, options: HandsFreeOptions): Promise<HandsFree> {
    const listening = new HandsFree(host, microphone, options);
    try {
      await listening.#listener.start();
    } catch (error) {
      listening.abort();
      throw error;
    }
    return listening;
  }

  private constructor(
    host: AvatarHost,
    microphone: OpenMicrophone,
    { onLevel, onError, ...answers }: HandsFreeOptions,
  ) {
    this.#host = host;
    this.#microphone = microphone;
    const listener = (this.#listener = new UtteranceListener(microphone.stream));
    const turns = (this.#turns = new TurnTaking({
      ...answers,
      isSpeaking: () => host.speaking,
      isAnswering: () => host.speaking || host.remarks.thinking === true,
      setHangover: (ms) => (listener.hangoverMs = ms),
      duck: (factor) => this.#duck(factor),
      interrupt: () => void conversationOf(host).interrupt(),
    }));
    const { events } = listener;
    events.on('level', onLevel);
    events.on('maybe', () => turns.maybe());
    events.on('misfire', () => turns.misfire());
    events.on('start', () => turns.start());
    events.on('silence', () => turns.silence());
    events.on('end', (utterance: Utterance) => void turns.end(utterance));
    events.on('error', onError);
    const { signal } = this.#over;
    host.addEventListener('avatar-speaking-start', () => this.#onSpeaking(), { signal });
    host.addEventListener('avatar-speaking-end', () => this.#onSpeaking(), { signal });
    this.#onSpeaking();
  }

  /** What is being said is not sent: whoever turns it off does not want to be heard. */
  stop(): void {
    this.abort();
  }

  abort(): void {
    this.#over.abort();
    this.#listener.stop();
    this.#turns.close();
    this.#microphone.isHearing = true;
  }

  #onSpeaking(): void {
    const { speaking, halfDuplex } = this.#host;
    // Where its own voice is not taken out of what is heard, it would answer itself.
    this.#microphone.isHearing = !(speaking && (halfDuplex || !this.#microphone.cancelsEcho));
    if (!speaking) this.#turns.avatarSilent();
  }

  /** The visitor's own setting of the volume stays what it is. */
  #duck(factor: number): void {
    if ((this.#host.duck ?? 1) === factor) return;
    this.#host.duck = factor;
    this.#host.requestUpdate();
  }
}
