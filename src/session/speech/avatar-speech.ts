import { throwIfAborted } from '../../core/abort-signals.js';
import { abortedError, toAvatarError } from '../../core/errors.js';
import type { Delay } from '../../core/delay.js';
import type { CallOptions } from '../../core/session-control.js';
import { splitLongText, type TextChunk } from '../../core/speech/text-chunker.js';
import type { SpeakableInput } from '../../core/speech/speakable/speakable-text.js';
import { VoicePace } from '../../core/speech/voice-pace.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { TurnMetrics } from '../session-metrics.js';
import { AudioLevel } from './audio-level.js';
import { ChunkedTurns } from './chunked-turns.js';
import { Handover, type Speaker } from './handover.js';
import { loadAudioFile } from './load-audio-file.js';
import { IncomingText } from '../../core/speech/incoming-text.js';
import { SayQueue } from '../../core/speech/say-queue.js';
import { speakableFilter } from './speakable-code.js';
import { SpeechDetector } from './speech-detector.js';
import type { SpeechInput } from '../../core/speech/speech-input.js';
import type { SpeechTurn } from './speech-turn.js';
import type { TrackedTurn } from './tracked-turn.js';
import { TurnLedger } from './turn-ledger.js';

/** A turn of which no more text comes for this long counts as whole, in milliseconds, though it was never called final. */
const TURN_IDLE_MS = 5000;

export interface AvatarSpeechOptions {
  onStart: () => void;
  onEnd: () => void;
  /** @param ms How long the pause was that is over. */
  onPause?: (ms: number) => void;
  /** A new turn, before anything of it is said. */
  onTurn?: (turn: SpeechTurn, kind: TurnMetrics['kind']) => void;
  /** The multiplier that the voice was asked for; default 1. */
  voiceSpeed?: number | undefined;
  /** Whether WAV files are sent as they are; default false. */
  allowWav?: boolean | undefined;
  /** Milliseconds on a clock that only goes forward. */
  now: () => number;
  delay?: Delay | undefined;
}

export interface SpeakOptions extends CallOptions {
  /**
   * Whether Markdown, HTML and emoji are made plain text, and what a model thinks is left out. Default true for what streams
   * in, false for a text.
   */
  speakable?: SpeakableInput | undefined;
}

/** What is said, in order, and what of it is heard. */
export class AvatarSpeech {
  readonly #now: () => number;
  readonly #delay: Delay | undefined;
  readonly #allowWav: boolean;
  readonly #queue = new SayQueue();
  readonly #turns: TurnLedger;
  readonly #chunked = new ChunkedTurns();
  readonly #level: AudioLevel;
  readonly #detector: SpeechDetector;
  readonly #handover: Handover;
  #isPaused = false;
  /** The avatar was interrupted, and the service could not be told yet. */
  #owesInterrupt = false;

  constructor({ onStart, onEnd, onPause, onTurn, voiceSpeed = 1, allowWav = false, now, delay }: AvatarSpeechOptions) {
    this.#now = now;
    this.#delay = delay;
    this.#allowWav = allowWav;
    this.#turns = new TurnLedger(new VoicePace(voiceSpeed), onTurn);
    this.#handover = new Handover({ isHeardOn: () => this.#detector.isHeardOn, now, delay });
    this.#level = new AudioLevel(() => this.#handover.speaker?.whep, now);
    this.#detector = new SpeechDetector({
      readLevel: () => this.#level.read(),
      isExpecting: () => this.#turns.isExpecting,
      outlook: () => this.#turns.outlook(now()),
      isPauseTelling: () => this.#turns.hasNext,
      onReading: () => {
        if (!this.#isPaused) this.#turns.tick(now(), this.#detector.heardAt, this.#detector.silentMs);
      },
      onStart: (at) => {
        if (!this.#isPaused) this.#turns.heardStart(at);
        onStart();
      },
      onEnd: (at) => {
        // Out of reach, silence tells nothing.
        if (!this.#isPaused) this.#turns.heardEnd(at, now());
        onEnd();
      },
      onPause,
      now,
      delay,
    });
  }

  get isSpeaking(): boolean {
    return this.#detector.isSpeaking;
  }

  get turns(): readonly SpeechTurn[] {
    return this.#turns.unsettled;
  }

  start(speaker: Speaker): void {
    this.#handover.goTo(speaker);
    void this.#goOnWith(speaker);
    this.#detector.start();
  }

  /** The session is over: drops what was not sent, and settles every turn. */
  stop(): void {
    void this.#settleAll();
    this.#detector.stop();
    this.#level.close();
    this.#queue.resume();
    this.#isPaused = this.#owesInterrupt = false;
    this.#handover.goTo(undefined);
  }

  /** The avatar is out of reach: what is to be said waits. */
  pause(): void {
    this.#isPaused = true;
    this.#queue.pause();
  }

  /**
   * The avatar is back. What another session had taken whole is not heard any more and settles as interrupted; without
   * `keepQueue` the same goes for all that is not finished.
   */
  resume(speaker: Speaker, { isSameSession, keepQueue }: { isSameSession: boolean; keepQueue: boolean }): void {
    if (!keepQueue) {
      const silence = (): Promise<void> => (isSameSession ? speaker.control.interrupt() : Promise.resolve());
      this.#settleAll(silence).catch(() => undefined); // What it does not hear of, it goes on with.
    } else if (!isSameSession) this.#turns.loseTaken();
    const owesInterrupt = this.#owesInterrupt && isSameSession && keepQueue;
    this.#owesInterrupt = false;
    this.#handover.goTo(speaker, isSameSession);
    void this.#goOnWith(speaker, owesInterrupt);
  }

  /**
   * Says a text; resolves when the service has taken it. Long text is sent in several requests; white space alone waits for
   * the next text of its turn.
   */
  sayText(text: string, turnId: string, isFinal: boolean, { signal: caller }: CallOptions = {}): Promise<void> {
    return this.#queue.add(async ({ signal }) => {
      const unsaid = this.#chunked.take(text, turnId, isFinal);
      if (unsaid === undefined) return;
      const turn = this.#turns.open(turnId);
      const pieces = splitLongText(unsaid);
      try {
        for (const [i, piece] of pieces.entries()) {
          await this.#queue.untilOpen(signal);
          const chunk = { text: piece, isFinal: isFinal && i === pieces.length - 1 };
          await this.#send(turn, chunk, TURN_IDLE_MS, signal);
        }
      } catch (error) {
        this.#abandon(turn, error, signal);
        throw error;
      }
    }, caller);
  }

  /**
   * Says an audio file; resolves when the service has taken it. What is no MP3 is made one.
   * @param duration In seconds; measured where it is missing.
   */
  sayAudio(
    audio: Blob,
    turnId: string,
    duration: number | undefined,
    { signal: caller }: CallOptions = {},
  ): Promise<void> {
    return this.#queue.add(async ({ signal }) => {
      const turn = this.#turns.open(turnId, 'audio');
      try {
        await this.#sendAudio(turn, audio, duration, signal);
      } catch (error) {
        this.#abandon(turn, error, signal);
        throw error;
      }
    }, caller);
  }

  /** Says what comes, as it comes. Never throws: what is wrong settles the turn. */
  speak(input: SpeechInput, { signal: caller, speakable = typeof input !== 'string' }: SpeakOptions = {}): SpeechTurn {
    const turn = this.#turns.open(newTurnId());
    const signal = this.#queue.signal(caller);
    const text = new IncomingText(input, signal, {
      delay: this.#delay,
      filter: speakableFilter(speakable, (link) => turn.links.push(link)),
    });
    const sent = this.#queue.add(async () => {
      for (let chunk = await text.next(); chunk; chunk = await text.next()) {
        await this.#queue.untilOpen(signal);
        await this.#send(turn, chunk, Infinity, signal);
      }
      await text.whole();
    }, signal);
    // What has nothing to say does not wait for its turn to tell so.
    for (const step of [text.assertSpeakable(), sent]) {
      step.catch((error: unknown) => this.#abandon(turn, error, signal));
    }
    return turn;
  }

  /** As {@link speak}, for a recording. */
  speakAudio(audio: Blob, { signal: caller }: CallOptions = {}): SpeechTurn {
    const turn = this.#turns.open(newTurnId(), 'audio');
    const signal = this.#queue.signal(caller);
    this.#queue
      .add(() => this.#sendAudio(turn, audio, undefined, signal), signal)
      .catch((error: unknown) => this.#abandon(turn, error, signal));
    return turn;
  }

  /**
   * Drops what was not sent and settles all turns, at once, and then tells the service; one that cannot be reached is told again
   * once the avatar is back.
   */
  interrupt(options: CallOptions = {}): Promise<void> {
    return this.#settleAll(async () => {
      try {
        await this.#handover.interrupt(options);
      } catch (error) {
        this.#owesInterrupt = true;
        if (this.#isPaused) return;
        throw error;
      }
      this.#detector.interrupted();
    });
  }

  async #send(turn: TrackedTurn, { text, isFinal }: TextChunk, idleMs: number, signal: AbortSignal): Promise<void> {
    const sentAt = this.#now();
    this.#detector.expectSpeech();
    await this.#handover.sayText({ text, isFinal }, turn.id, signal);
    throwIfAborted(signal);
    const now = this.#now();
    this.#turns.take(turn, { text }, sentAt, now, isFinal ? now : now + idleMs);
  }

  async #sendAudio(
    turn: TrackedTurn,
    recording: Blob,
    duration: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const audioFile = await loadAudioFile();
    const how = { durationSeconds: duration, allowWav: this.#allowWav, signal };
    const { audio, durationSeconds } = await audioFile.toSpeakable(recording, how);
    await this.#handover.untilClipIsDue(signal);
    await this.#queue.untilOpen(signal);
    const sentAt = this.#now();
    this.#detector.expectSpeech();
    await this.#handover.sayAudio(audio, durationSeconds, turn.id, signal);
    throwIfAborted(signal);
    const now = this.#now();
    this.#turns.take(turn, { audioMs: durationSeconds * 1000 }, sentAt, now, now);
  }

  #abandon(turn: TrackedTurn, cause: unknown, signal: AbortSignal): void {
    const error = signal.aborted
      ? abortedError(signal.reason)
      : toAvatarError(cause, 'API_REQUEST_FAILED', 'What was to be said could not be handed to the service.');
    const outcome = signal.aborted ? ('interrupted' as const) : ('failed' as const);
    this.#turns.abandon(turn, { outcome, error }, this.#now());
  }

  #settleAll(tell?: () => Promise<void>): Promise<void> {
    this.#turns.interrupt();
    this.#chunked.interrupt();
    return this.#queue.interrupt(tell);
  }

  async #goOnWith(speaker: Speaker, owesInterrupt = false): Promise<void> {
    this.#isPaused = false;
    this.#turns.listenFrom(this.#now(), this.isSpeaking);
    // Before anything that was to be said after it. A service that does not take it goes on with what it had.
    if (owesInterrupt) await speaker.control.interrupt().catch(() => undefined);
    this.#resumeQueue();
  }

  #resumeQueue(): void {
    if (!this.#isPaused) this.#queue.resume();
  }
}
