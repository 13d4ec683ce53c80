import { AvatarError, isAvatarError, type AvatarErrorCode } from '../../core/errors.js';
import type { Fetch, Send } from '../../core/http.js';
import { isRecord, type Complain } from '../../core/json-reader.js';
import { isHttpUrl, parseUrl } from '../../core/parse-url.js';
import { createRetryPolicy, retry } from '../../core/retry.js';
import { joined } from '../bytes.js';
import { checkClock } from '../clock.js';
import { complaintOf } from '../complaint.js';
import type { ExpiringKs, GetKs } from '../sessions/ks-source.js';
import { guardFetch } from '../sessions/upstream-fetch.js';
import { callOvp } from './ovp-call.js';

/** How an application token is hashed, as was chosen when it was made. */
export type AppTokenHash = 'SHA1' | 'SHA256' | 'SHA512';

export interface KsSourceOptions {
  /** The number of the Kaltura account. */
  partnerId: number | string | undefined;
  /** The account's admin secret. This or `appToken`. */
  adminSecret?: string | undefined;
  /** An application token, which can be taken back without a change of the account's secret. `hashType` is by default `SHA256`. */
  appToken?: { id: string; token: string; hashType?: AppTokenHash | undefined } | undefined;
  /** Kaltura's backend API. Default `https://www.kaltura.com`. */
  ovpUrl?: string | undefined;
  /** How long each KS lasts, in seconds, from 120 to ten years. An application token may make it shorter. Default 86400, a day. */
  expirySeconds?: number | undefined;
  /** What the KS allows, as Kaltura's privileges are written. Default `disableentitlement`, which opening sessions asks for. */
  privileges?: string | undefined;
  /** Default: the global fetch. */
  fetch?: Fetch | undefined;
  /** Milliseconds since 1970; where it fails later, `Date.now` goes on for it. Default `Date.now`. */
  now?: (() => number) | undefined;
}

const OVP_URL = 'https://www.kaltura.com';
const A_DAY_S = 86_400;
const SHORTEST_S = 120;
const LONGEST_S = 10 * 365 * A_DAY_S;
const ADMIN_TYPE = '2';
const DIGESTS: Readonly<Record<AppTokenHash, string>> = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' };

/** Worth another try: nothing was wrong with what was asked. */
const PASSING: readonly AvatarErrorCode[] = ['NETWORK', 'RATE_LIMITED', 'API_REQUEST_FAILED'];

/**
 * Mints Kaltura Sessions (`session.start`, or `appToken.startSession` with the KS of the account's widget) and tells when they
 * end, so that the backend keeps each one until a minute before, and mints anew when the service refuses it.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: an option is missing or wrong.
 */
export function createKsSource(options: KsSourceOptions): GetKs {
  return ksSourceOf(options, complaintOf('createKsSource'));
}

/** As {@link createKsSource}. @param complain Told of an option that is missing or wrong. */
export function ksSourceOf(options: KsSourceOptions, complain: Complain): GetKs {
  const { mint, fetch, now, expirySeconds, ...rest } = checkOptions(options, complain);
  return async ({ signal }) => {
    const call = { ...rest, expiry: String(expirySeconds), fetch, signal };
    const askedAt = now();
    try {
      const { ks, expiresAt = Infinity } = await retry(() => mint(call), {
        policy: createRetryPolicy(),
        isWorthRetrying: ({ code }) => PASSING.includes(code),
        signal,
      });
      // The request's time, not the answer's: the service counts from then at the earliest.
      return { ks, expiresAt: Math.min(askedAt + expirySeconds * 1000, expiresAt) };
    } catch (error) {
      // What is wrong with the mint is nothing that a visitor can do anything about, however it failed.
      if (!isAvatarError(error) || error.code === 'ABORTED' || error.code === 'TIMEOUT') throw error;
      throw new AvatarError('INVALID_CONFIGURATION', error.message, { cause: error });
    }
  };
}

interface MintCall {
  partnerId: string;
  ovpUrl: string;
  privileges: string;
  /** In seconds. */
  expiry: string;
  fetch: Send;
  signal: AbortSignal;
}

type Minted = Pick<ExpiringKs, 'ks'> & { expiresAt?: number };
type Mint = (call: MintCall) => Promise<Minted>;

interface CheckedOptions extends Omit<MintCall, 'expiry' | 'signal'> {
  mint: Mint;
  expirySeconds: number;
  now: () => number;
}

function mintBySecret(secret: Uint8Array<ArrayBuffer>): Mint {
  return async ({ partnerId, expiry, privileges, ...call }) => {
    const parameters = { partnerId, type: ADMIN_TYPE, expiry, privileges };
    const ks = await callOvp({
      ...call,
      action: 'session.start',
      parameters,
      secret: { name: 'secret', bytes: secret },
    });
    return { ks: ksOf(ks, 'session.start') };
  };
}

function mintByToken(id: string, token: Uint8Array<ArrayBuffer>, hashType: AppTokenHash): Mint {
  return async ({ partnerId, expiry, privileges, ...call }) => {
    const widget = await callOvp({
      ...call,
      action: 'session.startWidgetSession',
      parameters: { widgetId: `_${partnerId}`, expiry },
    });
    const ks = ksOf(isRecord(widget) ? widget['ks'] : undefined, 'session.startWidgetSession');
    const hashed = joined([new TextEncoder().encode(ks), token]);
    const tokenHash = hex(await crypto.subtle.digest(DIGESTS[hashType], hashed));
    const parameters = { id, tokenHash, ks, type: ADMIN_TYPE, expiry, sessionPrivileges: privileges };
    const answer = await callOvp({ ...call, action: 'appToken.startSession', parameters });
    const fields = isRecord(answer) ? answer : {};
    // In seconds since 1970: the token's own limit may be shorter than what was asked for.
    const end = fields['expiry'];
    return {
      ks: ksOf(fields['ks'], 'appToken.startSession'),
      ...(typeof end === 'number' && end > 0 ? { expiresAt: end * 1000 } : {}),
    };
  };
}

function ksOf(given: unknown, action: string): string {
  if (typeof given === 'string' && given.trim() !== '') return given;
  throw new AvatarError('PROTOCOL', `Kaltura gives no KS: the answer of ${action} holds none.`);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function checkOptions(options: KsSourceOptions, complain: Complain): CheckedOptions {
  const { partnerId, ovpUrl = OVP_URL, expirySeconds = A_DAY_S, privileges = 'disableentitlement' } = options;
  if (!/^[1-9]\d{0,15}$/.test(String(partnerId).trim())) complain('partnerId', 'the number of a Kaltura account');
  if (!Number.isInteger(expirySeconds) || expirySeconds < SHORTEST_S || expirySeconds > LONGEST_S)
    complain('expirySeconds', `a whole number from ${SHORTEST_S} to ${LONGEST_S}`);
  if (typeof privileges !== 'string') complain('privileges', 'a string');
  const url = parseUrl(ovpUrl);
  if (!isHttpUrl(url)) complain('ovpUrl', 'an http or https URL');
  return {
    mint: checkProof(options, complain),
    partnerId: String(partnerId).trim(),
    ovpUrl: url.href.replace(/\/+$/, ''),
    expirySeconds,
    privileges,
    fetch: guardFetch(options.fetch),
    now: checkClock(options.now, complain),
  };
}

function checkProof({ adminSecret, appToken }: KsSourceOptions, complain: Complain): Mint {
  if ((adminSecret === undefined) === (appToken === undefined)) complain('adminSecret', 'given, or else appToken');
  if (appToken === undefined) return mintBySecret(secretBytes('adminSecret', adminSecret, complain));
  const { id, token, hashType = 'SHA256' } = appToken;
  if (typeof id !== 'string' || id.trim() === '') complain('appToken.id', 'the id of an application token');
  if (!Object.hasOwn(DIGESTS, hashType)) complain('appToken.hashType', Object.keys(DIGESTS).join(', '));
  return mintByToken(id.trim(), secretBytes('appToken.token', token, complain), hashType);
}

function secretBytes(name: string, secret: unknown, complain: Complain): Uint8Array<ArrayBuffer> {
  if (typeof secret !== 'string' || secret.trim() === '') complain(name, 'a non-empty string');
  return new TextEncoder().encode(secret.trim());
}
