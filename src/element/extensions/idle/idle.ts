import type { KalturaAvatarSession } from '../../../session/kaltura-avatar-session.js';
import type { AvatarHost, Extension } from '../extension.js';
import { IdleClock } from './idle-clock.js';

/**
 * A hidden page whose avatar says nothing has been left by its visitor, most likely; in seconds. When a session of the page's own
 * ends is for the page to say.
 */
const HIDDEN_FOR_S = 300;

const USES = ['pointerdown', 'keydown', 'focusin', 'input', 'avatar-message'];

/** Ends a session that nobody uses: nothing is said, by either side, and the visitor leaves the element alone. */
export function create(host: AvatarHost, signal: AbortSignal): Extension {
  const { ownerDocument: page } = host;
  const clock = new IdleClock({
    limitMs: () => 1000 * (host.idleTimeout ?? (page.hidden && host.ownsSession ? HIDDEN_FOR_S : 0)),
    isInUse: () => host.speaking || (host.session?.turns.length ?? 0) > 0 || isInFloatingWindow(page),
    onIdle: (idleMs) => {
      host.createLogger().info(`Nobody has used the avatar for ${Math.round(idleMs / 1000)} s: its session is ended`);
      void host.end();
    },
    signal,
  });
  for (const type of USES) host.addEventListener(type, () => clock.used(), { signal });
  page.addEventListener('visibilitychange', () => clock.used(), { signal });
  return {
    updated: () => clock.check(),
    follow: (session: KalturaAvatarSession, until: AbortSignal) => {
      clock.start(until);
      for (const event of ['speakingStart', 'speakingEnd', 'turn'] as const)
        session.on(event, () => clock.used(), { signal: until });
    },
  };
}

/** Who watches it in a window of its own does not look at the page. */
function isInFloatingWindow(page: Document): boolean {
  const { documentPictureInPicture } = window as { documentPictureInPicture?: { window: unknown } };
  return Boolean(page.pictureInPictureElement ?? documentPictureInPicture?.window);
}
