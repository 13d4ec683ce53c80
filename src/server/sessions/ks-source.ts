import { unlessAborted } from '../../core/unless-aborted.js';
import { timeoutSignal } from '../../core/timeout-signal.js';
import { AvatarError, isAvatarError, type AvatarErrorCode } from '../../core/errors.js';
import { isRecord, type Complain } from '../../core/json-reader.js';
import { HookAsker } from '../ask-hook.js';

/** A Kaltura Session that its source knows the end of. */
export interface ExpiringKs {
  ks: string;
  /** When it ends: a date, or milliseconds since 1970. */
  expiresAt: Date | number;
}

/**
 * Gives a Kaltura Session. One given with its expiry is used until a minute before; a bare one is asked for each time. The
 * signal aborts when it takes too long.
 */
export type GetKs = (context: { signal: AbortSignal }) => string | ExpiringKs | Promise<string | ExpiringKs>;

/** A KS that ends sooner than this, in milliseconds, is made anew: it has to last until the service has seen it. */
const EARLY_MS = 60_000;

/** Health checks ask every few seconds; a source that failed is not asked as often, in milliseconds. */
const CHECK_AGAIN_MS = 10_000;

/** A health check waits no longer, in milliseconds. */
const CHECKED_WITHIN_MS = 5000;

/** Errors whose messages are from here. */
const SAFE_TO_TELL: readonly AvatarErrorCode[] = ['INVALID_CONFIGURATION', 'TIMEOUT'];

/** The KS that opens sessions, kept as long as it lasts. */
export class KsSource {
  readonly #getKs: GetKs;
  readonly #now: () => number;
  readonly #complain: Complain;
  #known: { ks: string; expiresAt: number } | undefined;
  readonly #asker: HookAsker;
  #asking: Promise<string> | undefined;
  /** Whether the source gave one when it was asked last. */
  #isUsable = false;
  /** When it was asked to find that out, in milliseconds since 1970. */
  #checkedAt = -Infinity;

  /** @param complain Told what is wrong with what the source gives. */
  constructor(getKs: GetKs, now: () => number, complain: Complain, asker = new HookAsker()) {
    this.#asker = asker;
    this.#getKs = getKs;
    this.#now = now;
    this.#complain = complain;
  }

  /**
   * Calls with a KS; where the service refuses one that was kept, once more with a new one.
   * @throws {AvatarError} `INVALID_CONFIGURATION`: there is no usable KS.
   */
  async use<Result>(call: (ks: string) => Promise<Result>): Promise<Result> {
    const kept = this.#kept();
    try {
      return await call(kept ?? (await this.#ask()));
    } catch (error) {
      // A KS that ended early is refused with 401, one whose privileges were taken back with 403.
      if (kept === undefined || !isAvatarError(error) || error.code !== 'UNAUTHORIZED') throw error;
      if (this.#known?.ks === kept) this.#known = undefined;
      return call(this.#kept() ?? (await this.#ask()));
    }
  }

  /**
   * Asks the source where it was not asked yet, or gave no usable KS the last time.
   * @throws {AvatarError} There is none, or it takes long.
   */
  async assertUsable(): Promise<void> {
    if (this.#isUsable) return;
    const now = this.#now();
    if (now - this.#checkedAt < CHECK_AGAIN_MS && !this.#asking) {
      throw new AvatarError('INVALID_CONFIGURATION', 'getKs gave no usable KS when it was asked last.');
    }
    this.#checkedAt = now;
    await unlessAborted(this.#ask(), { signal: timeoutSignal(CHECKED_WITHIN_MS) });
  }

  #kept(): string | undefined {
    return this.#known && this.#known.expiresAt - EARLY_MS > this.#now() ? this.#known.ks : undefined;
  }

  /** However many sessions are opened at once, the source is asked once. */
  #ask(): Promise<string> {
    return (this.#asking ??= this.#askSource().finally(() => (this.#asking = undefined)));
  }

  async #askSource(): Promise<string> {
    try {
      const ks = await this.#askHook();
      this.#isUsable = true;
      return ks;
    } catch (error) {
      this.#isUsable = false;
      if (isAvatarError(error) && SAFE_TO_TELL.includes(error.code)) throw error;
      // Whatever the source says stays out of the visitor's sight, and its message may hold the KS.
      throw new AvatarError('INVALID_CONFIGURATION', 'getKs failed, so no session can be opened.', { cause: error });
    }
  }

  async #askHook(): Promise<string> {
    const given = await this.#asker.ask('getKs', undefined, (signal) => this.#getKs({ signal }));
    if (typeof given === 'string') return checkKs(this.#complain, 'what getKs gives', given);
    if (!isRecord(given)) return this.#complain('what getKs gives', 'a Kaltura Session, or { ks, expiresAt }');
    const ks = checkKs(this.#complain, 'the ks that getKs gives', given.ks);
    const expiresAt = checkExpiry(this.#complain, given.expiresAt);
    if (expiresAt <= this.#now()) {
      throw new AvatarError('INVALID_CONFIGURATION', 'getKs gave a KS that has expired.');
    }
    this.#known = { ks, expiresAt };
    return ks;
  }
}

/** A KS goes into a header: what cannot stand there is found here, not quoted by whoever refuses the header. */
export function checkKs(complain: Complain, name: string, ks: unknown): string {
  const trimmed = typeof ks === 'string' ? ks.trim() : '';
  if (trimmed === '') complain(name, 'a Kaltura Session, not empty');
  if (!/^[\x21-\x7e]+$/.test(trimmed)) complain(name, 'the bare Kaltura Session: no spaces, no word before it');
  return trimmed;
}

function checkExpiry(complain: Complain, expiresAt: unknown): number {
  const at = expiresAt instanceof Date ? expiresAt.getTime() : expiresAt;
  if (typeof at !== 'number' || Number.isNaN(at)) {
    complain('the expiresAt that getKs gives', 'a Date, or milliseconds since 1970');
  }
  return at;
}
