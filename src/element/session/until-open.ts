import { AvatarError, abortedError } from '../../core/errors.js';
import type { KalturaAvatarSession } from '../../session/kaltura-avatar-session.js';

/**
 * Resolves once a session that somebody else is opening is open.
 * @throws {AvatarError} What it failed with; `ABORTED` where it was ended, or `signal` aborts.
 */
export function untilOpen(session: KalturaAvatarSession, signal: AbortSignal): Promise<KalturaAvatarSession> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const settle = (act: () => void): void => {
      over.abort();
      act();
    };
    let failure: AvatarError | undefined;
    if (session.getSessionState() === 'READY') settle(() => resolve(session));
    session.on('error', (error) => (failure = error), { signal: over.signal });
    session.on(
      'stateChange',
      (state) => {
        if (state === 'READY') settle(() => resolve(session));
        if (state === 'ENDED') settle(() => reject(abortedError()));
        // The error is told after the state.
        if (state === 'ERROR') queueMicrotask(() => settle(() => reject(failure ?? openFailed())));
      },
      { signal: over.signal },
    );
    signal.addEventListener('abort', () => settle(() => reject(abortedError())), { signal: over.signal });
  });
}

function openFailed(): AvatarError {
  return new AvatarError('API_REQUEST_FAILED', 'The session could not be opened. Start the avatar again.');
}
