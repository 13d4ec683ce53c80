import { abandonable } from '../core/abandon.js';
import { followSignals } from '../core/abort-signals.js';
import { LONGEST_TIMER_MS } from '../core/timeout-signal.js';
import { abortedError, AvatarError } from '../core/errors.js';
import { Telemetry } from './telemetry/telemetry.js';

/** How long hooks may take, in milliseconds. `Infinity` stands for no limit. */
export interface HookTimeouts {
  /** Default 10000. */
  getKs: number;
  /** Default 5000. */
  identify: number;
  /** Default 5000. */
  authorize: number;
  /** Default 5000. */
  variables: number;
  /** Where it is a function. Default 5000. */
  allowedOrigins: number;
  /** Default 10000. */
  beforeSay: number;
  /** Until its first piece comes, and from one piece to the next. Default 60000. */
  reply: number;
  /** Default 30000. */
  textToSpeech: number;
  /** Default 30000. */
  transcribe: number;
  /** Its sink, for each event. Default 10000. */
  audit: number;
  /** Default 10000. */
  onBudget: number;
  /** Default 10000. */
  onSessionEnd: number;
  /** Default 10000. */
  onFeedback: number;
  /** Each try to deliver an event. Default 10000. */
  webhook: number;
  /** Each answer of a `store`, which is no hook but may be as slow. Default 10000. */
  store: number;
}

export const DEFAULT_HOOK_TIMEOUTS: HookTimeouts = {
  getKs: 10_000,
  identify: 5000,
  authorize: 5000,
  variables: 5000,
  allowedOrigins: 5000,
  beforeSay: 10_000,
  reply: 60_000,
  textToSpeech: 30_000,
  transcribe: 30_000,
  audit: 10_000,
  onBudget: 10_000,
  onSessionEnd: 10_000,
  onFeedback: 10_000,
  webhook: 10_000,
  store: 10_000,
};

export type HookName = Exclude<keyof HookTimeouts, 'store'>;

/**
 * Asks the integrator's hooks, and waits for none of them longer than it may take, or than its caller waits. What a hook is
 * given aborts by then; what it does afterwards is nobody's concern.
 */
export class HookAsker {
  readonly #timeouts: HookTimeouts;
  readonly #telemetry: Telemetry;

  constructor(timeouts: HookTimeouts = DEFAULT_HOOK_TIMEOUTS, telemetry = new Telemetry()) {
    this.#timeouts = timeouts;
    this.#telemetry = telemetry;
  }

  /**
   * @param caller Aborts when nobody waits for the answer any more.
   * @throws {AvatarError} `TIMEOUT`, `ABORTED`; and whatever the hook throws.
   */
  async ask<Answer>(
    name: HookName,
    caller: AbortSignal | undefined,
    hook: (signal: AbortSignal) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (caller?.aborted) throw abortedError(caller.reason);
    const late = new AbortController();
    const signal = caller ? followSignals(caller, late.signal) : late.signal;
    const watch = this.watch(name, late);
    try {
      return await this.#telemetry.hook(name, () => abandonable(callHook(hook, signal), signal));
    } finally {
      watch.stop();
    }
  }

  /** Aborts what the hook does unless it is heard of in time, again and again. */
  watch(name: HookName, work: AbortController): HookWatch {
    return new HookWatch(name, this.#timeouts[name], (lateness) => {
      this.#telemetry.hookTimedOut(name);
      work.abort(lateness);
    });
  }
}

/** The time that a hook has until it is heard of. */
export class HookWatch {
  readonly #name: HookName;
  readonly #timeoutMs: number;
  readonly #onLate: (lateness: AvatarError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: HookName, timeoutMs: number, onLate: (lateness: AvatarError) => void) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
    this.#onLate = onLate;
    this.renew();
  }

  /** The hook was heard of: its time begins anew. */
  renew(): void {
    this.stop();
    if (this.#timeoutMs === Infinity) return;
    this.#timer = setTimeout(() => this.#onLate(this.#lateness()), Math.min(this.#timeoutMs, LONGEST_TIMER_MS));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #lateness(): AvatarError {
    return new AvatarError('TIMEOUT', `The hook ${this.#name} did not answer within ${this.#timeoutMs} ms.`, {
      details: { hook: this.#name },
    });
  }
}

async function callHook<Answer>(
  hook: (signal: AbortSignal) => Answer | Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return await hook(signal);
  } catch (error) {
    // Not all that is thrown can be turned into a text.
    throw error instanceof Error ? error : new Error('A hook threw something that is not an Error');
  }
}
