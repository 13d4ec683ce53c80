// npm run test:fairness [-- --seconds 15]: three kinds of abusers at once, and an honest visitor who must not notice.
import { parseArgs } from 'node:util';

import { delay } from '../../src/core/delay.js';
import { STORES } from '../support/shared-stores.js';
import { ABUSERS, abuse, createBackend, emptyTally, Visitor, type Tally } from './stand.js';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '15' } } });
const forMs = Number(values.seconds) * 1000;

/** Of each kind so many come at the same time. */
const AT_ONCE = 4;

/** The honest visitor does something so often, in milliseconds, and opens the avatar anew every so many times. */
const EVERY_MS = 100;
const CALLS_PER_SESSION = 40;

type Row = Record<string, string | number>;

let failed = 0;
const rows: Row[] = [];
for (const [name, open] of Object.entries(STORES)) {
  const store = await open();
  const backend = createBackend(store.ends[0]);
  const endsAt = performance.now() + forMs;
  const isOver = (): boolean => performance.now() >= endsAt;
  const quiet = await honest(new Visitor(backend, 'before', '203.0.113.8'), rounds(20));
  const tallies = new Map<string, Tally>();
  const floods = Object.entries(ABUSERS).flatMap(([kind, next]) => {
    const tally = emptyTally();
    tallies.set(kind, tally);
    let index = 0;
    return Array.from({ length: AT_ONCE }, async () => {
      while (!isOver()) {
        await abuse(new Visitor(backend, ...next(index++), tally));
        // Memory answers without ever leaving the turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
  });
  const visitor = await honest(new Visitor(backend, 'anna', '203.0.113.9'), isOver);
  await Promise.all(floods);
  rows.push(rowOf(name, 'an honest visitor, alone', quiet), rowOf(name, 'the honest visitor', visitor));
  for (const [kind, tally] of tallies) rows.push(rowOf(name, kind, tally));
  if (visitor.refused > 0) failed += 1;
  await backend.close({ endSessions: true });
  await store.close();
}
console.table(rows);
console.log(
  failed === 0 ? 'No request of the honest visitor was refused.' : 'Requests of the honest visitor were refused.',
);
process.exit(failed === 0 ? 0 : 1);

function rounds(count: number): () => boolean {
  let left = count;
  return () => left-- <= 0;
}

async function honest(visitor: Visitor, isOver: () => boolean): Promise<Tally> {
  for (let index = 0; !isOver(); index++) {
    if (index % CALLS_PER_SESSION === 0) {
      if (index > 0) await visitor.call('end');
      await visitor.open();
    } else if (index % 4 === 1) await visitor.say('A sentence such as visitors are told.');
    else await visitor.call('keep-alive');
    await delay(EVERY_MS);
  }
  await visitor.call('end');
  return visitor.tally;
}

function rowOf(store: string, who: string, { answered, refused, times }: Tally): Row {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): string => `${(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)} ms`;
  return { store, who, answered, 'refused (429)': refused, p50: at(0.5), p99: at(0.99) };
}
