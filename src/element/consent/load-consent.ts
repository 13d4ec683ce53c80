import type { Logger } from '../../core/logger.js';
import { untilLoaded } from '../../core/until-loaded.js';
import type { ConsentHolder } from './consent-calls.js';
import type { ConsentHost, consentOf } from './visitor-consent.js';

interface ConsentCode {
  consentOf: typeof consentOf;
}

/** Whoever may be asked for consent. */
export interface MaybeAsked extends ConsentHost {
  readonly consent: boolean | 'required';
  createLogger(): Logger;
}

/**
 * Loads what asks the visitor, however long it takes: nothing is opened without it.
 * @throws {AvatarError} `ABORTED`
 */
export function loadConsent(logger: Logger, signal?: AbortSignal): Promise<ConsentCode> {
  return load(() => import('./visitor-consent.js'), logger, signal);
}

/**
 * Resolves once the visitor agrees; asks them where they have not.
 * @throws {AvatarError} `CONSENT_REQUIRED` where they decline, `ABORTED`
 */
export async function agreed(host: MaybeAsked, signal: AbortSignal): Promise<void> {
  const { consentOf } = await loadConsent(host.createLogger(), signal);
  await consentOf(host).agreed(signal);
}

/** Whether there is nothing to ask the visitor, or not any more. */
export async function hasAgreed(host: MaybeAsked): Promise<boolean> {
  if (!host.consent) return true;
  const { consentOf } = await loadConsent(host.createLogger());
  return consentOf(host).given !== undefined;
}

/** Never rejects. */
export async function withdrawConsent(host: ConsentHolder & MaybeAsked): Promise<void> {
  const code = await load(() => import('./consent-calls.js'), host.createLogger());
  await code.withdrawConsent(host);
}

function load<Code>(code: () => Promise<Code>, logger: Logger, signal?: AbortSignal): Promise<Code> {
  return untilLoaded(code, {
    onFailure: (error) => logger.warn('What asks for the visitor’s consent could not be loaded', error),
    ...(signal ? { signal } : {}),
  });
}
