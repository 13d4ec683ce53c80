import { delay } from '../../core/delay.js';
import type { SayAudioCall } from '../../core/protocol.js';
import type { SessionControl } from '../../core/session-control.js';
import { ClipPace, interruptEach, type ClipTimes } from '../../core/speech/clip-pace.js';
import type { SessionStore } from '../store/session-store.js';

/** A page waits no longer than this for its call to be answered, in milliseconds: then a clip goes to wait at the service. */
const LONGEST_WAIT_MS = 8000;

/** Under which a session's clips are noted. */
const NOTE = 'clips';

/** Hands over what the integrator's voice has said, clip by clip, so that an interrupt is one. */
export class Clips {
  readonly #sessions: SessionStore;
  readonly #now: () => number;

  constructor(sessions: SessionStore, now: () => number) {
    this.#sessions = sessions;
    this.#now = now;
  }

  /**
   * Resolves when the service has taken the clip, which it is given once the one before is likely to be heard.
   * @param goOn Rejects where that is not to be said any more.
   */
  async handOver(
    sessionId: string,
    service: SessionControl,
    call: SayAudioCall,
    { signal, goOn }: { signal: AbortSignal; goOn: () => Promise<unknown> },
  ): Promise<void> {
    const dueInMs = (await this.#pace(sessionId)).dueInMs(this.#now());
    if (dueInMs > 0) await delay(Math.min(dueInMs, LONGEST_WAIT_MS), { signal });
    const [pace] = await Promise.all([this.#pace(sessionId), goOn()]);
    const now = this.#now();
    pace.handedOver(call.durationSeconds * 1000, now);
    // Before it is sent: an interrupt that comes meanwhile has to count it.
    await this.#sessions.note(sessionId, NOTE, shifted(pace.clips, -now));
    await service.sayAudio(call, { signal });
  }

  /** @param interrupt Tells the service. */
  async interrupt(sessionId: string, interrupt: () => Promise<void>): Promise<void> {
    const pace = await this.#pace(sessionId);
    if (pace.clips.length === 0) return interrupt();
    await this.#sessions.note(sessionId, NOTE, undefined);
    await interruptEach(pace.waitingAt(this.#now()), interrupt, { delay });
  }

  /** Times are kept as they were from when they were noted, so that the processes' own clocks do not matter. */
  async #pace(sessionId: string): Promise<ClipPace> {
    const noted = await this.#sessions.noted(sessionId, NOTE);
    return new ClipPace(noted && shifted(noted.value as ClipTimes[], this.#now() - noted.ageMs));
  }
}

function shifted(clips: readonly ClipTimes[], byMs: number): ClipTimes[] {
  return clips.map(({ beginsAt, endsAt }) => ({ beginsAt: beginsAt + byMs, endsAt: endsAt + byMs }));
}
