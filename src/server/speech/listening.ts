import type { HookAsker } from '../ask-hook.js';
import type { Budgets } from '../sessions/budgets.js';
import type { Scope } from '../sessions/scopes.js';
import type { Transcribe, VisitorContext } from './hooks.js';

/** Vendors count the second that has begun, and however short a recording is, it costs a call. */
const LEAST_SECONDS = 1;

/** A longer text was not said in a recording, in UTF-16 units. */
const LONGEST_TEXT = 100_000;

/** Who has said it, and who pays for it. */
export interface Speaker extends Pick<VisitorContext, 'sessionId' | 'conversationId' | 'caller'> {
  payers: readonly Scope[];
}

/** Has what visitors say written down. */
export class Listening {
  readonly #transcribe: Transcribe;
  readonly #asker: HookAsker;
  readonly #budgets: Budgets;

  constructor(transcribe: Transcribe, asker: HookAsker, budgets: Budgets) {
    this.#transcribe = transcribe;
    this.#asker = asker;
    this.#budgets = budgets;
  }

  /**
   * What is said in a recording; empty where nothing is.
   * @throws {RequestProblem} 429: so much may not be transcribed now.
   */
  async transcribe(
    { sessionId, conversationId, caller, payers }: Speaker,
    { audio, durationSeconds, language }: { audio: Blob; durationSeconds: number; language?: string | undefined },
    gone: AbortSignal,
  ): Promise<string> {
    // Before the hook, which costs money.
    await this.#budgets.charge(payers, { transcriptionSeconds: Math.max(durationSeconds, LEAST_SECONDS) });
    const text: unknown = await this.#asker.ask('transcribe', gone, (signal) =>
      this.#transcribe(audio, { sessionId, conversationId, caller, durationSeconds, language, signal }),
    );
    if (typeof text !== 'string' || text.length > LONGEST_TEXT) throw new Error('transcribe gave no text');
    return text.trim();
  }
}
