import { abandonable } from '../../core/abandon.js';
import { AvatarError } from '../../core/errors.js';
import { isOpen } from '../avatar-state.js';
import { agreed } from '../consent/load-consent.js';
import type { ConversationHost } from './conversation-host.js';

/**
 * Sees to it that an answer can be heard, or, in writing, that the visitor has agreed to what is asked of them.
 * @throws {AvatarError}
 */
export async function getReady(host: ConversationHost, signal: AbortSignal): Promise<void> {
  if (host.mode === 'text') {
    if (host.consent) await agreed(host, signal);
    return;
  }
  if (!isOpen(host.state)) await abandonable(host.start(), signal);
  // An answer that the backend speaks is heard by a connection that is not paused alone.
  host.session?.resumeMedia();
}

/**
 * Before a session is opened, which costs.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function assertAnswerable({ reply, sessionEndpoint }: ConversationHost): void {
  if (reply || sessionEndpoint !== null) return;
  throw new AvatarError(
    'INVALID_CONFIGURATION',
    'There is nobody to answer: set session-endpoint to a backend with a reply hook, set avatar.reply, or prevent the default of avatar-message and answer with avatar.speak().',
  );
}
