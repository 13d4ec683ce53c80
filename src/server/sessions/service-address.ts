import { resolveBaseUrl } from '../../core/base-url.js';
import { isAvatarError } from '../../core/errors.js';
import { requestJson } from '../../core/http.js';
import type { Logger } from '../../core/logger.js';
import { failureReason } from '../failure-reason.js';
import { RequestProblem } from '../request-problem.js';
import { guardFetch, type ServiceAccess } from './upstream-fetch.js';

/** A health check asks every few seconds; the service is not to be asked as often, in milliseconds. */
const ASK_AGAIN_MS = 10_000;

const ANSWERS_WITHIN_MS = 5000;

/** The address that the service is looked for at. Once it was found there, it is not asked again. */
export class ServiceAddress {
  readonly #service: ServiceAccess;
  readonly #logger: Logger;
  readonly #now: () => number;
  #isFound = false;
  #asked: { at: number; isFound: Promise<boolean> } | undefined;

  constructor(service: ServiceAccess, logger: Logger, now: () => number) {
    this.#service = service;
    this.#logger = logger;
    this.#now = now;
  }

  /** @throws {RequestProblem} 503: something else answers there, or nothing does. */
  async assertFound(): Promise<void> {
    const now = this.#now();
    if (!this.#asked || now - this.#asked.at >= ASK_AGAIN_MS) {
      const isFound = this.#isFound ? Promise.resolve(true) : this.#ask();
      this.#asked = { at: now, isFound };
    }
    this.#isFound = await this.#asked.isFound;
    if (this.#isFound) return;
    throw new RequestProblem(503, 'The avatar service is not where this backend looks for it: see its log.');
  }

  /** Asks for what no service gives, a session without a KS or an avatar: it refuses that, and is known by it. */
  async #ask(): Promise<boolean> {
    const { createPath = '/create', fetch } = this.#service;
    const url = resolveBaseUrl(this.#service) + createPath;
    const headers = { 'Content-Type': 'application/json' };
    try {
      await requestJson(
        { purpose: 'create', url, headers, body: '{}', timeoutMs: ANSWERS_WITHIN_MS },
        guardFetch(fetch),
      );
      return true;
    } catch (error) {
      if (!isAvatarError(error) || !isAboutAddress(error)) return true;
      this.#logger.error('Not ready: the avatar service is not found: check baseUrl (AVATAR_BASE_URL) and createPath', {
        url,
        reason: failureReason(error),
      });
      return false;
    }
  }
}

/** A service that fails, or is slow, is there all the same. */
function isAboutAddress({ code, status }: { code: string; status: number | undefined }): boolean {
  return code === 'NETWORK' || code === 'PROTOCOL' || status === 404 || status === 405;
}
