import { AvatarError, isAvatarError } from '../../core/errors.js';
import { requestJson, type Send } from '../../core/http.js';
import { isRecord } from '../../core/json-reader.js';
import { joined } from '../bytes.js';

/** One call of Kaltura's backend API, which mints Kaltura Sessions. */
export interface OvpCall {
  /** Where the API is, such as `https://www.kaltura.com`. */
  ovpUrl: string;
  /** Such as `session.start`. */
  action: string;
  parameters: Readonly<Record<string, string>>;
  /** A parameter that is never made into a string, so that no dump of the heap shows it. */
  secret?: { name: string; bytes: Uint8Array<ArrayBuffer> };
  fetch: Send;
  signal: AbortSignal;
}

/** What the API's own codes mean to whoever runs the backend; other codes are told as they are. */
const MEANINGS: Readonly<Record<string, string>> = {
  START_SESSION_ERROR: 'the partner id and the admin secret do not belong together',
  INVALID_PARTNER_ID: 'there is no such partner id',
  MISSING_MANDATORY_PARAMETER: 'the partner id or the secret is missing',
  INVALID_WIDGET_ID: 'there is no such partner id',
  APP_TOKEN_ID_NOT_FOUND: 'there is no application token of this id',
  APP_TOKEN_NOT_ACTIVE: 'the application token is not active',
  APP_TOKEN_EXPIRED: 'the application token has expired',
  INVALID_APP_TOKEN_HASH: 'the application token is wrong, or was made with another hash type',
  SERVICE_FORBIDDEN: 'the partner may not use this service',
};

const FORM = 'application/x-www-form-urlencoded';

/**
 * Errors never quote what the API says beside its code: a server that is not Kaltura's might return the secret.
 * @throws {AvatarError} `INVALID_CONFIGURATION` where the API refuses the call, which it does with status 200 and a
 * `KalturaAPIException`; else the code of the failed request.
 */
export async function callOvp({ ovpUrl, action, parameters, secret, fetch, signal }: OvpCall): Promise<unknown> {
  const [service, name] = action.split('.');
  const fields = new TextEncoder().encode(new URLSearchParams({ format: '1', ...parameters }).toString());
  const body = secret ? joined([fields, formField(secret.name, secret.bytes)]) : fields;
  const call = {
    purpose: action,
    url: `${ovpUrl}/api_v3/service/${service}/action/${name}`,
    headers: { 'Content-Type': FORM, Accept: 'application/json' },
    body,
    signal,
  };
  const answer = await requestJson(call, fetch).catch((error: unknown) => {
    throw withoutQuotes(error, action, ovpUrl);
  });
  const code = exceptionCode(answer);
  if (code === undefined) return answer;
  throw new AvatarError(
    'INVALID_CONFIGURATION',
    `Kaltura gives no KS: ${MEANINGS[code] ?? 'the call was refused'} (${action}: ${code}).`,
  );
}

function exceptionCode(answer: unknown): string | undefined {
  if (!isRecord(answer) || answer['objectType'] !== 'KalturaAPIException') return undefined;
  const { code } = answer;
  return typeof code === 'string' && /^[A-Z_]{1,80}$/.test(code) ? code : 'an unknown code';
}

function withoutQuotes(error: unknown, action: string, ovpUrl: string): unknown {
  if (!isAvatarError(error)) return error;
  const { code, status, retryAfterMs } = error;
  const what =
    code === 'NETWORK'
      ? 'got no answer'
      : code === 'TIMEOUT' && status === undefined
        ? 'got no answer in time'
        : code === 'PROTOCOL'
          ? 'was answered with something else than JSON'
          : `was answered with status ${status}`;
  return new AvatarError(code, `Kaltura gives no KS: ${action} ${what}. Check ovpUrl (${ovpUrl}).`, {
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** `&name=value`, with every byte of the value that is neither a letter nor a digit written as `%` and two digits. */
function formField(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const written: number[] = [];
  for (const byte of bytes) {
    if (isLetterOrDigit(byte)) written.push(byte);
    else written.push(0x25, hexDigit(byte >> 4), hexDigit(byte & 15));
  }
  return joined([new TextEncoder().encode(`&${name}=`), new Uint8Array(written)]);
}

function isLetterOrDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x41 + value - 10;
}
