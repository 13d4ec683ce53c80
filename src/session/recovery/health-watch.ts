import { anySignal } from '../../core/abort-signals.js';
import type { Delay } from '../../core/delay.js';
import type { Remedy } from './reconnect.js';

/** Most interruptions of a path mend themselves within this time, in milliseconds. */
const DISCONNECTED_GRACE_MS = 2000;

/** Timers are checked this often, in milliseconds; one that comes much later than asked tells that the machine slept. */
const WAKE_CHECK_MS = 5000;
const ASLEEP_MS = 15_000;

export interface HealthWatchOptions {
  signal: AbortSignal;
  delay: Delay;
  /** Milliseconds on a clock that also runs while the machine sleeps. */
  wallClock: () => number;
  connectionState: () => RTCPeerConnectionState;
  onTrouble: (remedy: Remedy, reason: string) => void;
  /** The page is seen again, the machine was asleep, or the network came back: what was true before may not be any more. */
  onWake: () => void;
}

/** Notices that the way to the avatar is lost: from the connection's state, from the network, and from sleep. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #disconnected: AbortController | undefined;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
    const { signal } = options;
    window.addEventListener('online', this.#onOnline, { signal });
    document.addEventListener('visibilitychange', this.#onVisibility, { signal });
    void this.#watchSleep();
  }

  handleConnectionState(state: RTCPeerConnectionState): void {
    this.#disconnected?.abort();
    this.#disconnected = undefined;
    if (state === 'failed') this.#options.onTrouble('ice', 'the connection failed');
    if (state === 'disconnected') void this.#waitForReturn();
  }

  async #waitForReturn(): Promise<void> {
    const { delay, signal, onTrouble } = this.#options;
    this.#disconnected = new AbortController();
    const returned = anySignal(signal, this.#disconnected.signal);
    if (await passed(delay, DISCONNECTED_GRACE_MS, returned)) onTrouble('ice', 'the connection was interrupted');
  }

  async #watchSleep(): Promise<void> {
    const { delay, signal, wallClock, onWake } = this.#options;
    for (let last = wallClock(); await passed(delay, WAKE_CHECK_MS, signal); last = wallClock()) {
      if (wallClock() - last >= ASLEEP_MS) onWake();
    }
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.#options.onWake();
  };

  readonly #onOnline = (): void => {
    const { connectionState, onTrouble, onWake } = this.#options;
    if (connectionState() === 'connected') onWake();
    else onTrouble('ice', 'the network came back');
  };
}

/** Whether the time went by; false where the signal aborted before. */
function passed(delay: Delay, ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, { signal }).then(
    () => true,
    () => false,
  );
}
