import { AvatarError } from '../../core/errors.js';
import { isRecord, parseJson } from '../../core/json-reader.js';
import type { WebhookEvent } from './webhook-event.js';

/** As Standard Webhooks (standardwebhooks.com) writes secrets: the bytes are Base64 after this. */
const PREFIX = 'whsec_';
const LEAST_BYTES = 24;

/** How far the time of a signature may be from the receiver's own, in seconds. */
const TOLERANCE_S = 300;

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/** The bytes of a secret; undefined where it is none. */
export function secretBytes(secret: unknown): ArrayBuffer | undefined {
  if (typeof secret !== 'string' || !secret.startsWith(PREFIX)) return undefined;
  try {
    const bytes = fromBase64(secret.slice(PREFIX.length));
    return bytes.length < LEAST_BYTES ? undefined : bytes.buffer;
  } catch {
    return undefined;
  }
}

/** Signs what is sent; of the secret only a key that cannot be read is kept. */
export class WebhookSigner {
  readonly #key: Promise<CryptoKey>;

  constructor(secret: ArrayBuffer) {
    this.#key = crypto.subtle.importKey('raw', secret, HMAC, false, ['sign']);
  }

  async headersFor(id: string, seconds: number, body: string): Promise<Record<string, string>> {
    const signature = await crypto.subtle.sign(HMAC, await this.#key, signed(id, String(seconds), body));
    return {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`,
    };
  }
}

/** Headers as a request has them: a `Headers`, or the object of `node:http`. */
export type ReceivedHeaders = Pick<Headers, 'get'> | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** The secret that the backend was given; of several, while they change, each. */
  secret: string | readonly string[] | undefined;
  /** How far the time of the signature may be from `now`, in seconds. Default 300. */
  toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined;
}

/**
 * What a webhook brings, where its signature is right.
 * @param body As it was received, not as it was parsed and written again.
 * @throws {AvatarError} `UNAUTHORIZED`: it is not from who has the secret, or not from now. `INVALID_CONFIGURATION`: the secret is none.
 */
export async function verifyWebhook(
  body: string,
  headers: ReceivedHeaders,
  { secret, toleranceSeconds = TOLERANCE_S, now = Date.now }: VerifyWebhookOptions,
): Promise<WebhookEvent> {
  const keys = await Promise.all((Array.isArray(secret) ? secret : [secret]).map(verifyingKey));
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => headerOf(headers, name));
  if (!id || !timestamp || !signatures) throw refused('it has no signature');
  const isNow = Math.abs(now() / 1000 - Number(timestamp)) <= toleranceSeconds;
  if (!isNow) throw refused('its time is not now, or the clock here is wrong');
  const data = signed(id, timestamp, body);
  for (const signature of signatures.split(' ')) {
    const [version, text = ''] = signature.split(',');
    const bytes = version === 'v1' ? bytesOrNothing(text) : undefined;
    if (!bytes) continue;
    // In the same time wherever they differ.
    for (const key of keys) if (await crypto.subtle.verify(HMAC, key, bytes, data)) return parsed(body);
  }
  throw refused('its signature is another');
}

function verifyingKey(secret: unknown): Promise<CryptoKey> {
  const bytes = secretBytes(secret);
  if (!bytes) throw new AvatarError('INVALID_CONFIGURATION', `verifyWebhook: secret should be ${SECRET_IS}.`);
  return crypto.subtle.importKey('raw', bytes, HMAC, false, ['verify']);
}

/** What a secret has to be, for messages. */
export const SECRET_IS = `${PREFIX} and the Base64 of at least ${LEAST_BYTES} random bytes`;

function parsed(body: string): WebhookEvent {
  const event = parseJson(body);
  if (!isRecord(event)) throw refused('its body is not JSON');
  // Whoever has the secret sends nothing else.
  return event as unknown as WebhookEvent;
}

function headerOf(headers: ReceivedHeaders, name: string): string | undefined {
  const given =
    typeof headers.get === 'function'
      ? headers.get(`webhook-${name}`)
      : (headers as Readonly<Record<string, unknown>>)[`webhook-${name}`];
  return typeof given === 'string' ? given : undefined;
}

function signed(id: string, timestamp: string, body: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`);
}

function bytesOrNothing(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64(base64);
  } catch {
    return undefined;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function refused(why: string): AvatarError {
  return new AvatarError('UNAUTHORIZED', `The webhook was refused: ${why}.`);
}
