import { redactText } from '../core/redact.js';
import { isVendorError } from './vendor-error.js';

/**
 * Why something failed, in one line that is fit for a log: no stack and no secret.
 *
 * Of causes only names and codes are told: their messages are written by others and may quote what was sent. Those of vendors are our own.
 */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is not an Error was thrown';
  const causes: string[] = [];
  for (let { cause } = error; cause instanceof Error && causes.length < 5; { cause } = cause) {
    if (isVendorError(cause)) causes.push(redactText(cause.message));
    else causes.push('code' in cause && typeof cause.code === 'string' ? `${cause.name} ${cause.code}` : cause.name);
  }
  const trail = causes.length > 0 ? ` (${causes.join(' <- ')})` : '';
  return `${error.name}: ${redactText(error.message)}${trail}`;
}
