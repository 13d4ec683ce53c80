import type { Logger } from '../../core/logger.js';
import type { HookAsker } from '../ask-hook.js';
import type { Background } from '../background.js';
import { failureReason } from '../failure-reason.js';
import type { Count, Refusal } from '../store/avatar-store.js';
import type { BudgetCharge, LimitName } from './budget-limits.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import type { ScopeName } from './limits.js';
import type { Scope } from './scopes.js';

/** How far a limit is used within its time. */
export interface BudgetEvent {
  /** The limit, such as `charactersPerDay`; `sessions` are those that are open. */
  limit: LimitName | 'sessions';
  scope: ScopeName;
  /** Whose limit it is, for `perCaller`: what `identify` gave, or the id in the visitor's cookie. */
  caller?: string;
  /** Whose limit it is, for `perAddress`: an IPv4 address, or the /64 or /56 of an IPv6 address. */
  address?: string;
  /** 0.8 when four fifths are used; 1 when all is, or something was refused. */
  share: 0.8 | 1;
  /** In the limit's own unit. */
  used: number;
  /** The most that may be used within this time: of a /56 twice what `limits` says. */
  most: number;
  /** When the time is over, in seconds; 0 for `sessions`, whose places are free again as sessions end. */
  endsInSeconds: number;
}

/** Told once for each limit, whose it is and each time: at four fifths, and when it is used up. Of `sessions`, whenever one more is. */
export type OnBudget = (event: BudgetEvent) => void | Promise<void>;

/** What has come nearer to its limit. */
interface Watched extends Pick<BudgetCharge, 'scope' | 'unit' | 'amount' | 'limit'> {
  name: BudgetEvent['limit'];
}

interface BudgetWatchParts {
  asker: HookAsker;
  logger: Logger;
  now: () => number;
  telemetry: Telemetry;
  background: Background;
}

const NEARLY = 0.8;

/** However short its time is, a limit is written about once in so many milliseconds. */
const TELL_EVERY_MS = 60_000;

/** Tells the operator before a limit refuses, and when it does. */
export class BudgetWatch {
  readonly #onBudget: OnBudget | undefined;
  readonly #asker: HookAsker;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #telemetry: Telemetry;
  readonly #background: Background;
  /** Until when nothing more is written about a limit of a scope, whoever's it is: visitors cannot fill the log. */
  readonly #quietUntil = new Map<string, number>();

  constructor(onBudget: OnBudget | undefined, { asker, logger, now, telemetry, background }: BudgetWatchParts) {
    this.#onBudget = onBudget;
    this.#asker = asker;
    this.#logger = logger;
    this.#now = now;
    this.#telemetry = telemetry;
    this.#background = background;
  }

  /** One more session is open. */
  opened(scope: Scope, count: number, limit: number): void {
    this.charged({ name: 'sessions', scope, unit: 1, amount: 1, limit }, { used: count, endsInMs: 0 });
  }

  charged(charge: Watched, { used, endsInMs }: Count): void {
    const { amount, limit } = charge;
    const isPassed = (share: number): boolean => used >= share * limit && used - amount < share * limit;
    if (isPassed(1)) this.#tell(charge, 1, used, endsInMs);
    else if (isPassed(NEARLY)) this.#tell(charge, NEARLY, used, endsInMs);
  }

  refused(charge: BudgetCharge, { used, endsInMs, refusals }: Refusal): void {
    this.#telemetry.limitRefused({ name: charge.name, scope: charge.scope.name });
    // Of one that is used to the last was told then.
    const isTold = refusals > 1 || used >= charge.limit;
    if (!isTold) this.#tell(charge, 1, used, endsInMs);
  }

  #tell({ name, scope, limit, unit }: Watched, share: 0.8 | 1, used: number, endsInMs: number): void {
    this.#telemetry.limitReached({ name, scope: scope.name }, share);
    const facts = { used: used / unit, most: limit / unit, endsInSeconds: Math.ceil(endsInMs / 1000) };
    this.#write(
      `${share === 1 ? 'A limit is used up' : 'A limit is used to 80 %'}: ${name} ${scope.name}`,
      facts,
      endsInMs,
    );
    if (!this.#onBudget) return;
    const [kind, whose = ''] = /^(caller|address|network):(.*)$/s.exec(scope.key)?.slice(1) ?? [];
    const who = kind === undefined ? {} : kind === 'caller' ? { caller: whose } : { address: whose };
    this.#background.keep(this.#callHook({ limit: name, scope: scope.name, ...who, share, ...facts }));
  }

  #write(message: string, facts: object, endsInMs: number): void {
    const now = this.#now();
    if ((this.#quietUntil.get(message) ?? 0) > now) return;
    this.#quietUntil.set(message, now + Math.max(endsInMs, TELL_EVERY_MS));
    this.#logger.warn(message, facts);
  }

  async #callHook(event: BudgetEvent): Promise<void> {
    try {
      await this.#asker.ask('onBudget', undefined, () => this.#onBudget?.(event));
    } catch (error) {
      this.#logger.error('onBudget failed', { reason: failureReason(error) });
    }
  }
}
