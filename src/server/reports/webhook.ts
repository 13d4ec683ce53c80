import { globalFetch } from '../../core/http.js';
import type { Logger } from '../../core/logger.js';
import { parseRetryAfter } from '../../core/refusal.js';
import type { HookAsker } from '../ask-hook.js';
import type { Background } from '../background.js';
import { failureReason } from '../failure-reason.js';
import { Pause } from './pause.js';
import type { WebhookEvent } from './webhook-event.js';
import type { WebhookTarget } from './webhook-options.js';
import { WebhookSigner } from './webhook-signature.js';

export interface WebhookParts {
  asker: HookAsker;
  logger: Logger;
  now: () => number;
  background: Background;
}

interface Delivery {
  id: string;
  type: WebhookEvent['type'];
  body: string;
}

/** How long is waited after each try that failed, in milliseconds; then it is given up. */
const RETRY_AFTER_MS = [5000, 30_000, 120_000, 600_000, 1_800_000];

/** What a receiver asks for beyond this is not waited for, in milliseconds. */
const LONGEST_WAIT_MS = 3_600_000;

const AT_ONCE = 4;

/** What waits to be delivered is bounded: how many, and how long they are together, in UTF-16 units. */
const MOST_WAITING = 1000;
const MOST_UNITS = 8 * 1024 * 1024;

/** Tells an address of the owner's what has happened, and tries again where that fails. */
export class Webhook {
  readonly #url: string;
  readonly #signer: WebhookSigner;
  readonly #parts: WebhookParts;
  readonly #retryAfterMs: readonly number[];
  readonly #waiting = new Set<Promise<void>>();
  readonly #freed: (() => void)[] = [];
  readonly #pause = new Pause();
  #underWay = 0;
  #units = 0;
  /** Whether events are dropped, or fail: each is told once, until it is over. */
  #isFull = false;
  #isFailing = false;

  constructor({ url, secret }: WebhookTarget, parts: WebhookParts, retryAfterMs: readonly number[] = RETRY_AFTER_MS) {
    this.#url = url;
    this.#retryAfterMs = retryAfterMs;
    this.#signer = new WebhookSigner(secret);
    this.#parts = parts;
  }

  /** @param id The same for what is the same, so that receivers know it again. */
  send(id: string, type: WebhookEvent['type'], data: object): void {
    const { now, background, logger } = this.#parts;
    const body = JSON.stringify({ type, timestamp: new Date(now()).toISOString(), data });
    if (this.#waiting.size >= MOST_WAITING || this.#units + body.length > MOST_UNITS) {
      if (!this.#isFull) logger.error('The webhook is behind: what happens is not told until it catches up');
      this.#isFull = true;
      return;
    }
    this.#units += body.length;
    let onTried = (): void => undefined;
    background.keep(new Promise<void>((resolve) => (onTried = resolve)));
    const delivered = this.#deliver({ id, type, body }, onTried).finally(() => {
      this.#units -= body.length;
      this.#waiting.delete(delivered);
      // Not with each that makes room for one: it would be told again and again.
      if (this.#waiting.size < MOST_WAITING / 2) this.#isFull = false;
    });
    this.#waiting.add(delivered);
  }

  /** What waits for another try is tried now, for the last time; resolves when nothing is left. */
  async close(): Promise<void> {
    this.#pause.end();
    await Promise.all(this.#waiting);
  }

  /** @param onTried Told when it was tried once. */
  async #deliver(delivery: Delivery, onTried: () => void): Promise<void> {
    const { logger } = this.#parts;
    for (let tries = 0; ; tries += 1) {
      const isLast = this.#pause.isOver;
      const failure = await this.#tryInTurn(delivery);
      onTried();
      if (!failure) return;
      const waitMs = isLast || failure.isFinal ? undefined : this.#retryAfterMs[tries];
      const facts = { type: delivery.type, id: delivery.id, tries: tries + 1, reason: failure.reason };
      if (waitMs === undefined) {
        logger.error('The webhook did not take an event, which is lost', facts);
        return;
      }
      if (!this.#isFailing) logger.warn('The webhook did not take an event; it is tried again', facts);
      this.#isFailing = true;
      await this.#pause.wait(Math.max(spread(waitMs), failure.retryAfterMs ?? 0));
    }
  }

  /** One of a few at a time. */
  async #tryInTurn(delivery: Delivery): Promise<Failure | undefined> {
    while (this.#underWay >= AT_ONCE) await new Promise<void>((resolve) => this.#freed.push(resolve));
    this.#underWay += 1;
    try {
      return await this.#try(delivery);
    } finally {
      this.#underWay -= 1;
      this.#freed.shift()?.();
    }
  }

  async #try({ id, body }: Delivery): Promise<Failure | undefined> {
    const { asker, now, logger } = this.#parts;
    try {
      const signature = await this.#signer.headersFor(id, Math.floor(now() / 1000), body);
      const headers = { ...signature, 'Content-Type': 'application/json' };
      const answer = await asker.ask('webhook', undefined, (signal) =>
        globalFetch(this.#url, { method: 'POST', headers, body, signal, redirect: 'manual' }),
      );
      // Nothing of it is wanted.
      void answer.body?.cancel().catch(() => undefined);
      if (!answer.ok) return failureOf(answer);
      if (this.#isFailing) logger.info('The webhook takes events again');
      this.#isFailing = false;
      return undefined;
    } catch (error) {
      return { reason: failureReason(error) };
    }
  }
}

interface Failure {
  reason: string;
  /** Whether to try again is no use. */
  isFinal?: boolean;
  retryAfterMs?: number | undefined;
}

function failureOf({ status, headers }: Response): Failure {
  const asked = parseRetryAfter(headers.get('Retry-After'));
  return {
    reason: `it answered ${status}`,
    isFinal: status === 410,
    retryAfterMs: asked && Math.min(asked, LONGEST_WAIT_MS),
  };
}

/** A tenth more or less, so that what failed together does not come together again. */
function spread(ms: number): number {
  return ms * (0.9 + 0.2 * Math.random());
}
