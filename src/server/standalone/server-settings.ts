import { readFile } from 'node:fs/promises';

import { AvatarError } from '../../core/errors.js';
import type { Region } from '../../core/base-url.js';
import { isLogLevel, type LogLevel } from '../../core/logger.js';
import { ksSourceOfEnvironment } from '../kaltura/ks-environment.js';
import type { AvatarBackendOptions } from '../options.js';

export interface ServerSettings {
  host: string;
  port: number;
  logLevel: LogLevel;
  /** `memory`, or a Redis URL. */
  store: string;
  backend: Omit<AvatarBackendOptions, 'store' | 'logger' | 'audit'>;
  /** Where a Prometheus fetches figures; undefined where nobody does. */
  metrics: MetricsSettings | undefined;
  /** How long `ready` says no before it closes, in seconds. */
  drainSeconds: number;
  /** Whether audit events hold what was said. */
  auditsText: boolean;
}

/** A port of its own, a token, or both. */
export interface MetricsSettings {
  port: number | undefined;
  token: string | undefined;
}

export const USAGE = `kaltura-avatar-server: opens avatar sessions for your pages, and keeps the Kaltura Session to itself.

Configured by the environment:
  AVATAR_PARTNER_ID         the Kaltura account whose sessions are opened; a Kaltura Session is minted, and renewed, with
  AVATAR_ADMIN_SECRET       its admin secret; or else with
  AVATAR_APP_TOKEN_ID, AVATAR_APP_TOKEN
                            an application token (AVATAR_APP_TOKEN_HASH: SHA1, SHA256 or SHA512; default SHA256)
  AVATAR_OVP_URL            where it is minted (default: https://www.kaltura.com)
  AVATAR_KS                 instead of these, a Kaltura Session; or
  AVATAR_KS_FILE            a file that holds one, read before each session is opened
  AVATAR_ID                 the avatar that pages get unless they name another
  AVATAR_VOICE_ID           its voice
  AVATAR_AVATARS            other avatars that pages may name, separated by commas, or any (default: none)
  AVATAR_VOICES             other voices that pages may name, or any (default: none)
  AVATAR_REGION             the live service's region, us or eu (default: us)
  AVATAR_BASE_URL           another service
  AVATAR_STORE              redis://… to share sessions and limits between processes (default: memory);
                            rediss:// for TLS, redis+sentinel:// and redis+cluster:// for several servers;
                            needs the package @redis/client
  AVATAR_VISITOR_COOKIE_SECRET
                            at least 32 characters: signs a cookie that counts the sessions of each browser, for the
                            limits perCaller (default: no cookie)
  AVATAR_ALLOWED_ORIGINS    other origins whose pages may use it, separated by commas (default: none)
  AVATAR_LIMITS             limits as JSON, such as {"perCaller":{"sessions":1},"sessionSeconds":600}; null is no limit
  AVATAR_TRUSTED_PROXIES    how many proxies stand before it and add to X-Forwarded-For
  AVATAR_EXPOSE_TOKEN       1 gives the browser the session's token
  AVATAR_DOCUMENTED_ROUTES  1 answers the routes of the service's documented Express sample, too
  AVATAR_EMBED              1 serves a page for an <iframe> at /embed, for pages of AVATAR_ALLOWED_ORIGINS
  AVATAR_AUDIT_TEXT         1 writes what is said into the audit lines
  AVATAR_METRICS_PORT       serves GET /metrics for a Prometheus on a port of its own (default: not at all)
  AVATAR_METRICS_TOKEN      at least 32 characters: GET /metrics asks for it as a Bearer token; without
                            AVATAR_METRICS_PORT on the same port as all else
  AVATAR_DRAIN_SECONDS      on SIGTERM, GET /ready answers 503 for so long before it stops listening (default 0)
  AVATAR_LOG_LEVEL          debug, info, warn or error (default info); lines of JSON on the standard output
  HOST, PORT                where it listens (default 127.0.0.1:3001; HOST=0.0.0.0 for all networks)

Serves POST /session, POST /session/:id/{say-text,say-audio,interrupt,keep-alive,end}, GET /health and GET /ready,
below any path. On SIGTERM or SIGINT it takes no more sessions, ends those that are open, and goes.

kaltura-avatar-server avatars lists the account's avatars, kaltura-avatar-server voices its voices: as a table, or with --json
with the addresses of pictures and recordings.
`;

const SHORTEST_TOKEN = 32;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the variable and what it should be. */
export function readSettings(environment: Environment): ServerSettings {
  const read = (name: string): string | undefined => textOrNothing(environment[name]);
  const flag = (name: string): boolean => readFlag(name, read(name));
  const logLevel = read('AVATAR_LOG_LEVEL') ?? 'info';
  if (!isLogLevel(logLevel)) complain('AVATAR_LOG_LEVEL', 'debug, info, warn or error');
  const proxies = read('AVATAR_TRUSTED_PROXIES');
  const [avatarId, voiceId] = [read('AVATAR_ID'), read('AVATAR_VOICE_ID')];
  return {
    host: read('HOST') ?? '127.0.0.1',
    port: readNumber('PORT', read('PORT') ?? '3001', 0, 65_535),
    logLevel,
    store: read('AVATAR_STORE') ?? 'memory',
    metrics: readMetrics(read),
    drainSeconds: readNumber('AVATAR_DRAIN_SECONDS', read('AVATAR_DRAIN_SECONDS') ?? '0', 0, 600),
    auditsText: flag('AVATAR_AUDIT_TEXT'),
    backend: {
      ...readKs(read),
      defaults: { ...(avatarId ? { avatarId } : {}), ...(voiceId ? { voiceId } : {}) },
      avatars: readOffer(read('AVATAR_AVATARS')),
      voices: readOffer(read('AVATAR_VOICES')),
      baseUrl: read('AVATAR_BASE_URL'),
      region: read('AVATAR_REGION') as Region | undefined,
      ...readVisitorCookie(read('AVATAR_VISITOR_COOKIE_SECRET')),
      allowedOrigins: readList(read('AVATAR_ALLOWED_ORIGINS')),
      limits: readJson('AVATAR_LIMITS', read('AVATAR_LIMITS')),
      exposeToken: flag('AVATAR_EXPOSE_TOKEN'),
      embed: flag('AVATAR_EMBED'),
      documentedRoutes: flag('AVATAR_DOCUMENTED_ROUTES'),
      trustedProxies: proxies === undefined ? undefined : readNumber('AVATAR_TRUSTED_PROXIES', proxies, 0, 10),
    },
  };
}

/** An empty variable is as good as none. */
function textOrNothing(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}

function readKs(read: (name: string) => string | undefined): Pick<AvatarBackendOptions, 'ks'> {
  const [ks, file] = [read('AVATAR_KS'), read('AVATAR_KS_FILE')];
  if (ks !== undefined && file !== undefined) complain('AVATAR_KS_FILE', 'left out where AVATAR_KS is set');
  if (file !== undefined) return { ks: () => readFile(file, 'utf8') };
  return { ks: ks ?? ksSourceOfEnvironment(read) };
}

function readVisitorCookie(secret: string | undefined): Pick<AvatarBackendOptions, 'visitorCookie'> {
  return secret === undefined ? {} : { visitorCookie: { secret } };
}

function readMetrics(read: (name: string) => string | undefined): MetricsSettings | undefined {
  const [port, token] = [read('AVATAR_METRICS_PORT'), read('AVATAR_METRICS_TOKEN')];
  if (token !== undefined && token.length < SHORTEST_TOKEN) {
    complain('AVATAR_METRICS_TOKEN', `a random text of at least ${SHORTEST_TOKEN} characters`);
  }
  if (port === undefined && token === undefined) return undefined;
  return { token, port: port === undefined ? undefined : readNumber('AVATAR_METRICS_PORT', port, 0, 65_535) };
}

function readFlag(name: string, value = '0'): boolean {
  if (!/^(?:0|1|true|false)$/.test(value)) complain(name, '1 or 0');
  return value === '1' || value === 'true';
}

function readNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    complain(name, `a whole number from ${least} to ${most}`);
  }
  return number;
}

function readList(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readOffer(value: string | undefined): string[] | 'any' | undefined {
  return value === 'any' ? value : readList(value);
}

function readJson(name: string, value: string | undefined): object | undefined {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return complain(name, 'JSON');
  }
}

function complain(name: string, expected: string): never {
  throw new AvatarError('INVALID_CONFIGURATION', `${name} should be ${expected}.`);
}
