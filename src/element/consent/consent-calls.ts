import { pageAddress } from '../../core/page-address.js';
import type { Consent } from '../../core/protocol.js';
import { timeoutSignal } from '../../core/timeout-signal.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';
import type { Remarks } from '../avatar-state.js';
import { backendFetch, sessionCallUrl, type BackendAccess } from '../backend/backend-fetch.js';
import { consentOf, type ConsentHost } from './visitor-consent.js';

/** The element, as those know it who take a consent back. */
export interface ConsentHolder extends ConsentHost, BackendAccess {
  readonly sessionEndpoint: string | null;
  readonly session: KalturaAvatarSession | null;
  readonly remarks: Remarks;
  end(): Promise<void>;
}

/** The end of a session waits no longer than this for the backend to take down why, in milliseconds. */
const TOLD_WITHIN_MS = 2000;

const withdrawing = new WeakMap<ConsentHolder, Promise<void>>();

/**
 * Takes back what the visitor has agreed to, tells the backend, and ends the session. Never rejects.
 * @param isForgotten It was withdrawn at another avatar, or in another tab.
 */
export function withdrawConsent(host: ConsentHolder, isForgotten = false): Promise<void> {
  const pending =
    withdrawing.get(host) ??
    Promise.resolve()
      .then(() => withdraw(host, isForgotten))
      .finally(() => withdrawing.delete(host));
  withdrawing.set(host, pending);
  return pending;
}

async function withdraw(host: ConsentHolder, isForgotten: boolean): Promise<void> {
  const told = tellBackend(host, { withdrawn: true });
  consentOf(host).withdraw(isForgotten);
  await told;
  host.remarks.endReason = 'withdrawn';
  await host.end();
}

/** Tells the backend what the visitor has agreed to in a session that is open. Never rejects: what it does not know, it asks for. */
export async function tellBackend(host: ConsentHolder, consent: Consent | { withdrawn: true }): Promise<void> {
  const { session, sessionEndpoint, credentials } = host;
  const sessionId = session?.getSessionId() ?? null;
  const proof = session?.getProof() ?? {};
  // A backend that is not ours gives no key, and knows no such call.
  if (sessionId === null || sessionEndpoint === null || Object.keys(proof).length === 0) return;
  const url = sessionCallUrl(sessionEndpoint, sessionId, 'consent', pageAddress());
  const told = backendFetch(host)(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...proof },
    body: JSON.stringify(consent),
    credentials,
    // A visitor may leave the page with it.
    keepalive: true,
    signal: timeoutSignal(TOLD_WITHIN_MS),
  });
  await told.catch(() => undefined);
}
