import { isAvatarError } from '../../../core/errors.js';
import { setActivity } from '../../conversation/activity.js';
import { conversationOf, type SendSpokenOptions } from '../../conversation/conversation.js';
import type { SpokenMessage } from '../../conversation/spoken-message.js';
import type { AvatarHost } from '../extension.js';
import type { TextKey } from '../text-of.js';
import type { Utterance } from '../voice/utterance.js';
import { HandsFree } from './hands-free.js';
import { HeldMicrophone } from './held-microphone.js';
import type { Listening } from './listening.js';
import { MicrophoneError, microphones, OpenMicrophone } from './open-microphone.js';
import { languageOf } from '../../conversation/spoken-language.js';

export interface TalkOptions {
  /** Something to be shown has changed. */
  onChange: () => void;
  /** How loud the visitor is, from 0 to 1. */
  onLevel: (level: number) => void;
  /** As a message of the composer: `onHeard` and what fails is shown there. */
  send: (send: (options: SendSpokenOptions) => Promise<void>) => Promise<void>;
  /** What the visitor has begun to write, which is sent in front of what they say. */
  takeDraft: () => string;
}

/** A permission that is asked for longer than this is asked of the visitor, in milliseconds. */
const ASKED_AFTER_MS = 400;

/** A microphone that was let go of is closed so much later, in milliseconds: the next press finds it open. */
const KEPT_MS = 3000;

/** Takes what visitors say to the backend, which writes it down: while a button is held, or hands-free. */
export class Talk {
  readonly #host: AvatarHost;
  readonly #options: TalkOptions;
  #microphone: OpenMicrophone | undefined;
  #listening: Listening | undefined;
  /** While it is being opened; aborts where it is not wanted any more. */
  #opening: AbortController | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;
  #status: TextKey | undefined;
  #deviceId: string | undefined;
  #devices: readonly MediaDeviceInfo[] = [];

  constructor(host: AvatarHost, signal: AbortSignal, options: TalkOptions) {
    this.#host = host;
    this.#options = options;
    signal.addEventListener('abort', () => this.close(), { once: true });
    const onDevices = (): void => void this.#readDevices();
    (navigator as Partial<Navigator>).mediaDevices?.addEventListener('devicechange', onDevices, { signal });
  }

  /** Whether the visitor is listened to, or is about to be. */
  get isListening(): boolean {
    return this.#listening !== undefined || this.#opening !== undefined;
  }

  /** What there is to say about the microphone. */
  get status(): TextKey | undefined {
    return this.#status;
  }

  /** The microphones to choose from, where there are several. */
  get devices(): readonly MediaDeviceInfo[] {
    return this.#devices.length > 1 ? this.#devices : [];
  }

  get deviceId(): string | undefined {
    return this.#microphone?.deviceId ?? this.#deviceId;
  }

  /** Uses another microphone from now on. */
  choose(deviceId: string, isHandsFree: boolean): void {
    this.#deviceId = deviceId;
    const wasListening = this.isListening;
    this.close();
    if (wasListening) void this.start(isHandsFree);
  }

  /** Never rejects: what comes in the way is shown. */
  async start(isHandsFree: boolean): Promise<void> {
    if (this.isListening) return;
    const opening = (this.#opening = new AbortController());
    const isUnwanted = (): boolean => opening.signal.aborted;
    this.#setStatus(undefined);
    const asking = setTimeout(() => this.#setStatus('microphoneAsking'), ASKED_AFTER_MS);
    try {
      const microphone = await this.#open();
      if (isUnwanted()) return;
      this.#stopAsking(asking);
      const listening = isHandsFree ? this.#listenAlways(microphone) : this.#listenWhileHeld(microphone);
      this.#listening = await listening;
      if (isUnwanted()) this.abort();
      else setActivity(this.#host, { listening: true });
    } catch (error) {
      if (!isUnwanted()) this.#fail(error);
    } finally {
      this.#stopAsking(asking);
      if (this.#opening === opening) this.#opening = undefined;
      if (!this.#listening) this.#closeLater();
      this.#options.onChange();
    }
  }

  /** What was said up to now is sent. */
  stop(): void {
    this.#opening?.abort();
    this.#opening = undefined;
    const listening = this.#listening;
    this.#listening = undefined;
    listening?.stop();
    this.#silent();
  }

  /** Drops what is being said. */
  abort(): void {
    this.#opening?.abort();
    this.#opening = undefined;
    this.#listening?.abort();
    this.#listening = undefined;
    this.#silent();
  }

  /** Lets go of the microphone at once. */
  close(): void {
    this.abort();
    this.#closeMicrophone();
  }

  async #open(): Promise<OpenMicrophone> {
    clearTimeout(this.#closing);
    if (this.#microphone && !this.#microphone.isClosed) return this.#microphone;
    const opened = await OpenMicrophone.open({
      deviceId: this.#deviceId,
      onTrouble: (trouble) => this.#setStatus(trouble),
      onGone: () => this.close(),
    });
    // Another press was quicker.
    this.#closeMicrophone();
    this.#microphone = opened;
    void this.#readDevices();
    return opened;
  }

  async #listenWhileHeld(microphone: OpenMicrophone): Promise<Listening> {
    void conversationOf(this.#host).interrupt();
    const before = this.#options.takeDraft();
    return HeldMicrophone.listen(microphone.stream, {
      onLevel: this.#options.onLevel,
      onFull: () => this.stop(),
      onUtterance: (utterance) => void this.#send(utterance, before),
      onError: (error) => this.#fail(error),
    });
  }

  async #listenAlways(microphone: OpenMicrophone): Promise<Listening> {
    // What it hears is to be answered at once.
    if (this.#host.mode !== 'text' && this.#host.state !== 'live') this.#host.start().catch(() => undefined); // Shown by the element.
    return HandsFree.listen(this.#host, microphone, {
      onLevel: this.#options.onLevel,
      onError: (error) => {
        this.#fail(error);
        this.close();
      },
      send: (utterance, before) => this.#send(utterance, before),
      transcribe: async (utterance) => {
        const spoken = this.#messageOf(utterance);
        return conversationOf(this.#host)
          .transcribe(spoken)
          .catch(() => '');
      },
      sendText: (text) =>
        void this.#options.send((options) => conversationOf(this.#host).send(text, { ...options, via: 'voice' })),
    });
  }

  /** Resolves to what was understood, as soon as that is known. Never rejects. */
  async #send(utterance: Utterance, before: string | undefined): Promise<string> {
    let tell: (text: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => (tell = resolve));
    const onHeard = (text: string): void => {
      tell(text);
      if (text === '') this.#setStatus('notHeard');
    };
    const spoken = { ...this.#messageOf(utterance), before: before === '' ? undefined : before };
    void this.#options
      .send((options) =>
        conversationOf(this.#host).sendSpoken(spoken, {
          ...options,
          onHeard: (text) => {
            onHeard(text);
            options.onHeard?.(text);
          },
        }),
      )
      .finally(() => tell(''));
    return heard;
  }

  #messageOf({ audio, endedAt }: Utterance): SpokenMessage {
    return { audio, endedAt, language: languageOf(this.#host) };
  }

  #fail(error: unknown): void {
    if (isAvatarError(error) && error.code === 'ABORTED') return;
    this.#host.createLogger().warn('The visitor could not be listened to', error);
    this.#setStatus(error instanceof MicrophoneError ? error.trouble : 'microphoneBusy');
  }

  #silent(): void {
    setActivity(this.#host, { listening: false });
    this.#options.onLevel(0);
    this.#closeLater();
    this.#options.onChange();
  }

  #stopAsking(timer: ReturnType<typeof setTimeout>): void {
    clearTimeout(timer);
    if (this.#status === 'microphoneAsking') this.#setStatus(undefined);
  }

  #closeLater(): void {
    clearTimeout(this.#closing);
    this.#closing = setTimeout(() => this.isListening || this.#closeMicrophone(), KEPT_MS);
  }

  #closeMicrophone(): void {
    clearTimeout(this.#closing);
    this.#microphone?.close();
    this.#microphone = undefined;
  }

  async #readDevices(): Promise<void> {
    this.#devices = await microphones();
    this.#options.onChange();
  }

  #setStatus(status: TextKey | undefined): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onChange();
  }
}
