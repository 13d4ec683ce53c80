import type { TextLink } from '../../core/speech/text-link.js';

/** When a reply was asked for, and when the first piece of it came, as `performance.now()` counts. */
export interface ReplyTiming {
  readonly askedAt: number;
  readonly answeredAt: number;
  /** When the visitor stopped to speak, where the message was spoken. */
  readonly spokenAt?: number | undefined;
}

/** Who waits for words to be heard. */
export interface SpeechCues {
  /** The text is heard up to here by now, in UTF-16 units. */
  heard: (to: number) => void;
  /** @param isHeard Whether it was heard to its end. */
  over: (isHeard: boolean) => void;
}

/** What somebody other than the page makes the avatar say, such as the backend its answer. */
export interface ExpectedSpeech {
  /** May grow while it streams in, also while it is heard. */
  text: string;
  readonly turnId?: string | undefined;
  /** What in it is a link; may grow as well. */
  readonly links?: readonly TextLink[] | undefined;
  /** Where it is the reply to a message: `avatar-metrics` tells how long it took. */
  readonly timing?: ReplyTiming | undefined;
  readonly cues?: SpeechCues | undefined;
  /** Whether nothing more of it comes. */
  isWhole: boolean;
  /** Set where it will not be said, or not to its end. */
  isCancelled?: boolean;
}

/** So much may be expected at once; what is older was never heard. */
const MOST_EXPECTED = 8;

/** What the avatar is about to say without being told so by this page, in order. */
export class ExpectedSpeeches {
  #expected: readonly ExpectedSpeech[] = [];
  readonly #changes = new EventTarget();

  /**
   * Tells what the avatar is about to say without being told so by this page: the next speech that belongs to no turn of the
   * page's session is taken for it. It enters the transcript once it is heard. Where its text streams in, add to `text` of what
   * is returned, and set `isWhole` at the end.
   */
  add(
    text: string,
    {
      isWhole = true,
      ...more
    }: { isWhole?: boolean } & Partial<Pick<ExpectedSpeech, 'turnId' | 'links' | 'timing' | 'cues'>> = {},
  ): ExpectedSpeech {
    const speech: ExpectedSpeech = { text, isWhole, ...more };
    this.#expected = [...this.#expected, speech].slice(-MOST_EXPECTED);
    this.#changes.dispatchEvent(new Event('add'));
    return speech;
  }

  /** Calls `listener` when speech is expected until `signal` aborts. */
  onAdd(listener: () => void, { signal }: { signal: AbortSignal }): void {
    this.#changes.addEventListener('add', listener, { signal });
  }

  /** Whether anything is. */
  get isAny(): boolean {
    return this.#expected.some(({ isCancelled }) => !isCancelled);
  }

  /** The speech that is expected next, which is then not expected any more. */
  take(): ExpectedSpeech | undefined {
    const [next, ...others] = this.#expected.filter(({ isCancelled }) => !isCancelled);
    this.#expected = others;
    return next;
  }

  /** Of another session, nothing of this one is heard. */
  forget(): void {
    this.#expected = [];
  }
}

/** What is expected to enter this transcript next. */
export function expectedOf(transcript: { expected: ExpectedSpeeches | undefined }): ExpectedSpeeches {
  return (transcript.expected ??= new ExpectedSpeeches());
}
