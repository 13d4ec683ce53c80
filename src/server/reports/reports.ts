import type { HookName } from '../ask-hook.js';
import { Background } from '../background.js';
import { base64Url } from '../bytes.js';
import { failureReason } from '../failure-reason.js';
import type { Forgotten } from '../store/session-store.js';
import type { EndReason } from '../audit.js';
import type { Feedback, OnFeedback } from './feedback.js';
import type { ChatMessage, OnSessionEnd, SessionEnd, SessionRating } from './session-end.js';
import type { WebhookTarget } from './webhook-options.js';
import { Webhook, type WebhookParts } from './webhook.js';

/** What the owner wants to be told: the options, checked and complete. */
export interface ReportSettings {
  onSessionEnd: OnSessionEnd | undefined;
  onFeedback: OnFeedback | undefined;
  webhook: WebhookTarget | undefined;
  includeTranscript: boolean;
}

/** Under what a rating of the whole session is kept. */
export const STARS = 'stars';

/** Of such a session nothing more is told than that it is over. */
const WITHOUT_WORDS: readonly EndReason[] = ['withdrawn', 'forgotten'];

/** Tells the owner what has happened. Nobody waits for it, and where it fails, nobody is harmed. */
export class Reports {
  readonly #settings: ReportSettings;
  readonly #parts: WebhookParts;
  readonly #webhook: Webhook | undefined;
  /** What of the background is the reports' own. */
  readonly #underWay = new Background();

  constructor(settings: ReportSettings, parts: WebhookParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#webhook = settings.webhook && new Webhook(settings.webhook, parts);
  }

  /** Whether anybody wants to know what visitors think. */
  get takesFeedback(): boolean {
    const { onSessionEnd, onFeedback } = this.#settings;
    return onSessionEnd !== undefined || onFeedback !== undefined || this.#webhook !== undefined;
  }

  /** @param kept What was kept of the session, which whoever calls has forgotten: nobody else has it. */
  sessionEnded(sessionId: string, caller: string | undefined, reason: EndReason, kept: Forgotten): void {
    const { onSessionEnd } = this.#settings;
    if (!onSessionEnd && !this.#webhook) return;
    const end: SessionEnd = {
      sessionId,
      ...(caller === undefined ? {} : { caller }),
      reason,
      seconds: Math.round(kept.openMs / 1000),
      turns: kept.messages,
      ...ratingOf(kept.ratings),
      ...this.#transcriptOf(reason, kept.history),
    };
    this.#callHook('onSessionEnd', onSessionEnd, end);
    if (this.#webhook) this.#keep(this.#sendEnd(end));
  }

  feedbackGiven(feedback: Feedback): void {
    this.#callHook('onFeedback', this.#settings.onFeedback, feedback);
    this.#webhook?.send(`msg_${crypto.randomUUID()}`, 'feedback.given', withoutCaller(feedback));
  }

  /** Resolves when all that was told has arrived, or was given up. */
  async close(): Promise<void> {
    await this.#underWay.settled();
    await this.#webhook?.close();
  }

  #transcriptOf(reason: EndReason, history: readonly object[]): { transcript?: readonly ChatMessage[] } {
    const isWanted = this.#settings.includeTranscript && !WITHOUT_WORDS.includes(reason);
    return isWanted ? { transcript: history as readonly ChatMessage[] } : {};
  }

  /** With an id that does not depend on which process sends it, nor tells the session's. */
  async #sendEnd(end: SessionEnd): Promise<void> {
    const name = new TextEncoder().encode(`session.ended ${end.sessionId}`);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', name));
    this.#webhook?.send(`msg_${base64Url(digest.subarray(0, 18))}`, 'session.ended', withoutCaller(end));
  }

  #keep(work: Promise<unknown>): void {
    this.#underWay.keep(work);
    this.#parts.background.keep(work);
  }

  #callHook<Told>(name: HookName, hook: ((told: Told) => void | Promise<void>) | undefined, told: Told): void {
    if (!hook) return;
    const { asker, logger } = this.#parts;
    const asked = asker.ask(name, undefined, () => hook(told));
    this.#keep(asked.catch((error: unknown) => logger.error(`${name} failed`, { reason: failureReason(error) })));
  }
}

/** Who somebody is, does not leave this backend by itself. */
function withoutCaller<Told extends { caller?: string }>({ caller: _, ...told }: Told): Omit<Told, 'caller'> {
  return told;
}

function ratingOf({ [STARS]: stars, ...messages }: Forgotten['ratings']): { rating?: SessionRating } {
  const all = Object.values(messages);
  if (stars === undefined && all.length === 0) return {};
  const count = (rating: string): number => all.filter((each) => each === rating).length;
  return {
    rating: { ...(stars === undefined ? {} : { stars: Number(stars) }), up: count('up'), down: count('down') },
  };
}
