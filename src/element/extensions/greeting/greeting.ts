import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import type { AvatarHost, Extension } from '../extension.js';

/**
 * Says the greeting of a session that is live once somebody can hear it: the page is seen, and the browser lets the sound through.
 * A session that was won back goes on where it was.
 */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const { ownerDocument: page } = host;
  let greeted: KalturaAvatarSession | null = null;
  const check = (): void => {
    const { greeting, state, session, playback } = host;
    if (state === 'connecting') greeted = null;
    if (state !== 'live' || session === greeted) return;
    if (playback.blocked || page.visibilityState !== 'visible') return;
    greeted = session;
    // What fails is told by avatar-error.
    if (greeting?.trim()) void host.speak(greeting).catch(() => undefined);
  };
  page.addEventListener('visibilitychange', check, { signal });
  return { updated: check };
}
