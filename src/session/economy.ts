import { anySignal } from '../core/abort-signals.js';
import type { Delay } from '../core/delay.js';
import { hasFloatingWindow } from './floating-window.js';

/**
 * What happens to a session while nobody sees it: its page is hidden, or the avatar is scrolled away, and nothing of the page is in
 * picture-in-picture.
 */
export interface EconomyPolicy {
  /** `keep` goes on, `pause` releases the media until it is seen again, `end` ends the session. Default `keep`. */
  whenUnseen: 'keep' | 'pause' | 'end';
  /** How long it has to be out of sight, in seconds. Default 30. */
  afterSeconds?: number;
}

const DEFAULT_AFTER_SECONDS = 30;

export interface EconomyWatchOptions {
  policy: EconomyPolicy;
  /** Ends the watch. */
  signal: AbortSignal;
  delay: Delay;
  /** Who speaks, or is about to, is not paused: it may be listened to. */
  isSpeaking: () => boolean;
  onPause: () => void;
  onResume: () => void;
  onEnd: () => void;
}

/** Saves what nobody sees: traffic, battery, and a session that costs money. */
export class EconomyWatch {
  readonly #options: EconomyWatchOptions;
  #isOnScreen = true;
  #isPaused = false;
  #unseen: AbortController | undefined;

  constructor(options: EconomyWatchOptions) {
    this.#options = options;
    if (options.policy.whenUnseen === 'keep') return;
    document.addEventListener('visibilitychange', () => this.#check(), { signal: options.signal });
    this.#check();
  }

  setOnScreen(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    if (this.#options.policy.whenUnseen !== 'keep') this.#check();
  }

  /** Somebody has something to say: what was paused goes on. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#options.onResume();
    this.#unseen = undefined;
    this.#check();
  }

  #check(): void {
    const isSeen = this.#isOnScreen && document.visibilityState === 'visible';
    if (!isSeen) {
      if (!this.#unseen) void this.#waitUnseen();
      return;
    }
    this.#unseen?.abort();
    this.#unseen = undefined;
    this.resume();
  }

  async #waitUnseen(): Promise<void> {
    const { policy, delay, signal, isSpeaking, onPause, onEnd } = this.#options;
    const waiting = (this.#unseen = new AbortController());
    try {
      do
        await delay((policy.afterSeconds ?? DEFAULT_AFTER_SECONDS) * 1000, {
          signal: anySignal(signal, waiting.signal),
        });
      while (hasFloatingWindow() || (policy.whenUnseen === 'pause' && isSpeaking()));
    } catch {
      return; // It was seen again, or is over.
    }
    if (policy.whenUnseen === 'end') onEnd();
    else {
      this.#isPaused = true;
      onPause();
    }
  }
}
