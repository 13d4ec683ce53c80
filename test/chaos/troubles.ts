import { setTimeout as sleep } from 'node:timers/promises';

import { SeededRandom } from '../support/seeded-random.js';
import type { Node, Stand } from './stand.js';
import type { Counts } from './visitor.js';

type Trouble = (stand: Stand, node: Node, random: SeededRandom) => Promise<void>;

const PROCESSES: Readonly<Record<string, Trouble>> = {
  'process killed': (stand, node) => stand.restart(node),
  'process stood still': async (_stand, { backend }, random) => {
    backend.freeze();
    await sleep(random.between(500, 4000));
    backend.thaw();
  },
};

const NETWORK: Readonly<Record<string, Trouble>> = {
  'Redis failed over': async (stand, _node, random) => {
    await stand.failOver();
    await sleep(random.between(0, 1500));
    stand.leadToPrimary();
  },
  'network cut': async (_stand, { network }, random) => {
    network.cut();
    await sleep(random.between(200, 3000));
    network.mend();
  },
  'network stalled': async (_stand, { network }, random) => {
    network.stall();
    await sleep(random.between(500, 6500));
    network.mend();
  },
};

/** What goes wrong, each until it is over, and each list at the same time as the other. */
const TROUBLES: readonly Readonly<Record<string, Trouble>>[] = [PROCESSES, NETWORK];

/** Makes trouble of both kinds until it is over. */
export async function makeTroubles(stand: Stand, seed: number, counts: Counts, over: AbortSignal): Promise<void> {
  await Promise.all(
    TROUBLES.map((troubles, index) =>
      makeEach(stand, troubles, { random: new SeededRandom(seed + index), counts, over }),
    ),
  );
}

async function makeEach(
  stand: Stand,
  troubles: Readonly<Record<string, Trouble>>,
  { random, counts, over }: { random: SeededRandom; counts: Counts; over: AbortSignal },
): Promise<void> {
  const names = Object.keys(troubles);
  for (let turn = 0; !over.aborted; turn += 1) {
    // Each kind once, however short it is.
    const name = names[turn] ?? random.one(names);
    await troubles[name]?.(stand, random.one(stand.nodes), random);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    await sleep(random.between(100, 1000));
  }
}
