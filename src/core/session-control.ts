import type { Delay } from './delay.js';
import { AvatarError, isSessionOver } from './errors.js';
import { requestJson, type HttpCall, type Send } from './http.js';
import { isRecord } from './json-reader.js';
import { parseClientInit } from './protocol-guards.js';
import { fileNameOf } from './speech/clip-type.js';
import type { ClientInit, SayAudioCall, SayTextCall } from './protocol.js';
import { createRetryPolicy, retry, type FailedAttempt, type RetryPolicy } from './retry.js';

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/** How calls are sent. */
export interface Transport {
  /** Default: the global fetch. */
  fetch?: Send;
  /** Time for each try, in milliseconds. Default 15000. */
  timeoutMs?: number;
  /** Default: 3 tries, 500 ms to 5 s between them. */
  retryPolicy?: RetryPolicy;
  delay?: Delay;
  credentials?: RequestCredentials;
  onRetry?: (purpose: string, failed: FailedAttempt & { delayMs: number }) => void;
}

export interface SessionControlOptions extends Transport {
  /** The session's own URL: `{baseUrl}/{sessionId}`, or a backend's `controlUrl`. */
  url: string;
  /** Sent as a Bearer token. */
  token?: string | undefined;
  /** Asked before each call for the headers that prove the session to be the caller's; in place of a token. */
  proof?: (() => Record<string, string>) | undefined;
  /** As that of {@link HttpCall}, for a page's own server. */
  isJsonOptional?: boolean | undefined;
}

/** The calls that act on one session. The Control API and a backend's `controlUrl` take the same ones. */
export class SessionControl {
  readonly #options: SessionControlOptions;
  readonly #policy: RetryPolicy;

  constructor(options: SessionControlOptions) {
    this.#options = options;
    this.#policy = options.retryPolicy ?? createRetryPolicy();
  }

  /** Best called once per session: on some deployments a second call opens a second egress. */
  async initClient(options: CallOptions = {}): Promise<ClientInit> {
    return parseClientInit(await this.#call('init-client', {}, wasNotTaken, options));
  }

  /** Resolves when the service has taken the text, long before it is said. */
  async sayText({ text, turnId, isFinal }: SayTextCall, options: CallOptions = {}): Promise<void> {
    await this.#call('say-text', { text, turnId, isFinal }, wasNotTaken, options);
  }

  /** Resolves when the service has taken the audio, long before it is said. */
  async sayAudio({ audio, turnId, durationSeconds }: SayAudioCall, options: CallOptions = {}): Promise<void> {
    const form = audio instanceof Blob ? new FormData() : audio.toForm();
    form.set('turnId', turnId);
    form.set('duration', String(durationSeconds));
    if (audio instanceof Blob) form.set('audio', audio, fileNameOf(audio));
    await this.#call('say-audio', form, wasNotTaken, options);
  }

  /** Stops the speech under way and empties the queue. Idempotent. */
  async interrupt(options: CallOptions = {}): Promise<void> {
    await this.#call('interrupt', {}, mayBeRepeated, options);
  }

  /**
   * Resolves to what was answered: our own backend tells how long the session may go on.
   * @param isUsed Whether the visitor is there, which puts off the end of a session in which nothing is said, at our own backend.
   */
  async keepAlive(options: CallOptions = {}, isUsed = false): Promise<unknown> {
    return this.#call(isUsed ? 'keep-alive?used' : 'keep-alive', {}, mayBeRepeated, options);
  }

  /** Ends the session; one that is gone already counts as ended. The request outlives the page. */
  async end(options: CallOptions = {}): Promise<void> {
    try {
      await this.#call('end', {}, mayBeRepeated, options, true);
    } catch (error) {
      if (!isSessionOver(error)) throw error;
    }
  }

  #call(
    purpose: string,
    body: FormData | Record<string, unknown>,
    isWorthRetrying: (error: AvatarError) => boolean,
    { signal }: CallOptions,
    keepalive = false,
  ): Promise<unknown> {
    const { url, token, proof, isJsonOptional, fetch, timeoutMs, credentials, delay, onRetry } = this.#options;
    const isForm = body instanceof FormData;
    const call: HttpCall = {
      purpose,
      url: `${url}/${purpose}`,
      // fetch itself names the type of a form, with its boundary.
      headers: {
        ...(isForm ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : proof?.()),
      },
      body: isForm ? body : JSON.stringify(body),
      signal,
      keepalive,
      isJsonOptional,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(credentials === undefined ? {} : { credentials }),
    };
    return retry(async () => checkSuccess(await requestJson(call, fetch), purpose), {
      policy: this.#policy,
      isWorthRetrying,
      signal,
      ...(delay ? { delay } : {}),
      ...(onRetry ? { onRetry: (failed) => onRetry(purpose, failed) } : {}),
    });
  }
}

/** `success: false` was thrown already; what is neither that nor true was not said by this service. */
function checkSuccess(body: unknown, purpose: string): unknown {
  const success = isRecord(body) ? (body['success'] ?? true) : undefined;
  if (success === true) return body;
  throw new AvatarError('PROTOCOL', `${purpose} was answered with JSON that is not what the Control API answers.`);
}

const REFUSED_UNREAD = new Set([429, 503]);

/** The service said that it did not take the call, so sending it again cannot do it twice. */
export function wasNotTaken(error: AvatarError): boolean {
  return error.status !== undefined && REFUSED_UNREAD.has(error.status);
}

/** For calls that do no harm when they arrive twice. */
function mayBeRepeated(error: AvatarError): boolean {
  return error.code === 'NETWORK' || error.code === 'TIMEOUT' || error.status === 429 || (error.status ?? 0) >= 500;
}
