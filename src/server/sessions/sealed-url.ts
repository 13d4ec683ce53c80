import { base64Url, fromBase64Url } from '../bytes.js';

/** What an address is for: one is never taken for another. */
export type SealedFor = 'endpoint' | 'resource';

/** AES-GCM's own. */
const IV_BYTES = 12;

const encoder = new TextEncoder();

/**
 * An address of the media server, to be kept by the page and given back: nobody but a backend that knows the session's token can
 * read it, or make one.
 */
export async function sealUrl(url: string, purpose: SealedFor, token: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(algorithm(iv, purpose), await keyOf(token), encoder.encode(url));
  return base64Url(new Uint8Array([...iv, ...new Uint8Array(sealed)]));
}

/** Undefined for whatever {@link sealUrl} has not given for this purpose and this session. */
export async function openSealedUrl(sealed: string, purpose: SealedFor, token: string): Promise<string | undefined> {
  try {
    const bytes = fromBase64Url(sealed);
    const iv = bytes.slice(0, IV_BYTES);
    const url = await crypto.subtle.decrypt(algorithm(iv, purpose), await keyOf(token), bytes.slice(IV_BYTES));
    return new TextDecoder().decode(url);
  } catch {
    return undefined;
  }
}

function algorithm(iv: Uint8Array<ArrayBuffer>, purpose: SealedFor): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(purpose) };
}

/** The token is long and random, so that a single hash makes a key of it. */
async function keyOf(token: string): Promise<CryptoKey> {
  const bytes = await crypto.subtle.digest('SHA-256', encoder.encode(`kaltura-avatar media ${token}`));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}
