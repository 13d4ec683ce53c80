import { isRecord, type Complain } from '../../core/json-reader.js';
import { parseUrl } from '../../core/parse-url.js';
import { SECRET_IS, secretBytes } from './webhook-signature.js';

/** Where the backend tells of what has happened, as Standard Webhooks (standardwebhooks.com) has it. */
export interface WebhookOptions {
  /** Takes POST requests: `https`, or this machine by `http`. Redirects are not followed. */
  url: string | undefined;
  /** By which what is sent is signed: `whsec_` and the Base64 of at least 24 random bytes. */
  secret: string | undefined;
}

export interface WebhookTarget {
  url: string;
  secret: ArrayBuffer;
}

/** @param names Of the two, where they are variables of the environment. */
export function readWebhook(
  input: WebhookOptions | undefined,
  complain: Complain,
  names = { url: 'webhook.url', secret: 'webhook.secret' },
): WebhookTarget | undefined {
  if (input === undefined) return undefined;
  if (!isRecord(input)) complain('webhook', '{ url, secret }');
  const url = parseUrl(typeof input.url === 'string' ? input.url : '');
  // A name and a password would be quoted where the address is.
  if (!url || !isSafe(url) || url.username !== '' || url.password !== '') {
    complain(names.url, 'an https URL without a password, or an http one of this machine');
  }
  const secret = secretBytes(input.secret);
  if (!secret) complain(names.secret, SECRET_IS);
  url.hash = '';
  return { url: url.href, secret };
}

/** What is sent may hold what visitors said: in clear it goes no further than this machine. */
function isSafe({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
