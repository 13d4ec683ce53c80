import { AvatarError } from '../../core/errors.js';
import { request } from '../../core/http.js';
import { backendFetch, type BackendAccess } from '../backend/backend-fetch.js';
import { besideSessions } from '../backend/beside-sessions.js';
import type { ConversationHost } from './conversation-host.js';

/** Which conversation a message belongs to, as the backend is told. */
export interface ConversationWish {
  /** Whoever has it can go on with the conversation. */
  key: string;
  /** For how long the backend is to keep it. Default: an hour. */
  seconds?: number;
}

/** 256 bits. */
const KEY_BYTES = 32;

/** What is forgotten is not waited for longer than this, in milliseconds. */
const FORGET_MS = 10_000;

const DAY_SECONDS = 24 * 3600;

/** How long it is kept after the last message, here and, as far as that lets it, at the backend. */
export const KEPT_SECONDS = {
  visit: DAY_SECONDS,
  day: DAY_SECONDS,
  week: 7 * DAY_SECONDS,
  month: 30 * DAY_SECONDS,
} as const;

type KeepingHost = BackendAccess & Pick<ConversationHost, 'keepConversation'>;

const keys = new WeakMap<BackendAccess, string>();

/** The key of an element's conversation, with one as long as the page, or the visitor, keeps it. */
export function keyOf(host: BackendAccess): string {
  const key = keys.get(host) ?? newKey();
  keys.set(host, key);
  return key;
}

/** Goes on with another conversation; undefined begins one. */
export function setKey(host: BackendAccess, key: string | undefined): void {
  if (key === undefined) keys.delete(host);
  else keys.set(host, key);
}

/** The conversation of an element, as its backend is told. */
export function wishOf(host: KeepingHost): ConversationWish {
  const { keepConversation } = host;
  return { key: keyOf(host), ...(keepConversation === 'page' ? {} : { seconds: KEPT_SECONDS[keepConversation] }) };
}

/** Has the backend forget what was said, and begins anew. Never rejects: it is forgotten some time after the last message anyway. */
export async function forgetKept(host: BackendAccess): Promise<void> {
  const { sessionEndpoint, credentials } = host;
  const key = keys.get(host);
  keys.delete(host);
  if (key === undefined || sessionEndpoint === null) return;
  try {
    await request(
      {
        purpose: 'To forget the conversation',
        url: conversationCallUrl(sessionEndpoint, 'forget'),
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ key }),
        credentials,
        timeoutMs: FORGET_MS,
      },
      backendFetch(host),
    );
  } catch {
    // Nothing was kept, or it is not reached.
  }
}

/** Beside the sessions. @throws {AvatarError} `INVALID_CONFIGURATION`: the endpoint is not called as ours is. */
export function conversationCallUrl(sessionEndpoint: string, call: 'reply' | 'transcribe' | 'forget'): string {
  const url = besideSessions(sessionEndpoint, `conversation/${call}`);
  if (!url) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'To answer in writing, the backend is asked beside its sessions: session-endpoint has to end in /session.',
    );
  }
  return url.href;
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
