import type { Clock } from '../../src/simulator/clock.js';
import type { MediaEngine, MediaEngineListener } from '../../src/simulator/media/media-engine.js';
import type { SpeechClip } from '../../src/simulator/mouth.js';
import type { SpeechStage } from '../../src/simulator/sessions/speech-turns.js';
import type { Voice } from '../../src/simulator/voice/voice.js';
import { settled } from './manual-clock.js';

/** Time that stands still until a test moves it. */
export class ManualTimers implements Clock {
  #now = Date.parse('2030-01-01T00:00:00Z');
  readonly #timers = new Set<{ at: number; action: () => void }>();

  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#nextBefore(end); next; next = this.#nextBefore(end)) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.action();
    }
    this.#now = end;
  }

  #nextBefore(end: number): { at: number; action: () => void } | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** A clip of `ms` milliseconds of silence. */
export function silentClip(ms = 100): SpeechClip {
  return { pcm: new Int16Array(ms * 48), mouth: [] };
}

/** Records what is played; the test says when a clip starts and ends. */
export class FakeStage implements SpeechStage {
  readonly played: string[] = [];
  flushes = 0;
  playError: Error | undefined;

  play(clipId: string): Promise<void> {
    if (this.playError) return Promise.reject(this.playError);
    this.played.push(clipId);
    return Promise.resolve();
  }

  flush(): Promise<void> {
    this.flushes += 1;
    return Promise.resolve();
  }
}

/** Synthesis that a test answers by hand, one text after the other. */
export class FakeSynthesis {
  readonly texts: string[] = [];
  readonly #owed: { resolve: (clip: SpeechClip) => void; reject: (error: Error) => void }[] = [];

  get underWay(): number {
    return this.#owed.length;
  }

  synthesize = (text: string): Promise<SpeechClip> => {
    this.texts.push(text);
    return new Promise((resolve, reject) => this.#owed.push({ resolve, reject }));
  };

  /** Answers the oldest call. */
  async answer(result: SpeechClip | Error = silentClip()): Promise<void> {
    const call = this.#owed.shift();
    if (!call) throw new Error('Nothing is being synthesised.');
    if (result instanceof Error) call.reject(result);
    else call.resolve(result);
    await settled();
  }

  /** Answers until nothing more is asked for. */
  async answerAll(): Promise<void> {
    while (this.underWay > 0) await this.answer();
  }
}

/** A voice of silence. */
export function fakeVoice(overrides: Partial<Voice> = {}): Voice {
  return {
    prepare: () => undefined,
    synthesize: () => Promise.resolve(silentClip()),
    decode: () => Promise.resolve(silentClip()),
    crashes: 0,
    pid: undefined,
    close: () => Promise.resolve(),
    ...overrides,
  };
}

/** A media engine that takes note of the calls, and answers every viewer alike. */
export class FakeMediaEngine implements MediaEngine {
  readonly calls: string[] = [];
  readonly listener: MediaEngineListener;
  readonly crashes = 0;
  readonly pid = undefined;

  constructor(listener: MediaEngineListener) {
    this.listener = listener;
  }

  prepare = (): void => undefined;
  openStage = (stageId: string): Promise<void> => this.#note(`open ${stageId}`);
  closeStage = (stageId: string): Promise<void> => this.#note(`close ${stageId}`);
  disconnectViewer = (stageId: string): Promise<void> => this.#note(`disconnect ${stageId}`);
  addCandidates = (stageId: string): Promise<void> => this.#note(`candidates ${stageId}`);
  flush = (stageId: string): Promise<void> => this.#note(`flush ${stageId}`);
  close = (): Promise<void> => this.#note('close');

  async connectViewer(stageId: string): Promise<{ sdp: string }> {
    await this.#note(`connect ${stageId}`);
    return { sdp: 'v=0\r\na=msid:a b\r\na=ssrc:1 msid:a b\r\na=ssrc:1 cname:c\r\n' };
  }

  async offerViewer(stageId: string): Promise<{ sdp: string }> {
    await this.#note(`offer ${stageId}`);
    return { sdp: 'v=0\r\n' };
  }

  acceptAnswer = (stageId: string): Promise<void> => this.#note(`answer ${stageId}`);

  async restartIce(stageId: string): Promise<string> {
    await this.#note(`restart ${stageId}`);
    return 'a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n';
  }

  async play(stageId: string, clipId: string): Promise<void> {
    await this.#note(`play ${stageId} ${clipId}`);
  }

  #note(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }
}

/** What a simulator is made of that neither speaks nor shows anything. */
export function silentParts(clock: ManualTimers = new ManualTimers()): {
  clock: ManualTimers;
  createVoice: () => Voice;
  createMediaEngine: (listener: MediaEngineListener) => MediaEngine;
} {
  return {
    clock,
    createVoice: () => fakeVoice(),
    createMediaEngine: (listener) => new FakeMediaEngine(listener),
  };
}
