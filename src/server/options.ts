import type { ControlClientOptions } from '../core/control-client.js';
import { AvatarError } from '../core/errors.js';
import type { Fetch } from '../core/http.js';
import { JsonReader } from '../core/json-reader.js';
import { createLogger, type Logger } from '../core/logger.js';
import type { AvatarChoice } from '../core/protocol.js';
import { readAvatarDefaults, type AvatarDefaults } from './avatar-defaults.js';
import { createMemorySessionStore, type SessionStore } from './session-store.js';

export interface AvatarBackendOptions {
  /** The Kaltura Session that opens sessions. This or `getKs`. */
  ks?: string | undefined;
  /** Asked for a Kaltura Session before each session is opened, where one is made anew. This or `ks`. */
  getKs?: (() => string | Promise<string>) | undefined;
  /** Default: the live service. */
  baseUrl?: string;
  /** The path of create below `baseUrl`. Default `/create`. */
  createPath?: '/create' | '';
  /** The name of the avatar's id within `visualConfig`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
  /** Used for what a request does not name; without `defaults.avatarId` each request has to name an avatar. */
  defaults?: AvatarDefaults;
  /** Names this application in the service's own records. */
  clientId?: string;
  /**
   * Gives the browser the session's token, with which it calls the service itself: saves a hop, and leaves this backend
   * without a say. Such sessions are not kept here. Default false: the token stays here, calls are relayed.
   */
  exposeToken?: boolean;
  /** Where sessions are kept. Default: in this process. */
  store?: SessionStore;
  /** Default: the global fetch. */
  fetch?: Fetch;
  /** Time for each call to the service, in milliseconds. Default 15000. */
  timeoutMs?: number;
  /** Default: level `info` to the console. What is handed to it holds no secrets. */
  logger?: Logger;
  /** Longest text of one say-text, in UTF-16 units. Default 5000. */
  maxTextLength?: number;
  /** Largest MP3 file of one say-audio, in bytes. Default 10 MB. */
  maxAudioBytes?: number;
  /** Other origins whose pages may use this backend, such as `https://www.example.com`. Default: none, the same origin alone. */
  allowedOrigins?: readonly string[];
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** The options, checked and complete. */
export interface BackendSettings {
  /** @throws {AvatarError} `INVALID_CONFIGURATION`: there is no usable KS. */
  getKs: () => Promise<string>;
  service: ControlClientOptions;
  /** With the `clientId`. */
  defaults: Partial<AvatarChoice>;
  exposeToken: boolean;
  store: SessionStore;
  logger: Logger;
  maxTextLength: number;
  maxAudioBytes: number;
  allowedOrigins: readonly string[];
  now: () => number;
}

const DEFAULT_MAX_TEXT_LENGTH = 5000;
const DEFAULT_MAX_AUDIO_BYTES = 10 * 1024 * 1024;

/** @throws {AvatarError} `INVALID_CONFIGURATION`: the message names the option and what it should be. */
export function checkOptions(options: AvatarBackendOptions): BackendSettings {
  const reader = new JsonReader(options, complain);
  const clientId = reader.optionalString('clientId');
  const now = options.now ?? Date.now;
  return {
    getKs: checkKsOptions(options),
    service: checkService(options, reader),
    defaults: { ...checkDefaults(reader), ...(clientId === undefined ? {} : { clientId }) },
    exposeToken: reader.optionalBoolean('exposeToken') ?? false,
    store:
      checkMethods('store', options.store, ['get', 'set', 'delete', 'entries']) ?? createMemorySessionStore({ now }),
    logger: checkMethods('logger', options.logger, ['debug', 'info', 'warn', 'error']) ?? createLogger(),
    maxTextLength: positiveInteger(reader, 'maxTextLength') ?? DEFAULT_MAX_TEXT_LENGTH,
    maxAudioBytes: positiveInteger(reader, 'maxAudioBytes') ?? DEFAULT_MAX_AUDIO_BYTES,
    allowedOrigins: checkOrigins(options.allowedOrigins),
    now,
  };
}

function complain(path: string, expected: string): never {
  throw new AvatarError('INVALID_CONFIGURATION', `createAvatarBackend: ${path} should be ${expected}.`);
}

function checkKsOptions({ ks, getKs }: AvatarBackendOptions): () => Promise<string> {
  if (ks !== undefined && getKs !== undefined) complain('ks', 'left out where getKs is given');
  if (getKs === undefined) {
    if (ks === undefined) complain('ks', 'a Kaltura Session (is AVATAR_KS set?), or getKs a function that gives one');
    const checked = checkKs('ks', ks);
    return () => Promise.resolve(checked);
  }
  if (typeof getKs !== 'function') complain('getKs', 'a function');
  return async () => checkKs('the answer of getKs', await callGetKs(getKs));
}

async function callGetKs(getKs: () => string | Promise<string>): Promise<string> {
  try {
    return await getKs();
  } catch (cause) {
    throw new AvatarError('INVALID_CONFIGURATION', 'createAvatarBackend: getKs failed, so no session can be opened.', {
      cause,
    });
  }
}

/** A KS goes into a header: what cannot stand there is found here, not quoted by whoever refuses the header. */
function checkKs(name: string, ks: unknown): string {
  if (typeof ks !== 'string' || ks.trim() === '') complain(name, 'a Kaltura Session, not empty');
  const trimmed = ks.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) complain(name, 'the bare Kaltura Session: no spaces, no word before it');
  return trimmed;
}

function checkService(options: AvatarBackendOptions, reader: JsonReader): ControlClientOptions {
  const { fetch, createPath, avatarIdField } = options;
  checkOneOf('createPath', createPath, ['/create', '']);
  checkOneOf('avatarIdField', avatarIdField, ['id', 'avatarId']);
  if (fetch !== undefined && typeof fetch !== 'function') complain('fetch', 'a function');
  const timeoutMs = positiveInteger(reader, 'timeoutMs');
  return {
    ...(reader.has('baseUrl') ? { baseUrl: checkBaseUrl(reader) } : {}),
    ...(createPath === undefined ? {} : { createPath }),
    ...(avatarIdField === undefined ? {} : { avatarIdField }),
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

function checkBaseUrl(reader: JsonReader): string {
  const url = new URL(reader.url('baseUrl'));
  if (url.search || url.hash || url.username || url.password)
    complain('baseUrl', 'a URL without query, fragment or password');
  return url.href;
}

function checkDefaults(reader: JsonReader): AvatarDefaults {
  return reader.has('defaults') ? readAvatarDefaults(reader.object('defaults'), complain) : {};
}

function checkOneOf(name: string, value: unknown, allowed: readonly string[]): void {
  const isAllowed = value === undefined || allowed.some((one) => one === value);
  if (!isAllowed) complain(name, allowed.map((one) => `'${one}'`).join(' or '));
}

function checkMethods<Part extends object>(
  name: string,
  part: Part | undefined,
  methods: readonly (keyof Part & string)[],
): Part | undefined {
  if (part === undefined) return undefined;
  const missing = methods.find((method) => typeof part[method] !== 'function');
  if (missing !== undefined) complain(name, `an object with ${methods.join(', ')}; ${missing} is missing`);
  return part;
}

function positiveInteger(reader: JsonReader, name: string): number | undefined {
  const value = reader.optionalNumber(name);
  if (value !== undefined && (!Number.isSafeInteger(value) || value <= 0)) complain(name, 'a whole number above 0');
  return value;
}

function checkOrigins(origins: unknown): readonly string[] {
  if (origins === undefined) return [];
  if (!Array.isArray(origins)) complain('allowedOrigins', 'a list of origins');
  return origins.map((origin: unknown) => {
    const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined;
    if (!url || url.origin !== origin || !/^https?:$/.test(url.protocol))
      complain('each of allowedOrigins', 'an origin such as https://www.example.com, without a path');
    return url.origin;
  });
}
