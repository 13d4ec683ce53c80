import { isRecord } from './json-reader.js';

/**
 * The session that a token controls: the `sessionId` claim of its JWT. Undefined for anything else, a KS above all.
 * The claim is read, not verified, which only the service can do.
 */
export function sessionOfToken(token: string): string | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const sessionId = isRecord(claims) ? claims['sessionId'] : undefined;
    return typeof sessionId === 'string' && sessionId !== '' ? sessionId : undefined;
  } catch {
    return undefined; // Neither base64url nor JSON: not a JWT, though it has its dots.
  }
}
