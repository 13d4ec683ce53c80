import type { SendSpokenOptions } from '../../../conversation/conversation.js';
import type { AvatarHost } from '../../extension.js';
import { modeOf, type MicrophoneMode } from '../../talk/microphone-mode.js';
import { languageOf } from '../../../conversation/spoken-language.js';
import type { Talk } from '../../talk/talk.js';
import type { TextKey } from '../../text-of.js';
import { earsOf, type Ears } from './ears.js';
import { PushToTalk, type Talker } from './push-to-talk.js';
import { Recognition } from './recognition.js';

/** What the composer does with what is said. */
export interface VoiceOptions {
  onChange: () => void;
  /** The microphone is going to be listened to. */
  onStart: () => void;
  /** What the browser has written down; it is to be sent, unless it may not be all. */
  onHeard: (text: string, isWhole: boolean) => void;
  /** Sends what was recorded. */
  send: (send: (options: SendSpokenOptions) => Promise<void>) => Promise<void>;
  takeDraft: () => string;
}

/** The microphone as it is to be shown. */
export interface MicrophoneView {
  mode: MicrophoneMode;
  ears: Ears;
  isListening: boolean;
  pushToTalk: PushToTalk;
  /** To choose from, where there are several. */
  devices: readonly MediaDeviceInfo[];
  deviceId: string | undefined;
  onChoose: (deviceId: string) => void;
}

/** The composer's microphone: the backend writes down what is recorded, or the browser does it where the backend cannot. */
export class ComposerVoice {
  readonly #host: AvatarHost;
  readonly #signal: AbortSignal;
  readonly #options: VoiceOptions;
  readonly #recognition: Recognition;
  readonly #pushToTalk: PushToTalk;
  #talk: Talk | undefined;
  /** Between the press and the code that it takes. */
  #loading: AbortController | undefined;
  #ears: Ears | undefined;
  /** For which endpoint that was found out. */
  #asked: string | undefined;
  #status: TextKey | undefined;
  /** What the browser has understood while the visitor talks. */
  #heard = '';

  constructor(host: AvatarHost, signal: AbortSignal, options: VoiceOptions) {
    this.#host = host;
    this.#signal = signal;
    this.#options = options;
    this.#recognition = new Recognition({
      language: () => languageOf(host),
      mayGoOn: () => this.#pushToTalk.isHeld,
      onHeard: (text) => {
        this.#heard = text;
        options.onChange();
      },
      onEnd: ({ text, reason, isForGood }) => {
        this.#heard = '';
        this.#status = reason;
        if (isForGood) this.#ears = undefined;
        if (text !== '') options.onHeard(text, reason === undefined);
        options.onChange();
      },
    });
    this.#pushToTalk = new PushToTalk(this.#talker());
    signal.addEventListener('abort', () => this.cancel(), { once: true });
  }

  /** Undefined where nobody listens, or nobody is to. */
  get view(): MicrophoneView | undefined {
    const mode = modeOf(this.#host);
    if (mode === undefined || this.#ears === undefined) return undefined;
    return {
      mode: this.#ears === 'backend' ? mode : 'push',
      ears: this.#ears,
      isListening: this.isListening,
      pushToTalk: this.#pushToTalk,
      devices: this.#talk?.devices ?? [],
      deviceId: this.#talk?.deviceId,
      onChoose: (deviceId) => this.#talk?.choose(deviceId, this.#isHandsFree),
    };
  }

  get isListening(): boolean {
    return this.#recognition.isListening || this.#loading !== undefined || this.#talk?.isListening === true;
  }

  /** Whether the field shows what is heard, and waits. */
  get isWriting(): boolean {
    return this.isListening && !this.#isHandsFree;
  }

  get heard(): string {
    return this.#heard;
  }

  /** What there is to say about the microphone. */
  get status(): TextKey | undefined {
    return this.#talk?.status ?? this.#status;
  }

  /** Finds out who listens; to be called with each update of the element. */
  update(): void {
    const { sessionEndpoint, avatarId } = this.#host;
    const asked = modeOf(this.#host) && `${sessionEndpoint} ${avatarId}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.cancel();
    if (asked === undefined) return;
    void earsOf(this.#host).then((ears) => {
      if (asked !== this.#asked || this.#signal.aborted) return;
      this.#ears = ears;
      this.#options.onChange();
    });
  }

  /** The visitor writes: what was said before is forgotten. */
  clearStatus(): void {
    this.#status = undefined;
  }

  /** What was said up to now is sent. */
  stop(): void {
    if (this.#recognition.isListening) this.#recognition.stop();
    this.#talk?.stop();
  }

  /** Listens no more, and lets go of the microphone. Gives what the browser had understood. */
  cancel(): string {
    this.#loading?.abort();
    this.#loading = undefined;
    this.#heard = '';
    this.#talk?.close();
    return this.#recognition.isListening ? this.#recognition.abort() : '';
  }

  get #isHandsFree(): boolean {
    return this.view?.mode === 'hands-free';
  }

  #talker(): Talker {
    const isListening = (): boolean => this.isListening;
    return {
      get isListening() {
        return isListening();
      },
      start: () => {
        if (this.#host.consent) void this.#startConsented();
        else this.#start();
      },
      stop: () => this.#stop(),
    };
  }

  /** Where they are asked first, visitors press it again once they agree. */
  async #startConsented(): Promise<void> {
    try {
      const { mayListen } = await import('./microphone-consent.js');
      if (await mayListen(this.#host, this.#signal)) this.#start();
    } catch (error) {
      this.#host.createLogger().warn('What asks for the visitor’s consent could not be loaded', error);
    }
  }

  #start(): void {
    this.#status = undefined;
    this.#options.onStart();
    if (this.#ears === 'backend') void this.#record();
    else this.#recognition.start();
    this.#options.onChange();
  }

  #stop(): void {
    this.#loading?.abort();
    this.#loading = undefined;
    this.stop();
    this.#options.onChange();
  }

  async #record(): Promise<void> {
    const { signal } = (this.#loading = new AbortController());
    try {
      this.#talk ??= await this.#loadTalk();
    } catch (error) {
      this.#host.createLogger().warn('What listens to the visitor could not be loaded', error);
      this.#status = 'microphoneBusy';
    }
    if (signal.aborted) return;
    this.#loading = undefined;
    await this.#talk?.start(this.#isHandsFree);
    this.#options.onChange();
  }

  async #loadTalk(): Promise<Talk> {
    const { Talk } = await import('../../talk/talk.js');
    const { onChange, send, takeDraft } = this.#options;
    return new Talk(this.#host, this.#signal, {
      onChange,
      send,
      takeDraft,
      onLevel: (level) =>
        this.#host.shadowRoot
          ?.querySelector<HTMLElement>('[part~="microphone-button"]')
          ?.style.setProperty('--_level', level.toFixed(2)),
    });
  }
}
