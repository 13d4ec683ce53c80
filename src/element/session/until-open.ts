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
    const until = { signal: over.signal };
    const look = (): void => {
      const state = session.getSessionState();
      if (state === 'READY') settle(() => resolve(session));
      if (state === 'ENDED' || signal.aborted) settle(() => reject(abortedError()));
      // The error is told after the state.
      if (state === 'ERROR') queueMicrotask(() => settle(() => reject(failure ?? openFailed())));
    };
    session.on('error', (error) => (failure = error), until);
    session.on('stateChange', look, until);
    signal.addEventListener('abort', look, until);
    look();
  });
}

function openFailed(): AvatarError {
  return new AvatarError('API_REQUEST_FAILED', 'The session could not be opened. Start the avatar again.');
}
