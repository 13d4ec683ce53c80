import { delay } from '../../core/delay.js';
import type { SayAudioCall } from '../../core/protocol.js';
import type { SessionControl } from '../../core/session-control.js';
import { ClipPace, interruptEach, type ClipTimes } from '../../core/speech/clip-pace.js';
import type { AvatarStore, Values } from '../store/avatar-store.js';

/** A page waits no longer than this for its call to be answered, in milliseconds: then a clip goes to wait at the service. */
const LONGEST_WAIT_MS = 8000;

/** What is known of the clips of a session is kept for so long after the last one, in milliseconds. */
const KEPT_FOR_MS = 10_000;

/** Hands over what the integrator's voice has said, clip by clip, so that an interrupt is one. */
export class Clips {
  readonly #times: Values;
  readonly #now: () => number;

  constructor(store: AvatarStore, now: () => number) {
    this.#times = store.values('clips');
    this.#now = now;
  }

  /** Resolves when the service has taken the clip, which it is given once the one before is likely to be heard. */
  async handOver(sessionId: string, service: SessionControl, call: SayAudioCall, signal: AbortSignal): Promise<void> {
    const dueInMs = (await this.#pace(sessionId)).dueInMs(this.#now());
    if (dueInMs > 0) await delay(Math.min(dueInMs, LONGEST_WAIT_MS), { signal });
    const pace = await this.#pace(sessionId);
    const now = this.#now();
    pace.handedOver(call.durationSeconds * 1000, now);
    const endsAt = pace.clips.at(-1)?.endsAt ?? now;
    // Before it is sent: an interrupt that comes meanwhile has to count it.
    await this.#times.set(sessionId, pace.clips, endsAt - now + KEPT_FOR_MS);
    await service.sayAudio(call, { signal });
  }

  /** @param interrupt Tells the service. */
  async interrupt(sessionId: string, interrupt: () => Promise<void>): Promise<void> {
    const pace = await this.#pace(sessionId);
    if (pace.clips.length === 0) return interrupt();
    await this.#times.delete(sessionId);
    await interruptEach(pace.waitingAt(this.#now()), interrupt, { delay });
  }

  async #pace(sessionId: string): Promise<ClipPace> {
    return new ClipPace(await this.#times.get<ClipTimes[]>(sessionId));
  }
}
