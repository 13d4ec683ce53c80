/**
 * Speech as visitors hear it, and what it costs them: `npm run bench:speaking`.
 *
 * On real media, in each profile of the simulator: the gaps between the parts of what is said, what is still heard after an
 * interrupt, how soon what there is to say is asked for, and how busy the page's main thread is with a long text. Ends with 1 where a goal is missed.
 */
import { parseArgs } from 'node:util';

import { PROFILE_NAMES, type ProfileName } from '../../src/simulator/profiles/profile.js';
import { measureGaps } from './speaking/gaps.js';
import { measureInterrupts } from './speaking/interrupts.js';
import { measureMainThread } from './speaking/main-thread.js';
import { openStand } from './speaking/stand.js';
import { measureRequests } from './speaking/requests.js';
import { isReached, tableOf, type Row } from './speaking/table.js';

const { values } = parseArgs({
  options: {
    profiles: { type: 'string', default: PROFILE_NAMES.join(',') },
    only: { type: 'string', default: 'gaps,interrupts,requests,main-thread' },
    rounds: { type: 'string', default: '2' },
  },
});
const rounds = Number(values.rounds);
const only = values.only.split(',');

const rows: Row[] = [];
for (const profile of values.profiles.split(',') as ProfileName[]) {
  const stand = await openStand(profile);
  if (only.includes('gaps')) rows.push(...(await measureGaps(profile, stand, rounds)));
  if (only.includes('interrupts')) rows.push(...(await measureInterrupts(profile, stand, rounds)));
  // What the page does is the same in each profile.
  if (only.includes('requests') && profile === 'documented') rows.push(...(await measureRequests(stand)));
  if (only.includes('main-thread') && profile === 'documented') rows.push(...(await measureMainThread(stand)));
  await stand.close();
}
console.log(tableOf(rows));
process.exit(rows.every(isReached) ? 0 : 1);
