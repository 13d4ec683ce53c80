/**
 * How far from the truth a session tells that a turn is heard to begin and to end, and shows its captions: `npm run bench:speech`.
 *
 * It can only listen, so turns that follow each other without a pause are told apart by their length. The simulator's voice says
 * three turns that were queued at once, and knows when each is heard. Time is made up, so that the table is the same on every
 * machine. What happens while the main thread is blocked counts as happening at its end: nobody can be told before.
 */
import { parseArgs } from 'node:util';

import { Flite } from '../../src/simulator/voice/flite.js';
import { median } from '../support/median.js';
import { perform, type Conditions, type Errors } from './speech/performance.js';
import { TEXTS } from './speech/texts.js';

const { values } = parseArgs({
  options: {
    speeds: { type: 'string', default: '0.5,1,1.5,2' },
    languages: { type: 'string', default: Object.keys(TEXTS).join(',') },
  },
});

const CONDITIONS: Readonly<Record<string, Omit<Conditions, 'texts' | 'speed'>>> = {
  '': {},
  'noise 0.0035': { floor: 0.0035 },
  'noise 0.01': { floor: 0.01 },
  DTX: { isDtx: true },
  'blocked for 1 s': { blockedMs: 1000 },
};

const flite = await Flite.load();
const ms = (errors: readonly number[]): string => {
  const sizes = errors.map((error) => Math.abs(error));
  return `${median(sizes).toFixed(0).padStart(6)} ${Math.max(...sizes)
    .toFixed(0)
    .padStart(7)}`;
};

/** Within this is right, in milliseconds. */
const RIGHT_MS = 300;
const isRight = (errors: readonly number[]): boolean => errors.every((error) => Math.abs(error) <= RIGHT_MS);
let rows = 0;
const right = { turns: 0, captions: 0 };

console.log('Three queued turns; milliseconds from the truth, median and worst.\n');
console.log(`${'language'.padEnd(10)} ${'speed'.padEnd(6)}${''.padEnd(16)}  started         finished        captions`);
for (const language of values.languages.split(',')) {
  const texts = TEXTS[language] ?? [];
  for (const speed of values.speeds.split(',').map(Number)) {
    for (const [name, conditions] of Object.entries(CONDITIONS)) {
      if (name !== '' && speed !== 1) continue;
      const { started, finished, captions }: Errors = await perform(flite, { texts, speed, ...conditions });
      rows += 1;
      if (isRight([...started, ...finished])) right.turns += 1;
      if (isRight(captions)) right.captions += 1;
      console.log(
        `${language.padEnd(10)} ${String(speed).padEnd(6)}${name.padEnd(16)} ${ms(started)}  ${ms(finished)}  ${ms(captions)}`,
      );
    }
  }
}
console.log(
  `\nWithin ${RIGHT_MS} ms of the truth throughout: turns in ${right.turns} of ${rows} rows, captions in ${right.captions}.`,
);
