import { abandonableAfter, LISTENED_FOR_MS } from './abandon.js';
import { isHttpUrl, parseUrl } from './parse-url.js';
import { AvatarError } from './errors.js';
import { DEFAULT_TIMEOUT_MS, requestJson } from './http.js';
import { parseSessionCredentials } from './protocol-guards.js';
import { DEFAULT_BASE_URL, type AvatarChoice, type SessionCredentials } from './protocol.js';
import { createRetryPolicy, retry } from './retry.js';
import { SessionControl, wasNotTaken, type CallOptions, type Transport } from './session-control.js';

export interface ControlClientOptions extends Transport {
  /**
   * Whether a session that comes after the time limit is ended here. Default true; false where `fetch` sees to that, which is then
   * aborted at the time limit.
   */
  endsLateSessions?: boolean;
  /** Default: the live service. */
  baseUrl?: string;
  /** The path of create below `baseUrl`; some deployments create at the base path itself. Default `/create`. */
  createPath?: '/create' | '';
  /** The name of the avatar's id within `visualConfig`; the live service takes `id`, its reference pages say `avatarId`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
}

/** The Control API: opens sessions with a KS, and gives each one's calls. */
export class ControlClient {
  readonly #options: ControlClientOptions;
  readonly #baseUrl: string;

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL. */
  constructor(options: ControlClientOptions = {}) {
    this.#options = options;
    this.#baseUrl = checkBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  }

  /**
   * Opens a session, which costs money until it is ended: one that comes after the time limit is ended at once. Tried again
   * only after an answer that says that none was opened.
   *
   * @param ks A Kaltura Session. Only a server should have one.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `CAPACITY` (429) and those of every request.
   */
  async create(ks: string, choice: AvatarChoice, { signal }: CallOptions = {}): Promise<SessionCredentials> {
    if (!ks.trim()) throw new AvatarError('INVALID_CONFIGURATION', 'A KS is needed to create a session; it is empty.');
    if (!choice.avatarId.trim())
      throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session; it is empty.');
    const { timeoutMs: limitMs = DEFAULT_TIMEOUT_MS, retryPolicy, delay, onRetry } = this.#options;
    const end = (late: SessionCredentials): void =>
      void this.session(late)
        .end()
        .catch(() => undefined);
    const limit = { purpose: 'create', limitMs };
    const { endsLateSessions = true } = this.#options;
    const once = (): Promise<SessionCredentials> => this.#createOnce(ks, choice, { signal });
    return retry(() => (endsLateSessions ? abandonableAfter(limit, once(), end) : once()), {
      policy: retryPolicy ?? createRetryPolicy(),
      isWorthRetrying: wasNotTaken,
      signal,
      ...(delay ? { delay } : {}),
      ...(onRetry ? { onRetry: (failed) => onRetry('create', failed) } : {}),
    });
  }

  /** The calls of a session that is open. */
  session({ sessionId, token }: SessionCredentials): SessionControl {
    return new SessionControl({ ...this.#options, url: `${this.#baseUrl}/${encodeURIComponent(sessionId)}`, token });
  }

  async #createOnce(ks: string, choice: AvatarChoice, { signal }: CallOptions): Promise<SessionCredentials> {
    const { fetch, timeoutMs = DEFAULT_TIMEOUT_MS, createPath = '/create', endsLateSessions = true } = this.#options;
    const call = {
      purpose: 'create',
      url: this.#baseUrl + createPath,
      headers: { 'Content-Type': 'application/json', Authorization: `KS ${ks}` },
      body: JSON.stringify(this.#createBody(choice)),
      codeOfStatus: { 429: 'CAPACITY' },
      signal,
      timeoutMs: endsLateSessions ? Math.max(timeoutMs, LISTENED_FOR_MS) : timeoutMs,
    } as const;
    return parseSessionCredentials(await requestJson(call, fetch));
  }

  #createBody({ avatarId, voiceId, voiceSpeed, voiceModelId, clientId }: AvatarChoice): Record<string, unknown> {
    const voiceConfig = { id: voiceId, speed: voiceSpeed, modelId: voiceModelId };
    const hasVoice = Object.values(voiceConfig).some((value) => value !== undefined);
    return {
      ...(clientId === undefined ? {} : { clientId }),
      visualConfig: { [this.#options.avatarIdField ?? 'id']: avatarId },
      ...(hasVoice ? { voiceConfig } : {}),
    };
  }
}

function checkBaseUrl(baseUrl: string): string {
  if (!isHttpUrl(parseUrl(baseUrl))) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      `baseUrl should be an http or https URL such as ${DEFAULT_BASE_URL}.`,
    );
  }
  return baseUrl.replace(/\/+$/, '');
}
