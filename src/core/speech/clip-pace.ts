import type { Delay } from '../delay.js';

/** When a clip is likely to be heard, in milliseconds on its owner's clock. */
export interface ClipTimes {
  beginsAt: number;
  endsAt: number;
}

/** From the service's answer until a clip is heard where nothing is before it, in milliseconds; as long as it takes at most. */
const UNTIL_HEARD_MS = 300;

/** From an interrupt until the clip that waited behind the one it silenced has begun, in milliseconds. */
const NEXT_BEGINS_MS = 120;

/**
 * When the next clip may be handed to the service: where an interrupt silences the clip that is heard and no other, each one
 * that waits there has to be interrupted by itself, so that as few as possible should wait. One ahead leaves no gap. The live
 * service has been seen to do so.
 */
export class ClipPace {
  readonly #ahead: number;
  #clips: ClipTimes[];

  /**
   * @param clips What was handed over before.
   * @param ahead How many clips may wait at the service behind the one that is heard.
   */
  constructor(clips: readonly ClipTimes[] = [], ahead = 1) {
    this.#clips = [...clips];
    this.#ahead = ahead;
  }

  /** The clips that may still be heard. */
  get clips(): readonly ClipTimes[] {
    return this.#clips;
  }

  /** In how many milliseconds the next clip may be handed over. */
  dueInMs(now: number): number {
    return Math.max(0, (this.#clips.at(-this.#ahead)?.beginsAt ?? now) - now);
  }

  /** How many have yet to begin. */
  waitingAt(now: number): number {
    return this.#clips.filter(({ beginsAt }) => beginsAt > now).length;
  }

  handedOver(durationMs: number, now: number): void {
    const beginsAt = Math.max(now + UNTIL_HEARD_MS, this.#clips.at(-1)?.endsAt ?? 0);
    this.#clips = [...this.#clips.filter(({ endsAt }) => endsAt > now), { beginsAt, endsAt: beginsAt + durationMs }];
  }

  /** The service has dropped them all. */
  interrupted(): void {
    this.#clips = [];
  }
}

/**
 * Interrupts what is heard, and then each clip that waits behind it, as it begins.
 * @param waiting How many those are.
 */
export async function interruptEach(
  waiting: number,
  interrupt: () => Promise<void>,
  { delay, signal }: { delay: Delay; signal?: AbortSignal | undefined },
): Promise<void> {
  await interrupt();
  for (let i = 0; i < waiting; i += 1) {
    await delay(NEXT_BEGINS_MS, { signal });
    await interrupt();
  }
}
