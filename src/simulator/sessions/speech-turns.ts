import { TEXT_IS_REQUIRED } from '../../core/protocol-guards.js';
import type { SayTextCall } from '../../core/protocol.js';
import type { Clock } from '../clock.js';
import { Refusal } from '../http/refusal.js';
import type { SpeechClip } from '../mouth.js';
import type { Profile } from '../profiles/profile.js';
import { SpeechTurn, type TurnEnd, type TurnStatus } from './speech-turn.js';

/** A turn that gets no more text for this long counts as final, in milliseconds. */
export const TURN_IDLE_MS = 5000;

/** How many clips are made ahead of the one that plays: speech goes on without a gap, and memory stays small. */
const CLIPS_AHEAD = 3;

/** How many turns that are over are remembered. */
const REMEMBERED_TURNS = 100;

/** Where clips are played, one after the other. */
export interface SpeechStage {
  play(clipId: string, clip: SpeechClip): Promise<void>;
  flush(): Promise<void>;
}

export interface SpeechTurnsOptions {
  stage: SpeechStage;
  synthesize: (text: string) => Promise<SpeechClip>;
  clock: Clock;
  profile: Pick<Profile, 'makesTurnOfEachClip' | 'interrupts'>;
}

/**
 * What an avatar has to say: turns, in the order in which each first appeared.
 *
 * The text of a turn may come in parts as small as half a word. A turn begins to sound when the one before it was
 * played to its end; clips of the turns to come are made meanwhile.
 */
export class SpeechTurns {
  readonly #options: SpeechTurnsOptions;
  readonly #waiting: SpeechTurn[] = [];
  readonly #over: SpeechTurn[] = [];
  /** Of the turns whose final text has not come. */
  readonly #open = new Set<string>();
  readonly #cancelIdle = new Map<SpeechTurn, () => void>();
  #synthesis: object | undefined;
  #clips = 0;

  constructor(options: SpeechTurnsOptions) {
    this.#options = options;
  }

  /**
   * Text for a turn that is over begins a new turn with the same id; nothing but white space closes a turn that text has opened.
   * @throws {Refusal} 400: there is no text, and nothing to close.
   */
  addText({ turnId, text, isFinal }: SayTextCall): void {
    const isBlank = text.trim() === '';
    if (isBlank && !(isFinal && this.#open.has(turnId))) throw new Refusal(400, TEXT_IS_REQUIRED);
    this.#noteOpen(turnId, isFinal);
    let turn = this.#find(turnId);
    // It has been said, or interrupted, by the time it is closed.
    if (isBlank && !turn) return;
    turn ??= this.#begin(turnId);
    turn.addText(text, isFinal);
    this.#watchIdle(turn);
    this.#proceed();
  }

  /** Audio ends its turn. */
  addClip(turnId: string, clip: SpeechClip): void {
    const { makesTurnOfEachClip } = this.#options.profile;
    const turn = (makesTurnOfEachClip ? undefined : this.#find(turnId)) ?? this.#begin(turnId);
    turn.addClip(clip);
    this.#watchIdle(turn);
    this.#proceed();
  }

  /** Silences the avatar. What was still to be said is forgotten, or where the profile says so goes on with the next turn. */
  async interrupt(): Promise<void> {
    if (this.#options.profile.interrupts === 'all') this.close();
    else if (this.#waiting[0]) this.#end(this.#waiting[0], 'interrupted');
    // Only the turn that is heard has anything on stage.
    await this.#options.stage.flush();
    this.#proceed();
  }

  /** Ends all turns; the stage is left to whoever closes it. Idempotent. */
  close(): void {
    // What is being synthesised now belongs to a turn that is over: its clip is dropped when it comes.
    this.#synthesis = undefined;
    for (const turn of [...this.#waiting]) this.#end(turn, 'interrupted');
  }

  clipStarted(clipId: string): void {
    this.#performing(clipId)?.clipStarted();
  }

  clipFinished(clipId: string): void {
    this.#performing(clipId)?.clipFinished(clipId);
    this.#proceed();
  }

  /** The turns so far; of those that are over, the latest. */
  status(): TurnStatus[] {
    return [...this.#over, ...this.#waiting].map((turn) => turn.status());
  }

  #begin(turnId: string): SpeechTurn {
    const turn = new SpeechTurn(turnId);
    this.#waiting.push(turn);
    return turn;
  }

  #noteOpen(turnId: string, isFinal: boolean): void {
    this.#open.delete(turnId);
    if (!isFinal) this.#open.add(turnId);
    const [oldest = ''] = this.#open;
    if (this.#open.size > REMEMBERED_TURNS) this.#open.delete(oldest);
  }

  #find(turnId: string): SpeechTurn | undefined {
    return this.#waiting.find(({ id }) => id === turnId);
  }

  #performing(clipId: string): SpeechTurn | undefined {
    return this.#waiting.find((turn) => turn.isOnStage(clipId));
  }

  #watchIdle(turn: SpeechTurn): void {
    this.#forgetIdle(turn);
    if (turn.isFinal) return;
    const cancel = this.#options.clock.after(TURN_IDLE_MS, () => {
      turn.finish();
      this.#proceed();
    });
    this.#cancelIdle.set(turn, cancel);
  }

  #forgetIdle(turn: SpeechTurn): void {
    this.#cancelIdle.get(turn)?.();
    this.#cancelIdle.delete(turn);
  }

  #end(turn: SpeechTurn, state: TurnEnd, error?: string): void {
    this.#forgetIdle(turn);
    turn.end(state, error);
    this.#waiting.splice(this.#waiting.indexOf(turn), 1);
    this.#over.push(turn);
    if (this.#over.length > REMEMBERED_TURNS) this.#over.shift();
  }

  #fail(turn: SpeechTurn, error: unknown): void {
    if (turn.isOver) return;
    this.#end(turn, 'failed', error instanceof Error ? error.message : String(error));
    this.#proceed();
  }

  #proceed(): void {
    this.#makeClips();
    this.#perform();
  }

  /** Puts the clips of the first turn on stage, and goes on to the next turn when it is through. */
  #perform(): void {
    for (let turn = this.#waiting[0]; turn; turn = this.#waiting[0]) {
      for (let clip = turn.takeReady(); clip; clip = turn.takeReady()) this.#play(turn, clip);
      if (!turn.isSpent) return;
      this.#end(turn, 'said');
    }
  }

  #play(turn: SpeechTurn, clip: SpeechClip): void {
    const clipId = `clip-${++this.#clips}`;
    turn.putOnStage(clipId);
    this.#options.stage.play(clipId, clip).catch((error: unknown) => this.#fail(turn, error));
  }

  #makeClips(): void {
    while (!this.#synthesis) {
      const turn = this.#nextToSynthesize();
      const piece = turn?.takePending();
      if (!turn || !piece) return;
      if ('clip' in piece) turn.addReady(piece.clip);
      else this.#synthesize(turn, piece.text);
    }
  }

  /** The first turn with something pending, unless enough is ready in it and before it. */
  #nextToSynthesize(): SpeechTurn | undefined {
    let clipsAhead = 0;
    for (const turn of this.#waiting) {
      clipsAhead += turn.clipsAhead;
      if (clipsAhead >= CLIPS_AHEAD) return undefined;
      if (turn.hasPending) return turn;
    }
    return undefined;
  }

  #synthesize(turn: SpeechTurn, text: string): void {
    const synthesis = {};
    this.#synthesis = synthesis;
    turn.synthesisStarted();
    const settle = (use: () => void): void => {
      turn.synthesisEnded();
      if (this.#synthesis === synthesis) this.#synthesis = undefined;
      if (!turn.isOver) use();
      this.#proceed();
    };
    this.#options.synthesize(text).then(
      (clip) => settle(() => turn.addReady(clip)),
      (error: unknown) => settle(() => this.#fail(turn, error)),
    );
  }
}
