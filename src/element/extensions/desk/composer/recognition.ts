import type { Messages } from '../../../i18n/messages.js';
import { isMicrophoneAllowed } from '../../talk/microphone-policy.js';

/** The part of the Web Speech API that is used; TypeScript's DOM does not have it. */
interface BrowserRecognition extends EventTarget {
  lang: string;
  interimResults: boolean;
  start(): void;
  stop(): void;
  abort(): void;
}

type RecognitionClass = new () => BrowserRecognition;

/** Why nothing was heard, as a term. */
export type NotHeard = keyof Pick<
  Messages,
  'notHeard' | 'microphoneRefused' | 'microphoneMissing' | 'recognitionUnavailable'
>;

const REASON: Readonly<Record<string, NotHeard | undefined>> = {
  'not-allowed': 'microphoneRefused',
  'audio-capture': 'microphoneMissing',
  // Its service is refused, out of reach, or does not know the language: browsers have one, or say they have.
  'service-not-allowed': 'recognitionUnavailable',
  network: 'recognitionUnavailable',
  'language-not-supported': 'recognitionUnavailable',
};

/** What does not change by another try. */
const FOR_GOOD: ReadonlySet<NotHeard | undefined> = new Set(['microphoneRefused', 'recognitionUnavailable']);

export interface RecognitionOptions {
  /** The language that is spoken, as BCP 47. */
  language: () => string;
  /** Whether the visitor has more to say after a pause. */
  mayGoOn: () => boolean;
  /** Told of all that was heard so far; it may still change. */
  onHeard: (text: string) => void;
  /** It listens no more. */
  onEnd: (heard: { text: string; reason?: NotHeard | undefined; isForGood: boolean }) => void;
}

/** Whether the browser says that it can. */
export function canRecognise(): boolean {
  return recognitionClass() !== undefined && isMicrophoneAllowed();
}

/** Makes text of what the visitor says, by the browser's speech recognition. */
export class Recognition {
  readonly #options: RecognitionOptions;
  #listening: AbortController | undefined;
  #recognition: BrowserRecognition | undefined;
  /** What was heard before a pause, and since. */
  #heard: [before: string, since: string] = ['', ''];

  constructor(options: RecognitionOptions) {
    this.#options = options;
  }

  get isListening(): boolean {
    return this.#listening !== undefined;
  }

  start(): void {
    if (this.#listening) return;
    this.#heard = ['', ''];
    this.#listening = new AbortController();
    this.#listen();
  }

  /** What was said up to now is still made text of. */
  stop(): void {
    this.#recognition?.stop();
  }

  /** Listens no more, and gives what was heard. */
  abort(): string {
    const text = this.#text;
    this.#listening?.abort();
    this.#listening = undefined;
    this.#recognition?.abort();
    this.#recognition = undefined;
    return text;
  }

  get #text(): string {
    return this.#heard.filter(Boolean).join(' ');
  }

  /** One recognition ends with a pause: not every browser's can go on, so another one does. */
  #listen(): void {
    const Browsers = recognitionClass();
    const signal = this.#listening?.signal;
    if (!Browsers || !signal) return;
    const recognition = (this.#recognition = new Browsers());
    let reason: NotHeard | undefined;
    recognition.lang = this.#options.language();
    recognition.interimResults = true;
    recognition.addEventListener(
      'result',
      (event) => {
        this.#heard[1] = textOf(event as SpeechRecognitionEvent);
        this.#options.onHeard(this.#text);
      },
      { signal },
    );
    recognition.addEventListener(
      'error',
      (event) => {
        const { error } = event as SpeechRecognitionErrorEvent;
        reason = REASON[error] ?? 'notHeard';
      },
      { signal },
    );
    recognition.addEventListener('end', () => this.#onEnd(reason), { signal });
    try {
      recognition.start();
    } catch {
      // A page that may not use the microphone at all.
      this.#end('microphoneRefused');
    }
  }

  #onEnd(reason: NotHeard | undefined): void {
    const isPause = reason === undefined && this.#heard[1] !== '';
    this.#heard = [this.#text, ''];
    if (isPause && this.#options.mayGoOn()) this.#listen();
    else this.#end(reason);
  }

  #end(reason: NotHeard | undefined): void {
    const text = this.abort();
    const isForGood = FOR_GOOD.has(reason);
    this.#options.onEnd({ text, reason: reason ?? (text === '' ? 'notHeard' : undefined), isForGood });
  }
}

function textOf({ results }: SpeechRecognitionEvent): string {
  return Array.from(results, (result) => result[0]?.transcript.trim() ?? '')
    .filter(Boolean)
    .join(' ');
}

/** Looked up each time: a page may bring one of its own. */
function recognitionClass(): RecognitionClass | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = window as {
    SpeechRecognition?: RecognitionClass;
    webkitSpeechRecognition?: RecognitionClass;
  };
  return SpeechRecognition ?? webkitSpeechRecognition;
}
