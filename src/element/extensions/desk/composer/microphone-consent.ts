import { tellBackend } from '../../../consent/consent-calls.js';
import { consentOf } from '../../../consent/visitor-consent.js';
import type { AvatarHost } from '../../extension.js';

/** Whether the visitor has agreed to be listened to; asks them where they have not, and then it is false. Never rejects. */
export async function mayListen(host: AvatarHost, signal: AbortSignal): Promise<boolean> {
  const consent = consentOf(host);
  if (consent.given?.microphone) return true;
  const hasAgreed = await consent.askForMicrophone(signal);
  if (hasAgreed && consent.given) await tellBackend(host, consent.given);
  return false;
}
