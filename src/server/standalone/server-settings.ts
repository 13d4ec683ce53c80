import { readFile } from 'node:fs/promises';

import type { Region } from '../../core/base-url.js';
import { isRecord, JsonReader } from '../../core/json-reader.js';
import { isLogLevel, type LogLevel } from '../../core/logger.js';
import { complainOfVariable as complain } from '../complaint.js';
import { ksSourceOfEnvironment } from '../kaltura/ks-environment.js';
import type { AvatarBackendOptions } from '../options.js';
import { readWebhook, type WebhookOptions } from '../reports/webhook-options.js';
import { readConsentRule, type RequireConsent } from '../sessions/consents.js';
import { readLimits } from '../sessions/limits.js';
import type { HookSettings } from './server-hooks.js';

export interface ServerSettings {
  host: string;
  port: number;
  logLevel: LogLevel;
  /** `memory`, or a Redis URL. */
  store: string;
  backend: Omit<AvatarBackendOptions, 'store' | 'logger' | 'audit'>;
  hooks: HookSettings;
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
  AVATAR_VOICE_LANGUAGE     the language that its voice speaks, such as de, for voices that know several
  AVATAR_AVATARS            other avatars that pages may name, separated by commas, or any (default: none)
  AVATAR_VOICES             other voices that pages may name, or any (default: none)
  AVATAR_REGION             the live service's region, us or eu (default: us)
  AVATAR_BASE_URL           another service
  AVATAR_ANSWERS            a Markdown file of questions with answers, from which visitors are answered
  AVATAR_VOICE              local speaks English on this machine where the service says no texts (503); needs the packages of
                            the simulator
  AVATAR_HOOKS              a module, such as ./hooks.mjs, that exports hooks by their names: reply, textToSpeech,
                            textToSpeechWhen, transcribe, beforeSay, identify, authorize, variables, clientAddress, onBudget,
                            onSessionEnd, onFeedback
  AVATAR_WEBHOOK_URL        is told by signed POST requests when a session has ended, and what visitors think; https, or http on
                            this machine
  AVATAR_WEBHOOK_SECRET     signs them: whsec_ and the Base64 of at least 24 random bytes
  AVATAR_INCLUDE_TRANSCRIPT 1 tells it, and onSessionEnd, what was said
  AVATAR_ALLOW_WAV          1 sends WAV files to the service as they are
  AVATAR_STORE              redis://… to share sessions and limits between processes (default: memory);
                            rediss:// for TLS, redis+sentinel:// and redis+cluster:// for several servers;
                            needs the package @redis/client
  AVATAR_VISITOR_COOKIE_SECRET
                            at least 32 characters: signs a cookie that counts the sessions of each browser, for the
                            limits perCaller (default: no cookie)
  AVATAR_ALLOWED_ORIGINS    other origins whose pages may use it, separated by commas (default: none)
  AVATAR_LIMITS             limits as JSON, such as {"perCaller":{"sessions":1},"sessionSeconds":600}; null is no limit
  AVATAR_QUEUE              1 has visitors wait in turn where all sessions of AVATAR_LIMITS are open (default: they ask again)
  AVATAR_TRUSTED_PROXIES    how many proxies stand before it and add to X-Forwarded-For
  AVATAR_REQUIRE_CONSENT    the version of the notice that visitors have to consent to, such as 2026-11, before a session is
                            opened; 1 for any version (default: none is asked for)
  AVATAR_EXPOSE_TOKEN       1 gives the browser the session's token
  AVATAR_MEDIA_THROUGH      backend or page: who talks to the media server (default: backend)
  AVATAR_DOCUMENTED_ROUTES  1 answers the routes of the service's documented Express sample, too
  AVATAR_EMBED              1 serves a page for an <iframe> at /embed, for pages of AVATAR_ALLOWED_ORIGINS
  AVATAR_PROXY_PICTURES     1 serves the avatars' pictures and films, which browsers fetch from another host otherwise
  AVATAR_AUDIT_TEXT         1 writes what is said into the audit lines
  AVATAR_METRICS_PORT       serves GET /metrics for a Prometheus on a port of its own (default: not at all)
  AVATAR_METRICS_TOKEN      at least 32 characters: GET /metrics asks for it as a Bearer token; without
                            AVATAR_METRICS_PORT on the same port as all else
  AVATAR_DRAIN_SECONDS      on SIGTERM, GET /ready answers 503 for so long before it stops listening (default 0)
  AVATAR_LOG_LEVEL          debug, info, warn or error (default info); lines of JSON on the standard output
  HOST, PORT                where it listens (default 127.0.0.1:3001; HOST=0.0.0.0 for all networks)

Serves POST /session, POST /session/:id/{say-text,say-audio,reply,transcribe,interrupt,keep-alive,end}, GET /avatar,
GET /health and GET /ready, below any path. On SIGTERM or SIGINT it takes no more sessions, ends those that are open, and goes.

kaltura-avatar-server avatars lists the account's avatars, kaltura-avatar-server voices its voices: as a table, or with --json
with the addresses of pictures and recordings.

kaltura-avatar-server check opens a session for half a minute, which costs as much, and prints what this deployment can do, and
which settings follow. With --json, as JSON. It sees and hears the session where the package @roamhq/wrtc is installed.
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
  const [avatarId, voiceId, voiceLanguage] = [
    read('AVATAR_ID'),
    read('AVATAR_VOICE_ID'),
    read('AVATAR_VOICE_LANGUAGE'),
  ];
  return {
    host: read('HOST') ?? '127.0.0.1',
    port: readNumber('PORT', read('PORT') ?? '3001', 0, 65_535),
    logLevel,
    store: read('AVATAR_STORE') ?? 'memory',
    metrics: readMetrics(read),
    drainSeconds: readNumber('AVATAR_DRAIN_SECONDS', read('AVATAR_DRAIN_SECONDS') ?? '0', 0, 600),
    auditsText: flag('AVATAR_AUDIT_TEXT'),
    hooks: { module: read('AVATAR_HOOKS'), answers: read('AVATAR_ANSWERS'), voice: readVoice(read('AVATAR_VOICE')) },
    backend: {
      ...readKs(read),
      defaults: { avatarId, voiceId, voiceLanguage },
      allowWav: flag('AVATAR_ALLOW_WAV'),
      avatars: readOffer(read('AVATAR_AVATARS')),
      voices: readOffer(read('AVATAR_VOICES')),
      baseUrl: read('AVATAR_BASE_URL'),
      region: read('AVATAR_REGION') as Region | undefined,
      ...readVisitorCookie(read('AVATAR_VISITOR_COOKIE_SECRET')),
      allowedOrigins: readList(read('AVATAR_ALLOWED_ORIGINS')),
      limits: checkLimits('AVATAR_LIMITS', read('AVATAR_LIMITS')),
      webhook: readWebhookOptions(read('AVATAR_WEBHOOK_URL'), read('AVATAR_WEBHOOK_SECRET')),
      includeTranscript: flag('AVATAR_INCLUDE_TRANSCRIPT'),
      requireConsent: readRequireConsent(read('AVATAR_REQUIRE_CONSENT')),
      queue: flag('AVATAR_QUEUE'),
      exposeToken: flag('AVATAR_EXPOSE_TOKEN'),
      mediaThrough: readMediaThrough(read('AVATAR_MEDIA_THROUGH')),
      embed: flag('AVATAR_EMBED'),
      proxyPictures: flag('AVATAR_PROXY_PICTURES'),
      documentedRoutes: flag('AVATAR_DOCUMENTED_ROUTES'),
      trustedProxies: proxies === undefined ? undefined : readNumber('AVATAR_TRUSTED_PROXIES', proxies, 0, 10),
    },
  };
}

function readMediaThrough(value: string | undefined): 'backend' | 'page' | undefined {
  if (value === undefined || value === 'backend' || value === 'page') return value;
  return complain('AVATAR_MEDIA_THROUGH', 'backend or page');
}

function readRequireConsent(value = '0'): RequireConsent {
  if (/^(?:0|1|true|false)$/.test(value)) return value === '1' || value === 'true';
  const complainOfIt = (): never => complain('AVATAR_REQUIRE_CONSENT', '1, 0 or a version such as 2026-11');
  return readConsentRule({ version: value }, complainOfIt) ?? false;
}

function readWebhookOptions(url: string | undefined, secret: string | undefined): WebhookOptions | undefined {
  if (url === undefined && secret === undefined) return undefined;
  const options = { url, secret };
  readWebhook(options, complain, { url: 'AVATAR_WEBHOOK_URL', secret: 'AVATAR_WEBHOOK_SECRET' });
  return options;
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

function readVoice(voice: string | undefined): HookSettings['voice'] {
  if (voice !== undefined && voice !== 'local') complain('AVATAR_VOICE', 'local, or left out');
  return voice;
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
  // Digits alone: no one writes 0x10 or 1e3 on purpose.
  if (!/^\d{1,9}$/.test(value) || number < least || number > most) {
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

/** JSON, whose numbers the backend checks again, as those of its own options. */
function checkLimits(name: string, value: string | undefined): object | undefined {
  if (value === undefined) return undefined;
  const limits = parseJson(value);
  if (!isRecord(limits)) complain(name, 'a JSON object');
  const reader = new JsonReader(limits, (path, expected) => complain(`${name}.${path}`, expected));
  readLimits(reader, (path, expected) =>
    complain(path.replace(/^limits/, name), expected.replaceAll('limits.', `${name}.`)),
  );
  return limits;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
