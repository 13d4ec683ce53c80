import { takeSayable } from './growing-text.js';
import type { SpeechClip } from '../mouth.js';

/** What became of a turn so far. `said`, `interrupted` and `failed` are final. */
export type TurnState = 'queued' | 'speaking' | 'said' | 'interrupted' | 'failed';

export interface TurnStatus {
  id: string;
  /** All text that came for the turn; empty for audio. */
  text: string;
  state: TurnState;
  /** Why it failed. */
  error?: string;
}

export type TurnEnd = Extract<TurnState, 'said' | 'interrupted' | 'failed'>;

type Piece = { text: string } | { clip: SpeechClip };

/** One turn on its way from text to sound: pending pieces become clips that are ready, and these go on stage. */
export class SpeechTurn {
  readonly id: string;
  readonly #pending: Piece[] = [];
  readonly #ready: SpeechClip[] = [];
  readonly #onStage = new Set<string>();
  #state: TurnState = 'queued';
  #text = '';
  #rest = '';
  #isFinal = false;
  #isBeingSynthesized = false;
  #error: string | undefined;

  constructor(id: string) {
    this.id = id;
  }

  get state(): TurnState {
    return this.#state;
  }

  get isOver(): boolean {
    return this.#state !== 'queued' && this.#state !== 'speaking';
  }

  get isFinal(): boolean {
    return this.#isFinal;
  }

  /** Whether all that will ever be said in it was said. */
  get isSpent(): boolean {
    return this.#isFinal && !this.#isBeingSynthesized && this.#pending.length === 0 && this.clipsAhead === 0;
  }

  /** How many clips were made and not yet played to their end. */
  get clipsAhead(): number {
    return this.#ready.length + this.#onStage.size;
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  addText(text: string, isFinal: boolean): void {
    this.#text += text;
    const { pieces, rest } = takeSayable(this.#rest + text, isFinal);
    this.#rest = rest;
    this.#pending.push(...pieces.map((piece) => ({ text: piece })));
    if (isFinal) this.#isFinal = true;
  }

  addClip(clip: SpeechClip): void {
    this.finish();
    this.#pending.push({ clip });
  }

  /** No more text will come. */
  finish(): void {
    this.addText('', true);
  }

  takePending(): Piece | undefined {
    return this.#pending.shift();
  }

  synthesisStarted(): void {
    this.#isBeingSynthesized = true;
  }

  synthesisEnded(): void {
    this.#isBeingSynthesized = false;
  }

  addReady(clip: SpeechClip): void {
    // A clip without sound would never be played to its end.
    if (clip.pcm.length > 0) this.#ready.push(clip);
  }

  takeReady(): SpeechClip | undefined {
    return this.#ready.shift();
  }

  putOnStage(clipId: string): void {
    this.#onStage.add(clipId);
  }

  isOnStage(clipId: string): boolean {
    return this.#onStage.has(clipId);
  }

  clipStarted(): void {
    this.#state = 'speaking';
  }

  clipFinished(clipId: string): void {
    this.#onStage.delete(clipId);
  }

  end(state: TurnEnd, error?: string): void {
    this.#state = state;
    this.#error = error;
    this.#pending.length = 0;
    this.#ready.length = 0;
    this.#onStage.clear();
  }

  status(): TurnStatus {
    const { id, state } = this;
    return { id, text: this.#text, state, ...(this.#error === undefined ? {} : { error: this.#error }) };
  }
}
