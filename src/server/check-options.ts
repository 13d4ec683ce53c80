import { REGIONS, type Region } from '../core/base-url.js';
import { isRecord, JsonReader, type Complain } from '../core/json-reader.js';
import { createLogger, type Logger } from '../core/logger.js';
import { DEFAULT_HOOK_TIMEOUTS, HookAsker, type HookTimeouts } from './ask-hook.js';
import { readAvatarDefaults, type AvatarDefaults } from './sessions/avatar-defaults.js';
import { readAllowedOrigins } from './http/allowed-origins.js';
import type { CallerOptions } from './http/callers.js';
import { ClientAddresses } from './http/client-address.js';
import { findPackageFiles } from './http/embed-files.js';
import type { PagesMaySay } from './http/pages-may-say.js';
import { readEmbed, type EmbedSettings } from './http/embed-page.js';
import { VisitorCookie } from './http/visitor-cookie.js';
import { ksSourceOfEnvironment } from './kaltura/ks-environment.js';
import type { AvatarHooks } from './speech/hooks.js';
import { readConsentRule } from './sessions/consents.js';
import { checkKs, KsSource } from './sessions/ks-source.js';
import { readLimits, readNumbers } from './sessions/limits.js';
import type { ServiceAccess } from './sessions/upstream-fetch.js';
import { Background } from './background.js';
import { checkClock } from './clock.js';
import { checkFiller } from './check-filler.js';
import { checkPageActions } from './check-page-actions.js';
import { checkQueue } from './check-queue.js';
import { checkReports } from './check-reports.js';
import { checkFunction, checkMethods, checkOneOf, positiveInteger } from './check-values.js';
import { complaintOf } from './complaint.js';
import type { AvatarBackendOptions, ServiceOptions } from './options.js';
import { quietLogger } from './quietly.js';
import type { SpeakableInput } from '../core/speech/speakable/speakable-text.js';
import type { BackendSettings } from './settings.js';
import type { AvatarStore } from './store/avatar-store.js';
import { guardStore } from './store/guard.js';
import { createMemoryStore } from './store/memory-store.js';
import { Telemetry } from './telemetry/telemetry.js';

/** By which a store is known to be one. */
const STORE_PARTS = {
  sessions: ['add', 'claim'],
  conversations: ['ask'],
  leases: ['acquire'],
  queue: ['claim'],
  quotas: ['charge'],
};

const SHORTEST_SECRET = 32;

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option and what it should be. */
export function checkOptions(options: AvatarBackendOptions): BackendSettings {
  const complain = complaintOf('createAvatarBackend');
  const reader = new JsonReader(options, complain);
  const clientId = reader.optionalString('clientId');
  const defaults = checkDefaults(reader, complain);
  const telemetry = new Telemetry(checkTelemetry(options, complain));
  const hookTimeouts = checkHookTimeouts(reader, complain);
  const asker = new HookAsker(hookTimeouts, telemetry);
  const given = checkMethods(complain, 'logger', options.logger, ['debug', 'info', 'warn', 'error']);
  const logger = quietLogger(given ?? createLogger());
  const now = checkClock(options.now, complain, (line) => logger.error(line));
  const store = checkStore(options.store, complain);
  // Its own memory answers at once.
  const limitMs = store ? hookTimeouts.store : Infinity;
  const audit = checkMethods(complain, 'audit', options.audit, ['sink']);
  const hooks = checkHooks(options, complain);
  const exposeToken = reader.optionalBoolean('exposeToken') ?? false;
  const limits = readLimits(options.limits === undefined ? undefined : reader.object('limits'), complain);
  return {
    ...checkService({ ...options, now }, complain, asker),
    defaults: { ...defaults, ...(clientId === undefined ? {} : { clientId }) },
    avatars: checkOffered(complain, 'avatars', options.avatars, defaults.avatarId),
    voices: checkOffered(complain, 'voices', options.voices, defaults.voiceId),
    exposeToken,
    mediaThrough: checkMediaThrough(options, complain),
    pagesMaySay: checkPagesMaySay(options, complain),
    pageActions: checkPageActions(options.pageActions, complain),
    proxyPictures: reader.optionalBoolean('proxyPictures') ?? false,
    documentedRoutes: reader.optionalBoolean('documentedRoutes') ?? false,
    store: guardStore(store ?? createMemoryStore({ now }), { telemetry, logger, limitMs }),
    callers: checkCallers(options, logger, complain),
    authorize: checkFunction(complain, 'authorize', options.authorize),
    asker,
    limits,
    queue: checkQueue(options.queue, { limits, exposeToken }, complain),
    onBudget: checkFunction(complain, 'onBudget', options.onBudget),
    hooks,
    reports: checkReports(options, reader, complain),
    speakable: checkSpeakable(options.speakable, complain),
    filler: checkFiller(options, complain),
    audit,
    logger,
    telemetry,
    background: new Background(),
    trustsRequestIds: (options.trustedProxies ?? 0) > 0,
    parentContext: checkFunction(complain, 'parentContext', options.parentContext),
    allowedOrigins: readAllowedOrigins(options.allowedOrigins, complain, asker),
    embed: checkEmbed(complain, options.embed),
    consent: readConsentRule(options.requireConsent, complain),
    now,
  };
}

/**
 * How the service is reached, and with what.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function checkService(
  options: ServiceOptions & { now?: (() => number) | undefined },
  complain: Complain,
  asker?: HookAsker,
): { ks: KsSource; service: ServiceAccess; allowWav: boolean } {
  const { createPath, avatarIdField } = options;
  const baseUrl = options.baseUrl ?? readEnvironment('AVATAR_BASE_URL');
  const region = (options.region ?? readEnvironment('AVATAR_REGION')) as Region | undefined;
  const reader = new JsonReader({ ...options, baseUrl }, complain);
  checkOneOf(complain, 'region', region, REGIONS);
  checkOneOf(complain, 'createPath', createPath, ['/create', '']);
  checkOneOf(complain, 'avatarIdField', avatarIdField, ['id', 'avatarId']);
  const fetch = checkFunction(complain, 'fetch', options.fetch);
  const timeoutMs = positiveInteger(complain, reader, 'timeoutMs');
  const service = {
    ...(reader.has('baseUrl') ? { baseUrl: checkBaseUrl(complain, reader) } : {}),
    ...(region === undefined ? {} : { region }),
    ...(createPath === undefined ? {} : { createPath }),
    ...(avatarIdField === undefined ? {} : { avatarIdField }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  const allowWav = reader.optionalBoolean('allowWav') ?? false;
  return { ks: checkKsOptions({ ...options, fetch }, complain, asker), service, allowWav };
}

function checkKsOptions(
  { ks, getKs, fetch, now = Date.now }: ServiceOptions & { now?: (() => number) | undefined },
  complain: Complain,
  asker: HookAsker | undefined,
): KsSource {
  if (getKs !== undefined && ks !== undefined) complain('ks', 'left out where getKs is given');
  if (getKs !== undefined && typeof getKs !== 'function') complain('getKs', 'a function');
  const named = ks ?? getKs ?? readEnvironment('AVATAR_KS');
  const given = named ?? ksSourceOfEnvironment(readEnvironment, fetch);
  if (typeof given === 'function') return new KsSource(given, now, complain, asker);
  if (given === undefined) {
    complain(
      'ks',
      'a Kaltura Session (is AVATAR_KS set?), or what gives one (is AVATAR_PARTNER_ID set, with AVATAR_ADMIN_SECRET?)',
    );
  }
  const checked = checkKs(complain, 'ks', given);
  return new KsSource(() => checked, now, complain);
}

/** A variable of the environment, which not every runtime has; an empty one is as good as none. */
function readEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const value = process?.env?.[name]?.trim();
  return value === '' ? undefined : value;
}

function checkStore(store: AvatarStore | undefined, complain: Complain): AvatarStore | undefined {
  if (store === undefined) return undefined;
  for (const [part, methods] of Object.entries(STORE_PARTS)) {
    checkMethods(
      complain,
      `store.${part}`,
      (store as unknown as Record<string, object>)[part] ?? {},
      methods as never[],
    );
  }
  return checkMethods(complain, 'store', store, ['ping', 'close']);
}

function checkPagesMaySay({ pagesMaySay = true, exposeToken }: AvatarBackendOptions, complain: Complain): PagesMaySay {
  if (![true, false, 'text', 'audio'].includes(pagesMaySay)) complain('pagesMaySay', "true, false, 'text' or 'audio'");
  if (pagesMaySay !== true && exposeToken)
    complain('pagesMaySay', 'left out with exposeToken: pages call the service themselves');
  return pagesMaySay;
}

function checkMediaThrough({ mediaThrough = 'backend' }: AvatarBackendOptions, complain: Complain): 'backend' | 'page' {
  checkOneOf(complain, 'mediaThrough', mediaThrough, ['backend', 'page']);
  return mediaThrough;
}

function checkCallers(options: AvatarBackendOptions, logger: Logger, complain: Complain): CallerOptions {
  const { trustedProxies } = options;
  const clientAddress = checkFunction(complain, 'clientAddress', options.clientAddress);
  if (trustedProxies !== undefined && !(Number.isInteger(trustedProxies) && trustedProxies >= 0)) {
    complain('trustedProxies', 'the number of proxies that add to X-Forwarded-For, such as 1');
  }
  if (trustedProxies && clientAddress) complain('trustedProxies', 'left out where clientAddress is given');
  return {
    identify: checkFunction(complain, 'identify', options.identify),
    addresses: new ClientAddresses({ clientAddress, trustedProxies }, logger),
    visitorCookie: checkVisitorCookie(options, complain),
    variables: checkFunction(complain, 'variables', options.variables),
  };
}

function checkVisitorCookie(options: AvatarBackendOptions, complain: Complain): VisitorCookie | undefined {
  // Its former name: ignored without a word, the limits for each caller would be gone.
  if ('cookieSecret' in options) complain('cookieSecret', 'left out: visitorCookie: { secret } counts visitors');
  const { visitorCookie } = options;
  if (visitorCookie === undefined) return undefined;
  const secret: unknown = isRecord(visitorCookie) ? visitorCookie.secret : undefined;
  if (typeof secret !== 'string' || secret.length < SHORTEST_SECRET) {
    complain('visitorCookie.secret', `a random text of at least ${SHORTEST_SECRET} characters`);
  }
  return new VisitorCookie({ secret });
}

function checkEmbed(complain: Complain, input: AvatarBackendOptions['embed']): EmbedSettings | undefined {
  const embed = readEmbed(input, complain);
  if (embed && embed.scriptUrl === undefined && !findPackageFiles()) {
    complain(
      'embed',
      "{ scriptUrl: 'https://…/kaltura-avatar.js' } here, where the package's own files are not at hand",
    );
  }
  return embed;
}

function checkHookTimeouts(reader: JsonReader, complain: Complain): HookTimeouts {
  if (!reader.has('hookTimeouts')) return DEFAULT_HOOK_TIMEOUTS;
  return readNumbers(reader.object('hookTimeouts'), DEFAULT_HOOK_TIMEOUTS, { path: 'hookTimeouts', complain });
}

function checkHooks(options: AvatarBackendOptions, complain: Complain): AvatarHooks {
  checkOneOf(complain, 'textToSpeechWhen', options.textToSpeechWhen, ['always', 'on-503']);
  return {
    beforeSay: checkFunction(complain, 'beforeSay', options.beforeSay),
    textToSpeech: checkFunction(complain, 'textToSpeech', options.textToSpeech),
    textToSpeechWhen: options.textToSpeechWhen,
    reply: checkFunction(complain, 'reply', options.reply),
    transcribe: checkFunction(complain, 'transcribe', options.transcribe),
  };
}

function checkSpeakable(speakable: SpeakableInput | undefined, complain: Complain): SpeakableInput {
  if (speakable === undefined || typeof speakable === 'boolean') return speakable ?? true;
  if (!isRecord(speakable)) complain('speakable', 'true, false or { code }');
  checkOneOf(complain, 'speakable.code', speakable['code'], ['skip', 'say']);
  return speakable;
}

function checkTelemetry(
  options: AvatarBackendOptions,
  complain: Complain,
): Pick<AvatarBackendOptions, 'meter' | 'tracer'> {
  return {
    meter: checkMethods(complain, 'meter', options.meter, [
      ...(['createCounter', 'createUpDownCounter', 'createHistogram', 'createObservableGauge'] as const),
    ]),
    tracer: checkMethods(complain, 'tracer', options.tracer, ['startActiveSpan']),
  };
}

function checkBaseUrl(complain: Complain, reader: JsonReader): string {
  const url = new URL(reader.url('baseUrl'));
  if (url.search || url.hash || url.username || url.password)
    complain('baseUrl', 'a URL without query, fragment or password');
  return url.href;
}

function checkDefaults(reader: JsonReader, complain: Complain): AvatarDefaults {
  return reader.has('defaults') ? readAvatarDefaults(reader.object('defaults'), complain) : {};
}

/** The ids that requests may name; undefined where any will do. */
function checkOffered(complain: Complain, name: string, ids: unknown, own: string | undefined): string[] | undefined {
  if (ids === 'any') return undefined;
  const others: unknown = ids ?? [];
  if (!Array.isArray(others) || !others.every((id) => typeof id === 'string' && id !== '')) {
    complain(name, "a list of ids, or 'any'");
  }
  return [...(others as string[]), ...(own === undefined ? [] : [own])];
}
