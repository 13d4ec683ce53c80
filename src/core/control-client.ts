import { abandonableAfter, LISTENED_FOR_MS, type TimeLimit } from './abandon.js';
import { resolveBaseUrl, type ServiceLocation } from './base-url.js';
import { AvatarError } from './errors.js';
import { DEFAULT_TIMEOUT_MS, requestJson } from './http.js';
import { parseSessionCredentials } from './protocol-guards.js';
import type { AvatarChoice, SessionCredentials } from './protocol.js';
import { createRetryPolicy, retry } from './retry.js';
import { SessionControl, wasNotTaken, type CallOptions, type Transport } from './session-control.js';

export interface ControlClientOptions extends Transport, ServiceLocation {
  /** The path of create below `baseUrl`; some deployments create at the base path itself. Default `/create`. */
  createPath?: '/create' | '';
  /** The name of the avatar's id within `visualConfig`; the live service takes `id`, its reference pages say `avatarId`. Default `id`. */
  avatarIdField?: 'id' | 'avatarId';
}

/** Given the session that may still be opened when nobody waits for it any more; rejects where none is. */
export type OnLateSession = (session: Promise<SessionCredentials>) => void;

export interface CreateOptions extends CallOptions {
  /** Default: the session is ended as soon as it is open. */
  onLate?: OnLateSession;
}

/** The Control API: opens sessions with a KS, and gives each one's calls. */
export class ControlClient {
  readonly #options: ControlClientOptions;
  readonly #baseUrl: string;

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL, or `region` none of the service's. */
  constructor(options: ControlClientOptions = {}) {
    this.#options = options;
    this.#baseUrl = resolveBaseUrl(options);
  }

  /**
   * Opens a session, which costs money until it is ended. The time limit and the signal end the wait, not the request: the
   * service may have opened one by then. Tried again only after an answer that says that none was opened.
   *
   * @param ks A Kaltura Session. Only a server should have one.
   * @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `CAPACITY` (429) and those of every request.
   */
  async create(ks: string, choice: AvatarChoice, { signal, onLate }: CreateOptions = {}): Promise<SessionCredentials> {
    if (!ks.trim()) throw new AvatarError('INVALID_CONFIGURATION', 'A KS is needed to create a session; it is empty.');
    if (!choice.avatarId.trim())
      throw new AvatarError('INVALID_CONFIGURATION', 'An avatarId is needed to create a session; it is empty.');
    const { timeoutMs: limitMs = DEFAULT_TIMEOUT_MS, retryPolicy, delay, onRetry } = this.#options;
    const limit = { purpose: 'create', limitMs, signal };
    return retry(() => this.#createWithin(limit, this.#createOnce(ks, choice), onLate), {
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

  async #createWithin(
    limit: TimeLimit,
    opened: Promise<SessionCredentials>,
    onLate: OnLateSession = (late) => void this.#endQuietly(late),
  ): Promise<SessionCredentials> {
    const call = { isAnswered: false };
    const answered = opened.finally(() => (call.isAnswered = true));
    try {
      return await abandonableAfter(limit, answered);
    } catch (error) {
      if (!call.isAnswered) onLate(answered);
      throw error;
    }
  }

  async #endQuietly(late: Promise<SessionCredentials>): Promise<void> {
    try {
      await this.session(await late).end();
    } catch {
      // None was opened, or it ends by itself.
    }
  }

  async #createOnce(ks: string, choice: AvatarChoice): Promise<SessionCredentials> {
    const { fetch, timeoutMs = 0, createPath = '/create' } = this.#options;
    const call = {
      purpose: 'create',
      url: this.#baseUrl + createPath,
      headers: { 'Content-Type': 'application/json', Authorization: `KS ${ks}` },
      body: JSON.stringify(this.#createBody(choice)),
      codeOfStatus: { 429: 'CAPACITY' },
      timeoutMs: Math.max(timeoutMs, LISTENED_FOR_MS),
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
