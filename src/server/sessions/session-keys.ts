import { base64Url } from '../bytes.js';
import { nodeModule } from '../node-modules.js';

const KEY_BYTES = 32;

/** Of Node's what is needed. */
interface NodeCrypto {
  createHash(name: 'sha256'): { update(text: string): { digest(encoding: 'base64url'): string } };
}

const nodeCrypto = nodeModule('node:crypto') as NodeCrypto | undefined;

/** A new key for a session, and the hash by which it is known again. */
export async function createSessionKey(): Promise<{ key: string; hash: string }> {
  const key = base64Url(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
  return { key, hash: await hashOf(key) };
}

/** SHA-256 of a text, base64url. */
export async function hashOf(text: string): Promise<string> {
  // For a few bytes, to ask another thread takes many times as long.
  if (nodeCrypto) return nodeCrypto.createHash('sha256').update(text).digest('base64url');
  return base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Takes the same time wherever the two differ. */
export function isSameHash(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}

/** What may stand for a session in a path: nothing that a URL gives a meaning of its own. */
export function isSessionId(value: string): boolean {
  return /^(?!\.+$)[\w.~:=@-]{1,200}$/.test(value);
}
