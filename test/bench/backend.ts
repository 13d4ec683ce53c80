/**
 * What the backend costs: `npm run bench:backend`, or parts of it: `npm run bench:backend -- --rounds 0 --pairs 0 --sessions 500`.
 *
 * - `--rounds 9 --calls 4000`: how many texts one core passes on, beside the service's documented Express sample, with the
 *   memory store and with a Redis that is started for it; and what each call asks of Redis.
 * - `--pairs 300`: the time that a call takes more by way of the backend than straight to the service, call by call in turns.
 * - `--sessions 500 --seconds 60`: what many sessions at once cost in memory and processor time.
 *
 * 0 leaves a part out. The service and the backend run in processes of their own, without media.
 * `--store redis://localhost:6379/1` keeps the sessions of the last two in that Redis, and ends all that are in it. Ends with 1
 * where a keep-alive failed or a session is left.
 */
import { parseArgs } from 'node:util';

import { startRedis } from '../support/redis.js';
import { measureManySessions } from './backend/many-sessions.js';
import { measureOverhead } from './backend/overhead.js';
import { startSimulatorProcess } from './backend/processes.js';
import { measureRedisTraffic } from './backend/redis-traffic.js';
import { measureThroughput } from './backend/throughput.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    calls: { type: 'string', default: '4000' },
    pairs: { type: 'string', default: '300' },
    sessions: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
    store: { type: 'string' },
  },
});
const [rounds, calls] = [Number(values.rounds), Number(values.calls)];
const [pairs, sessions, seconds] = [Number(values.pairs), Number(values.sessions), Number(values.seconds)];

if (rounds > 0) {
  const redis = await startRedis({ args: ['--appendfsync', 'everysec'] });
  await measureThroughput({ redis, rounds, calls });
  await measureRedisTraffic(redis);
  await redis.close();
}
const simulator = await startSimulatorProcess();
const parts = { simulator, store: values.store };
if (pairs > 0) await measureOverhead({ ...parts, pairs });
const areAllServed = sessions > 0 ? await measureManySessions({ ...parts, sessions, seconds }) : true;
await simulator.close();
process.exit(areAllServed ? 0 : 1);
