import { decodeJwt } from 'jose';

import { ControlClient } from '../../core/control-client.js';
import type { OnLateSession } from '../../core/create-session.js';
import { createRetryPolicy, neverRetry } from '../../core/retry.js';
import type { SessionControl } from '../../core/session-control.js';
import type { AvatarChoice, SessionCredentials } from '../../core/protocol.js';
import type { Telemetry } from '../telemetry/telemetry.js';
import { watchCalls } from '../telemetry/watched-calls.js';
import { guardFetch, openingFetch, type ServiceAccess } from './upstream-fetch.js';

/** Longest time to try to end a session that nobody holds any more. */
const GIVE_BACK_WITHIN_MS = 5000;

/** The avatar service, as the backend calls it. */
export class Upstream {
  readonly #opening: ControlClient;
  readonly #relaying: ControlClient;
  readonly #givingBack: ControlClient;
  readonly #telemetry: Telemetry;

  /** @throws {AvatarError} `INVALID_CONFIGURATION`: `baseUrl` is not an http or https URL. */
  constructor(service: ServiceAccess, telemetry: Telemetry) {
    this.#telemetry = telemetry;
    // The browser tries again by itself: tries here would multiply its own, and keep its visitor waiting unawares.
    const options = { ...service, fetch: guardFetch(service.fetch) };
    this.#opening = new ControlClient({ ...service, fetch: openingFetch(service.fetch), retryPolicy: neverRetry });
    this.#relaying = new ControlClient({ ...options, retryPolicy: neverRetry });
    this.#givingBack = new ControlClient({ ...options, retryPolicy: createRetryPolicy() });
  }

  /** @param onLate Given the session that the service may still open when the time for its answer is over. */
  create(ks: string, choice: AvatarChoice, onLate: OnLateSession): Promise<SessionCredentials> {
    return this.#telemetry.call('create', () => this.#opening.create(ks, choice, { onLate }));
  }

  session(credentials: SessionCredentials): SessionControl {
    return watchCalls(this.#relaying.session(credentials), this.#telemetry);
  }

  /** Ends a session that has no browser behind it, with tries of its own. */
  giveBack(credentials: SessionCredentials, signal?: AbortSignal): Promise<void> {
    const timeUp = AbortSignal.timeout(GIVE_BACK_WITHIN_MS);
    const control = watchCalls(this.#givingBack.session(credentials), this.#telemetry);
    return control.end({ signal: signal ? AbortSignal.any([signal, timeUp]) : timeUp });
  }
}

/** When the token ends, milliseconds since 1970; undefined where it is not a JWT that says so. */
export function tokenExpiry(token: string): number | undefined {
  try {
    const expiry = new Date((decodeJwt(token).exp ?? NaN) * 1000).getTime();
    return Number.isNaN(expiry) ? undefined : expiry;
  } catch {
    return undefined; // Tokens are opaque to those who only carry them: one that cannot be read is none the worse.
  }
}
