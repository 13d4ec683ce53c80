import { abandonable } from '../../core/abandon.js';
import type { Delay } from '../../core/delay.js';
import { AvatarError } from '../../core/errors.js';
import { beforeDeadline } from './deadline.js';

export interface UntilConnectedOptions {
  connectionState: () => RTCPeerConnectionState;
  /** Dispatches `change` with each new state. */
  stateChanges: EventTarget;
  /** In milliseconds. */
  deadlineMs: number;
  delay: Delay;
  signal: AbortSignal;
}

/**
 * Resolves when ICE and DTLS have connected.
 * @throws {AvatarError} `RTC_CONNECTION_FAILED`, `TIMEOUT`, `ABORTED`.
 */
export function untilConnected(options: UntilConnectedOptions): Promise<void> {
  const { deadlineMs, delay, signal } = options;
  const late = (): AvatarError =>
    new AvatarError('TIMEOUT', `The avatar’s media could not be reached within ${deadlineMs / 1000} s. Try again.`);
  return beforeDeadline({ deadlineMs, late, delay, signal }, (limited) =>
    abandonable(reached(options, limited), limited),
  );
}

function reached({ connectionState, stateChanges }: UntilConnectedOptions, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (connectionState() === 'connected') {
      resolve();
      return;
    }
    // A failure that is there already is what an ICE restart is made for.
    const onChange = (): void => {
      const state = connectionState();
      if (state === 'connected') resolve();
      else if (state === 'failed' || state === 'closed') {
        reject(
          new AvatarError(
            'RTC_CONNECTION_FAILED',
            'The avatar’s media could not be reached. A firewall may block WebRTC: try another network.',
          ),
        );
      }
    };
    stateChanges.addEventListener('change', onChange, { signal });
  });
}
