import { pageAddress } from '../../core/page-address.js';
import { parseUrl } from '../../core/parse-url.js';
import type { Consent } from '../../core/protocol.js';

/** What a consent is for. */
export interface ConsentPlace {
  readonly sessionEndpoint: string | null;
  readonly version: string;
}

const PREFIX = 'kaltura-avatar:consent:';

/** Where there is no storage, as in sandboxed frames and strict browsers: for as long as the page is open. */
const ofPage = new Map<string, string>();

const watchers = new Set<() => void>();

export function rememberConsent(place: ConsentPlace, { microphone }: Consent): void {
  const [key, value] = [keyOf(place), JSON.stringify({ microphone: microphone === true })];
  try {
    localStorage.setItem(key, value);
  } catch {
    ofPage.set(key, value);
  }
  tell();
}

export function recallConsent(place: ConsentPlace): Consent | undefined {
  const key = keyOf(place);
  let value = ofPage.get(key);
  try {
    value = localStorage.getItem(key) ?? value;
  } catch {
    // As above.
  }
  return value === undefined ? undefined : parse(value, place.version);
}

export function forgetConsent(place: ConsentPlace): void {
  const key = keyOf(place);
  ofPage.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
  tell();
}

/** Tells of each consent that is given or withdrawn, by other avatars of the page and in other tabs, too, until `signal` aborts. */
export function watchConsents(onChange: () => void, signal: AbortSignal): void {
  watchers.add(onChange);
  signal.addEventListener('abort', () => watchers.delete(onChange), { once: true });
  addEventListener('storage', onChange, { signal });
}

function tell(): void {
  for (const watcher of [...watchers]) watcher();
}

/** Without what may be secret in an address, its query. */
function keyOf({ sessionEndpoint, version }: ConsentPlace): string {
  const url = sessionEndpoint === null ? undefined : parseUrl(sessionEndpoint, pageAddress());
  return `${PREFIX}${url ? url.origin + url.pathname : ''} ${version}`;
}

/** What somebody else has written there is no consent. */
function parse(text: string, version: string): Consent | undefined {
  try {
    const value = JSON.parse(text) as { microphone?: unknown } | null;
    if (typeof value?.microphone !== 'boolean') return undefined;
    return value.microphone ? { version, microphone: true } : { version };
  } catch {
    return undefined;
  }
}
