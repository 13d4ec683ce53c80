/**
 * What the backend costs: `npm run bench:backend -- --pairs 300 --sessions 500 --seconds 60`.
 *
 * The time that a call takes more by way of the backend than straight to the service, call by call in turns; then what many
 * sessions at once cost it in memory and processor time. The simulator and the backend run in processes of their own, without
 * media. `--store redis://localhost:6379/1` keeps the sessions in that Redis, and ends all that are in it. 0 pairs or sessions
 * leave that part out. Ends with 1 where a keep-alive failed or a session is left.
 */
import { parseArgs } from 'node:util';

import { measureManySessions } from './backend/many-sessions.js';
import { measureOverhead } from './backend/overhead.js';
import { startSimulatorProcess } from './backend/processes.js';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '300' },
    sessions: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
    store: { type: 'string' },
  },
});
const [pairs, sessions, seconds] = [Number(values.pairs), Number(values.sessions), Number(values.seconds)];

const simulator = await startSimulatorProcess();
const parts = { simulator, store: values.store };
if (pairs > 0) await measureOverhead({ ...parts, pairs });
const areAllServed = sessions > 0 ? await measureManySessions({ ...parts, sessions, seconds }) : true;
await simulator.close();
process.exit(areAllServed ? 0 : 1);
