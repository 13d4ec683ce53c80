import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { Clock } from '../clock.js';

/** What lets a partner mint a Kaltura Session without the admin secret. */
export interface AppToken {
  id: string;
  token: string;
  /** How the token is hashed with the widget's KS. Default SHA256. */
  hashType?: 'SHA1' | 'SHA256';
}

/** The account whose Kaltura Sessions the simulator mints. */
export interface Partner {
  id: number;
  adminSecret: string;
  appTokens?: readonly AppToken[];
}

export interface MintedSession {
  ks: string;
  /** 2 for an admin, 0 for anybody. */
  type: number;
  privileges: string;
  /** Seconds since 1970. */
  expiry: number;
}

/** What a KS may do here. */
export type KsVerdict = 'admitted' | 'unauthorized' | 'unknown';

const A_DAY_S = 24 * 3600;
const ADMIN = 2;

/** An error of the mint, which answers it with status 200. */
export class MintError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Mints Kaltura Sessions, and knows those that it has minted. */
export class KalturaSessions {
  readonly #partner: Partner;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #minted = new Map<string, MintedSession>();

  constructor(partner: Partner, clock: Pick<Clock, 'now'>) {
    this.#partner = partner;
    this.#clock = clock;
  }

  /** `session.start`. @throws {MintError} */
  start({ partnerId, secret, type, expiry, privileges }: Record<string, string | undefined>): MintedSession {
    const isPartner = Number(partnerId) === this.#partner.id && isSame(secret ?? '', this.#partner.adminSecret);
    if (!isPartner)
      throw new MintError('START_SESSION_ERROR', `Error while starting session for partner [${partnerId ?? ''}]`);
    return this.#mint(Number(type ?? 0), privileges ?? '', expiry);
  }

  /** `session.startWidgetSession`. @throws {MintError} */
  startWidget({ widgetId, expiry }: Record<string, string | undefined>): MintedSession {
    if (widgetId !== `_${this.#partner.id}`)
      throw new MintError('INVALID_WIDGET_ID', `Unable to find widget with id [${widgetId ?? ''}]`);
    return this.#mint(0, 'widget:1', expiry);
  }

  /** `appToken.startSession`. @throws {MintError} */
  startByAppToken({
    id,
    tokenHash,
    ks,
    expiry,
    type,
    sessionPrivileges,
  }: Record<string, string | undefined>): MintedSession {
    const token = this.#partner.appTokens?.find((each) => each.id === id);
    if (!token) throw new MintError('APP_TOKEN_ID_NOT_FOUND', `Application token id [${id ?? ''}] was not found`);
    if (!ks || !this.#find(ks)) throw new MintError('INVALID_KS', 'Invalid KS');
    const { hashType = 'SHA256' } = token;
    const expected = createHash(hashType.toLowerCase())
      .update(ks + token.token)
      .digest('hex');
    if (!isSame(tokenHash ?? '', expected))
      throw new MintError('INVALID_APP_TOKEN_HASH', 'Invalid application token hash');
    return this.#mint(Number(type ?? ADMIN), sessionPrivileges ?? 'disableentitlement', expiry);
  }

  /** Undefined for a KS that was not minted here. */
  verdictOn(ks: string): KsVerdict | undefined {
    const minted = this.#minted.get(ks);
    if (!minted) return undefined;
    if (!this.#find(ks)) return 'unknown';
    const isAdmins = minted.type === ADMIN && minted.privileges.split(',').includes('disableentitlement');
    return isAdmins ? 'admitted' : 'unauthorized';
  }

  #find(ks: string): MintedSession | undefined {
    const minted = this.#minted.get(ks);
    return minted && minted.expiry > this.#clock.now() / 1000 ? minted : undefined;
  }

  #mint(type: number, privileges: string, expiry: string | undefined): MintedSession {
    const seconds = expiry === undefined || !(Number(expiry) > 0) ? A_DAY_S : Number(expiry);
    const minted = {
      // As those of the service begin: base64 of "v2|".
      ks: `djJ8${randomBytes(60).toString('base64url')}`,
      type,
      privileges,
      expiry: Math.floor(this.#clock.now() / 1000) + seconds,
    };
    this.#minted.set(minted.ks, minted);
    return minted;
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
