import { delay as realDelay, type Delay } from '../../../core/delay.js';
import type { Utterance } from '../voice/utterance.js';
import { isBackchannel, isUnfinished } from './unfinished.js';

/** How much of its volume the avatar keeps while the visitor may be speaking. */
export const DUCKED = 0.2;

/**
 * For how long it has to be silent until an utterance has ended, in milliseconds: short where a sentence is likely to be complete,
 * longer at its beginning, and where the visitor goes on with one.
 */
export const HANGOVER_MS = { usual: 450, early: 800, unfinished: 1100, overAvatar: 250 } as const;

/** Whoever has spoken for so long has said something, in milliseconds. */
const EARLY_MS = 1000;

/** A cough or “mhm” is over by then, in milliseconds after it was found to be a voice; what goes on interrupts the avatar. */
const INTERRUPTS_AFTER_MS = 600;

/** Whoever begins anew so much later does not go on with the sentence before, in milliseconds. */
const JOINED_WITHIN_MS = 6000;

/** What turns are taken with. */
export interface TurnTakingParts {
  /** Whether the avatar speaks, or is about to. */
  isAnswering: () => boolean;
  isSpeaking: () => boolean;
  setHangover: (ms: number) => void;
  duck: (factor: number) => void;
  interrupt: () => void;
  /** Has what was said answered; resolves to what was understood as soon as that is known. Never rejects. */
  send: (utterance: Utterance, before: string | undefined) => Promise<string>;
  /** Has it written down alone. Never rejects: empty where that fails. */
  transcribe: (utterance: Utterance) => Promise<string>;
  sendText: (text: string, utterance: Utterance) => void;
  now?: () => number;
  delay?: Delay;
}

interface Speech {
  readonly isOverAvatar: boolean;
  hasInterrupted: boolean;
  readonly over: AbortController;
}

/**
 * Who speaks when, hands-free. What may be a voice makes the avatar quieter at once; what goes on interrupts it, and so does a word
 * that asks for something. A cough or “mhm” does not.
 */
export class TurnTaking {
  readonly #parts: TurnTakingParts;
  readonly #now: () => number;
  readonly #delay: Delay;
  /** Since `start`, until it is silent. */
  #speech: Speech | undefined;
  /** What is still being recorded. */
  readonly #ended: Speech[] = [];
  /** What was said last, where it is unfinished. */
  #unfinished: { text: string; endedAt: number } | undefined;
  /** What was sent last is understood then: until that, nothing stops it, or it would be lost. */
  #heard: Promise<string> = Promise.resolve('');
  #isClosed = false;

  constructor(parts: TurnTakingParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => performance.now());
    this.#delay = parts.delay ?? realDelay;
    this.#setHangover();
  }

  /** It may be a voice. */
  maybe(): void {
    if (this.#parts.isSpeaking()) this.#parts.duck(DUCKED);
  }

  /** It was none. */
  misfire(): void {
    this.#parts.duck(1);
  }

  start(): void {
    const { isAnswering, isSpeaking, duck } = this.#parts;
    const isOverAvatar = isAnswering();
    const over = new AbortController();
    const speech: Speech = (this.#speech = { isOverAvatar, hasInterrupted: false, over });
    if (isSpeaking()) duck(DUCKED);
    this.#setHangover();
    const later = async (): Promise<void> => {
      if (isOverAvatar) {
        await this.#delay(INTERRUPTS_AFTER_MS, { signal: over.signal });
        await this.#interrupt(speech);
      }
      await this.#delay(EARLY_MS, { signal: over.signal });
      if (!this.#unfinished) this.#parts.setHangover(HANGOVER_MS.usual);
    };
    later().catch(() => undefined); // It has ended.
  }

  /** It is silent; what was said is still on its way. */
  silence(): void {
    if (this.#speech) this.#ended.push(this.#speech);
    this.#stopSpeech();
  }

  /** What was said is recorded. Never rejects. */
  async end(utterance: Utterance): Promise<void> {
    const speech = this.#ended.shift();
    if (speech?.isOverAvatar && !speech.hasInterrupted) await this.#weigh(utterance);
    else await this.#send(utterance);
    if (!this.#speech) this.#setHangover();
  }

  /** The avatar falls silent. */
  avatarSilent(): void {
    if (!this.#speech) this.#parts.duck(1);
  }

  /** Nobody is listened to any more. */
  close(): void {
    this.#isClosed = true;
    this.#stopSpeech();
    this.#parts.duck(1);
  }

  #stopSpeech(): void {
    this.#speech?.over.abort();
    this.#speech = undefined;
  }

  /** Something short, while the avatar spoke: it goes on, unless that was a word. */
  async #weigh(utterance: Utterance): Promise<void> {
    const { isAnswering, transcribe, sendText, duck } = this.#parts;
    // What was to be interrupted is over by now.
    if (!isAnswering()) return this.#send(utterance);
    const text = await transcribe(utterance);
    if (this.#isClosed) return;
    if (!isBackchannel(text)) sendText(text, utterance);
    if (!this.#speech) duck(1);
  }

  async #send(utterance: Utterance): Promise<void> {
    await this.#heard;
    if (this.#isClosed) return;
    const before = this.#before;
    this.#unfinished = undefined;
    const text = await (this.#heard = this.#parts.send(utterance, before));
    if (isUnfinished(text)) this.#unfinished = { text, endedAt: utterance.endedAt };
    if (!this.#speech) this.#parts.duck(1);
  }

  /** The beginning of the sentence that the visitor goes on with. */
  get #before(): string | undefined {
    const unfinished = this.#unfinished;
    return unfinished && this.#now() - unfinished.endedAt < JOINED_WITHIN_MS ? unfinished.text : undefined;
  }

  #setHangover(): void {
    const { unfinished, early, overAvatar } = HANGOVER_MS;
    const isOverAvatar = this.#speech?.isOverAvatar === true && !this.#speech.hasInterrupted;
    this.#parts.setHangover(isOverAvatar ? overAvatar : this.#unfinished ? unfinished : early);
  }

  async #interrupt(speech: Speech): Promise<void> {
    speech.hasInterrupted = true;
    this.#setHangover();
    await this.#heard;
    if (this.#speech === speech) this.#parts.interrupt();
  }
}
