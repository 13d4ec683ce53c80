import { isAvatarError, type AvatarErrorCode } from '../core/errors.js';
import type { Logger } from '../core/logger.js';
import type { Background } from './background.js';
import type { HookAsker } from './ask-hook.js';
import { failureReason } from './failure-reason.js';

export type AuditAction =
  | 'create'
  | 'say-text'
  | 'say-audio'
  | 'interrupt'
  | 'keep-alive'
  | 'end'
  | 'reply'
  | 'transcribe'
  | 'consent'
  | 'feedback'
  | 'forget';

/** What a visitor consents to. */
export type ConsentUse = 'session' | 'microphone';

/**
 * Why a session was ended. In the audit, where the backend ended it and not its page; `requested` where its page tried, and the service did
 * not answer. `withdrawn`: its visitor took the consent back.
 */
export type EndReason =
  | 'requested'
  | 'withdrawn'
  | 'absent'
  | 'idle'
  | 'too-long'
  | 'unclaimed'
  | 'lost'
  | 'over-budget'
  | 'forgotten'
  | 'shutdown';

/** One thing that was done, or refused. Holds no secret. */
export interface AuditEvent {
  action: AuditAction;
  /** When it was asked for, ISO 8601. */
  at: string;
  /**
   * Whose request it was: what `identify` gave, or the id in the visitor's cookie. Missing where there is neither, and for `consent`,
   * which is to be kept longer than what is known of a person.
   */
  caller?: string;
  sessionId?: string;
  /** The request that asked for it, as its `X-Request-Id` says. Missing where nobody asked. */
  requestId?: string;
  turnId?: string;
  /** `refused`: by this backend. `failed`: by the service, or on the way to it. */
  result: 'done' | 'refused' | 'failed';
  /** The status that the caller was answered with. */
  status?: number;
  code?: AvatarErrorCode;
  /** From the request to the answer's end, in milliseconds. */
  latencyMs: number;
  /** In UTF-16 units. */
  textLength?: number;
  /** What was said, of a recording too where it was transcribed, and for `reply` what was asked; only where the audit is to hold texts. */
  text?: string;
  message?: string;
  audioBytes?: number;
  reason?: EndReason;
  /** For `consent`: to which version of the notice, and what for; missing where it was withdrawn. */
  consent?: { version: string; for: readonly ConsentUse[] };
  /** For `feedback`, of one turn. */
  rating?: 'up' | 'down';
  /** For `feedback`, at the end: 1 to 5. */
  stars?: number;
}

export type AuditSink = (event: AuditEvent) => void | Promise<void>;

export interface AuditOptions {
  /** Takes each event. One that throws is logged, and stops nothing. */
  sink: AuditSink;
  /** Whether events hold what was said. Default false: its length alone. */
  includeText?: boolean | undefined;
}

/** What is known of an action only while it is carried out. */
export type AuditFacts = { [Name in FactName]?: AuditEvent[Name] | undefined };

type FactName = Exclude<keyof AuditEvent, 'action' | 'at' | 'result' | 'latencyMs'>;

interface AuditParts {
  asker: HookAsker;
  logger: Logger;
  now: () => number;
  background: Background;
}

/** Knows what is being done, and writes it down. */
export class Audit {
  readonly #options: AuditOptions | undefined;
  readonly #asker: HookAsker;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #background: Background;
  /** Whether the sink has not answered: told once, however many events it is given. */
  #isSilent = false;
  #underWay = 0;
  #onIdle: () => void = () => undefined;

  constructor(options: AuditOptions | undefined, { asker, logger, now, background }: AuditParts) {
    this.#options = options;
    this.#asker = asker;
    this.#logger = logger;
    this.#now = now;
    this.#background = background;
  }

  /** Begins an action; the function that it gives ends it, once. */
  begin(action: AuditAction): (result: AuditEvent['result'], facts: AuditFacts) => void {
    if (!this.#options) return () => undefined;
    const startedAt = this.#now();
    const start = performance.now();
    return (result, facts) => {
      const { text, message, ...others } = facts;
      const texts = this.#options?.includeText ? { text, message } : {};
      const latencyMs = Math.round((performance.now() - start) * 10) / 10;
      const event = { action, at: new Date(startedAt).toISOString(), ...others, ...texts, result, latencyMs };
      this.#background.keep(this.#write(withoutGaps(event)));
    };
  }

  /** A request is being answered, until the function that it gives is called, once. */
  enter(): () => void {
    this.#underWay += 1;
    return () => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onIdle();
    };
  }

  /** Resolves when no request is being answered. */
  async untilIdle(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }

  async #write(event: AuditEvent): Promise<void> {
    try {
      await this.#asker.ask('audit', undefined, () => this.#options?.sink(event));
      this.#isSilent = false;
    } catch (error) {
      const isLate = isAvatarError(error) && error.code === 'TIMEOUT';
      if (isLate && this.#isSilent) return;
      this.#isSilent = isLate;
      this.#logger.error('The audit sink failed', {
        action: event.action,
        ...(event.requestId === undefined ? {} : { requestId: event.requestId }),
        reason: failureReason(error),
      });
    }
  }
}

function withoutGaps(event: object): AuditEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as AuditEvent;
}
