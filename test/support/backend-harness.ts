import { inspect } from 'node:util';

import type { Logger } from '../../src/core/logger.js';
import { createAvatarBackend, type AvatarBackend } from '../../src/server/backend.js';
import type { AvatarBackendOptions } from '../../src/server/options.js';
import { startScriptedService, type ScriptedService } from './scripted-service.js';

export const SECRET_KS = 'djJ8c2VjcmV0LWthbHR1cmEtc2Vzc2lvbg==';
export const SECRET_TOKEN = 'opaque-session-token-0815';
export const EXAMPLE_ORIGIN = 'https://shop.example.com';
export const ENDPOINT = `${EXAMPLE_ORIGIN}/api/avatar/session`;

/** Writes down every line, as a log that redacts nothing by itself would. */
export function createLogJournal(): { lines: string[]; logger: Logger } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, details?: unknown): void =>
      void lines.push(`${level} ${message} ${inspect(details, { depth: 9 })}`);
  const logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { lines, logger };
}

export interface BackendHarness {
  backend: AvatarBackend;
  service: ScriptedService;
  log: string[];
  /** The same backend, as another visitor sees it. */
  anotherBrowser(): AvatarBackend;
  /** Makes the next sessions that are opened have this id. */
  nextSession(sessionId: string): void;
  /** Opens a session; rejects where that is not answered with 200. */
  open(): Promise<Record<string, unknown>>;
  /** Sends JSON to a call of `session-1`. */
  control(action: string, body?: unknown, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** A backend in front of a service that answers as it is told. */
export async function startBackendHarness(
  options: Partial<AvatarBackendOptions> = {},
  token = SECRET_TOKEN,
): Promise<BackendHarness> {
  const service = await startScriptedService(token);
  const { lines, logger } = createLogJournal();
  const shared = createAvatarBackend({
    ...('getKs' in options ? {} : { ks: SECRET_KS }),
    baseUrl: service.url,
    defaults: { avatarId: 'avatar-1' },
    logger,
    ...options,
  });
  const backend = asBrowser(shared);
  return {
    backend,
    service,
    log: lines,
    anotherBrowser: () => asBrowser(shared),
    nextSession: (sessionId) =>
      void service.answers.set('create', { body: { success: true, sessionId, token: `token-of-${sessionId}` } }),
    open: async () => {
      const response = await backend.fetch(new Request(ENDPOINT, { method: 'POST' }));
      const body = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`No session was opened: ${JSON.stringify(body)}`);
      return body;
    },
    control: (action, body, init = {}) => backend.fetch(jsonRequest(`${ENDPOINT}/session-1/${action}`, body, init)),
    close: () => service.close(),
  };
}

/**
 * The backend as the pages of one browser see it: they keep the keys of their sessions, and the browser its cookie. A request
 * that brings headers of its own for these keeps them.
 */
export function asBrowser(backend: AvatarBackend, keys = new SessionKeys()): AvatarBackend {
  let cookie: string | undefined;
  return {
    ...backend,
    fetch: async (request, connection) => {
      for (const [name, value] of Object.entries({
        ...keys.headersFor(request.url),
        ...(cookie ? { Cookie: cookie } : {}),
      })) {
        if (!request.headers.has(name)) request.headers.set(name, value);
      }
      const response = await backend.fetch(request, connection);
      cookie = response.headers.getSetCookie().at(-1)?.split(';')[0] ?? cookie;
      await keys.learn(response);
      return response;
    },
  };
}

/** The keys that a page was given. */
export class SessionKeys {
  readonly #keys = new Map<string, string>();

  /** What proves a session to be the page's, for a request to this address. */
  headersFor(url: string): { Authorization?: string } {
    const [, id = ''] = /.*\/session\/([^/?]+)\//.exec(url) ?? [];
    const key = this.#keys.get(id);
    return key === undefined ? {} : { Authorization: `Bearer ${key}` };
  }

  /** Keeps the key where the answer is a session grant, which stays unread. */
  async learn(response: Response): Promise<void> {
    if (!response.ok || response.headers.get('Content-Type')?.startsWith('application/json') !== true) return;
    const { sessionId, key } = (await response.clone().json()) as { sessionId?: string; key?: string };
    if (sessionId !== undefined && key !== undefined) this.#keys.set(sessionId, key);
  }
}

export function jsonRequest(url: string, body?: unknown, init: RequestInit = {}): Request {
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...init,
  });
}
