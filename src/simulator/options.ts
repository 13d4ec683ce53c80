import { isIP } from 'node:net';

import { AvatarError } from '../core/errors.js';
import type { TurnServer } from '../core/protocol.js';
import type { AppToken, Partner } from './ks/kaltura-sessions.js';
import { PROFILE_NAMES, type ProfileName } from './profiles/profile.js';

/** An ICE server that WHEP tells of in a Link header. */
export interface IceServerLink {
  /** `stun:`, `turn:` or `turns:` URL. */
  url: string;
  username?: string;
  credential?: string;
}

export interface SimulatorOptions {
  /** Default 0: a free one. */
  port?: number;
  /** The address to listen at. Default `127.0.0.1`. */
  host?: string;
  /** The KS values that create accepts, beside those that the simulator has minted. Default: every KS; in the profile `live` none. */
  ks?: readonly string[];
  /** KS values that are valid, but not authorised to create sessions: 403. Default: none. */
  unauthorizedKs?: readonly string[];
  /** Time without keep-alive after which a session is over, in milliseconds. Default 30000. */
  sessionTimeoutMs?: number;
  /** How many sessions may be open at once. Default: no limit. */
  maxSessions?: number;
  /** How long a token is valid, in seconds. Default 86400. */
  tokenLifetimeSeconds?: number;
  /** Default `documented`. */
  profile?: ProfileName;
  /** The account whose Kaltura Sessions are minted below `/api_v3`. Default: 4242, whose admin secret the command prints. */
  partner?: Partner;
  /** Whether say-audio takes WAV files beside MP3. Default false: 400. */
  allowWav?: boolean;
  /** The loudness of a noise under everything that is heard, from 0 to 0.1 of the loudest. Default 0: silence. */
  noiseFloor?: number;
  /** Whether nothing is sent while nothing is to be heard (DTX of Opus), where the viewer's browser takes part. Default false. */
  dtx?: boolean;
  /** What init-client gives as `turn`; null leaves it out. Default: the address and credentials of a TURN server for tests. */
  turn?: TurnServer | null;
  /** Told in Link headers with the WHEP answer. Default: none. */
  iceServerLinks?: readonly IceServerLink[];
  /** The IP address that media is sent from and received at. Default `127.0.0.1`: it never leaves the machine. */
  mediaAddress?: string;
}

export interface SimulatorSettings extends Required<Omit<SimulatorOptions, 'ks'>> {
  /** Undefined accepts any. */
  ks: readonly string[] | undefined;
}

const DEFAULTS: SimulatorSettings = {
  port: 0,
  host: '127.0.0.1',
  ks: undefined,
  unauthorizedKs: [],
  sessionTimeoutMs: 30_000,
  maxSessions: Infinity,
  tokenLifetimeSeconds: 86_400,
  profile: 'documented',
  partner: {
    id: 4242,
    adminSecret: 'simulators-admin-secret',
    appTokens: [{ id: '1_simulator', token: 'simulators-app-token' }],
  },
  allowWav: false,
  noiseFloor: 0,
  dtx: false,
  turn: { url: 'turn:127.0.0.1:3478?transport=udp', username: 'simulator', credential: 'simulator' },
  iceServerLinks: [],
  mediaAddress: '127.0.0.1',
};

/** What timers can wait at most, in milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Check = (value: unknown) => boolean;

const CHECKS: { [Name in keyof SimulatorSettings]: readonly [expected: string, isRight: Check] } = {
  port: ['a whole number from 0 to 65535', (value) => isWhole(value, 0, 65_535)],
  host: ['a host name or an IP address', isText],
  ks: ['a list of one or more non-empty strings', (value) => isTextList(value) && value.length > 0],
  unauthorizedKs: ['a list of non-empty strings', isTextList],
  sessionTimeoutMs: [`milliseconds from 1 to ${LONGEST_TIMER_MS}`, (value) => isWhole(value, 1, LONGEST_TIMER_MS)],
  maxSessions: ['a whole number from 1, or Infinity', (value) => value === Infinity || isWhole(value, 1, Infinity)],
  tokenLifetimeSeconds: ['a whole number of seconds from 1', (value) => isWhole(value, 1, Infinity)],
  profile: ['"documented", "srs" or "live"', (value) => PROFILE_NAMES.some((name) => name === value)],
  partner: ['{ id, adminSecret, appTokens? }', isPartner],
  allowWav: ['true or false', (value) => typeof value === 'boolean'],
  noiseFloor: ['a number from 0 to 0.1', (value) => typeof value === 'number' && value >= 0 && value <= 0.1],
  dtx: ['true or false', (value) => typeof value === 'boolean'],
  turn: ['{ url, username?, credential? }, or null', (value) => value === null || isServer(value)],
  iceServerLinks: [
    'a list of { url, username?, credential? } with stun:, turn: or turns: URLs',
    (value) => Array.isArray(value) && value.every((link) => isServer(link) && /^(stun|turns?):/.test(link.url)),
  ],
  mediaAddress: ['an IP address', (value) => isText(value) && isIP(value) !== 0],
};

/**
 * @param nameOf What an option is called where it is complained of.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: an option is unknown, or its value cannot be used.
 */
export function resolveOptions(
  options: SimulatorOptions,
  nameOf = (name: string): string => `The simulator's option ${name}`,
): SimulatorSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof SimulatorSettings] : undefined;
    if (!check) complain(`The simulator has no option ${name}; it has ${Object.keys(CHECKS).join(', ')}`);
    const [expected, isRight] = check;
    if (!isRight(value)) complain(`${nameOf(name)} should be ${expected}`);
  }
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isPartner(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, adminSecret, appTokens = [] } = value as Partial<Partner>;
  const isToken = (token: Partial<AppToken>): boolean =>
    isText(token.id) && isText(token.token) && ['SHA1', 'SHA256', undefined].includes(token.hashType);
  return isWhole(id, 1, Infinity) && isText(adminSecret) && Array.isArray(appTokens) && appTokens.every(isToken);
}

function isServer(value: unknown): value is TurnServer {
  if (typeof value !== 'object' || value === null || !('url' in value) || !isText(value.url)) return false;
  const { username, credential } = value as Partial<Record<'username' | 'credential', unknown>>;
  return [username, credential].every((each) => each === undefined || typeof each === 'string');
}

function complain(problem: string): never {
  throw new AvatarError('INVALID_CONFIGURATION', `${problem}.`);
}
