import { AvatarError } from '../../core/errors.js';
import { request } from '../../core/http.js';
import { pageAddress } from '../../core/page-address.js';
import { backendFetch, type BackendAccess } from '../backend/backend-fetch.js';

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

const wishes = new WeakMap<BackendAccess, ConversationWish>();

/** The conversation of an element, at its backend: with one key as long as the page, or the visitor, keeps it. */
export function wishOf(host: BackendAccess): ConversationWish {
  const wish = wishes.get(host) ?? { key: newKey() };
  wishes.set(host, wish);
  return wish;
}

/** Goes on with another one. */
export function setWish(host: BackendAccess, wish: ConversationWish | undefined): void {
  if (wish) wishes.set(host, wish);
  else wishes.delete(host);
}

/** Has the backend forget what was said, and begins anew. Never rejects: it is forgotten some time after the last message anyway. */
export async function forgetKept(host: BackendAccess): Promise<void> {
  const { sessionEndpoint, credentials } = host;
  const wish = wishes.get(host);
  wishes.delete(host);
  if (!wish || sessionEndpoint === null) return;
  try {
    await request(
      {
        purpose: 'To forget the conversation',
        url: conversationCallUrl(sessionEndpoint, 'forget'),
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ key: wish.key }),
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
export function conversationCallUrl(sessionEndpoint: string, call: 'reply' | 'forget'): string {
  const url = new URL(sessionEndpoint, pageAddress());
  if (!/\/session\/?$/.test(url.pathname)) {
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'To answer in writing, the backend is asked beside its sessions: session-endpoint has to end in /session.',
    );
  }
  url.pathname = url.pathname.replace(/session\/?$/, `conversation/${call}`);
  return url.href;
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
