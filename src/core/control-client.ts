import { isHttpUrl, parseUrl } from './parse-url.js';
import { AvatarError } from './errors.js';
import { requestJson } from './http.js';
import { parseSessionCredentials } from './protocol-guards.js';
import { DEFAULT_BASE_URL, type AvatarChoice, type SessionCredentials } from './protocol.js';
import { createRetryPolicy, retry } from './retry.js';
import { SessionControl, wasNotTaken, type CallOptions, type Transport } from './session-control.js';

export interface ControlClientOptions extends Transport {
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
   * Opens a session, which costs money until it is ended. Tried again only after an answer that says that none was opened.
   *
   * @param ks A Kaltura Session. Only a server should have one.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `CAPACITY` (429) and those of every request.
   */
  async create(ks: string, choice: AvatarChoice, { signal }: CallOptions = {}): Promise<SessionCredentials> {
    if (!ks.trim()) throw new AvatarError('INVALID_CONFIGURATION', 'A KS is needed to create a session; it is empty.');
    if (!choice.avatarId.trim())
      throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session; it is empty.');
    const { fetch, timeoutMs, retryPolicy, delay, onRetry, createPath = '/create' } = this.#options;
    const body = await retry(
      () =>
        requestJson(
          {
            purpose: 'create',
            url: this.#baseUrl + createPath,
            headers: { 'Content-Type': 'application/json', Authorization: `KS ${ks}` },
            body: JSON.stringify(this.#createBody(choice)),
            codeOfStatus: { 429: 'CAPACITY' },
            signal,
            ...(timeoutMs === undefined ? {} : { timeoutMs }),
          },
          fetch,
        ),
      {
        policy: retryPolicy ?? createRetryPolicy(),
        isWorthRetrying: wasNotTaken,
        signal,
        ...(delay ? { delay } : {}),
        ...(onRetry ? { onRetry: (failed) => onRetry('create', failed) } : {}),
      },
    );
    return parseSessionCredentials(body);
  }

  /** The calls of a session that is open. */
  session({ sessionId, token }: SessionCredentials): SessionControl {
    return new SessionControl({ ...this.#options, url: `${this.#baseUrl}/${encodeURIComponent(sessionId)}`, token });
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
