import { isRecord } from '../../core/json-reader.js';
import { VendorError } from '../vendor-error.js';

/** What a status of a vendor means to the operator. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'check its API key',
  403: 'check its API key, and what that may do',
  404: 'check the name of the model, or of the voice',
  413: 'what it was sent is too large for it',
  429: 'it takes no more requests for now: a rate limit, or a quota that is used up',
};

/** What a vendor failed of, in words for the operator: none of what the vendor wrote, which may quote what was sent, or a key. */
export function vendorFailure(what: string, error: unknown): VendorError {
  const [name, status] = [nameOf(error), statusOf(error)];
  const advice = status === undefined ? undefined : (ADVICE[status] ?? (status >= 500 ? 'it is down' : undefined));
  const told = [name, status === undefined ? undefined : `status ${status}`].filter(Boolean).join(', ');
  const message = `${what} failed${told ? ` (${told})` : ''}${advice === undefined ? '.' : `: ${advice}.`}`;
  return new VendorError(message, error instanceof Error ? { cause: error } : {});
}

/** Those of the AI SDK name the status, or the last of several tries that does. */
function statusOf(error: unknown): number | undefined {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 3; at = at['lastError'] ?? at['cause'], depth += 1) {
    const status = at['statusCode'] ?? at['status'];
    if (typeof status === 'number') return status;
  }
  return undefined;
}

function nameOf(error: unknown): string | undefined {
  const name: unknown = isRecord(error) ? error['name'] : undefined;
  return typeof name === 'string' && /^\w{1,60}$/.test(name) && name !== 'Error' ? name : undefined;
}
