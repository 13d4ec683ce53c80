import { delay } from '../../../core/delay.js';
import { toAvatarError } from '../../../core/errors.js';
import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import { greetingOf, isLanguageKnown } from '../../conversation/greeting.js';
import type { AvatarHost, Extension } from '../extension.js';
import { disclosureOf } from '../text-of.js';

export { texts } from '../text-of.js';

/** How often a greeting that was not taken is said anew, and how long after the failure, in milliseconds. */
const TRIES = 3;
const TRY_AGAIN_MS = 2000;

/** The sessions that were greeted: once each, also where the greeting is set anew. */
const greeted = new WeakSet<KalturaAvatarSession>();

/**
 * Says the greeting of a session that is live once somebody can hear it: the page is seen, and the browser lets the sound through.
 * A session that was won back goes on where it was.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const { ownerDocument: page } = host;
  let failures = 0;
  const check = (): void => {
    const { state, session, playback } = host;
    if (state === 'connecting' && session) {
      greeted.delete(session);
      failures = 0;
    }
    if (state !== 'live' || !session || greeted.has(session)) return;
    if (playback.blocked || page.visibilityState !== 'visible' || !isLanguageKnown(host)) return;
    greeted.add(session);
    const text = openingOf(host);
    if (text === '') return;
    host.speak(text).catch(async (cause: unknown) => {
      // Told by avatar-error. What got no answer in time may have been taken; what was interrupted is not wanted.
      const { code } = toAvatarError(cause, 'API_REQUEST_FAILED', 'The greeting failed.');
      if (code === 'ABORTED' || code === 'TIMEOUT' || ++failures >= TRIES) return;
      await delay(TRY_AGAIN_MS, { signal }).then(
        () => {
          greeted.delete(session);
          check();
        },
        () => undefined, // The element is gone.
      );
    });
  };
  page.addEventListener('visibilitychange', check, { signal });
  return { updated: check };
}

/** What is said first: that it is an AI, where that is to be heard, and the greeting. */
function openingOf(host: AvatarHost): string {
  const disclosure = host.speakDisclosure ? disclosureOf(host) : undefined;
  return [disclosure, greetingOf(host)].filter(Boolean).join(' ');
}
