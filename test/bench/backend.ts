/**
 * What the backend costs: `npm run bench:backend`, or parts of it: `npm run bench:backend -- --rounds 0 --pairs 0 --held 5000 --minutes 5`.
 *
 * - `--rounds 9 --calls 4000`: how many texts one core passes on, beside the service's documented Express sample, with the
 *   memory store and with a Redis that is started for it; and what each call asks of Redis.
 * - `--profile 10000`: in which functions the time of so many texts goes.
 * - `--pairs 300`: the time that a call takes more by way of the backend than straight to the service, call by call in turns.
 * - `--held 500 --minutes 1`: what so many sessions at once cost in memory and processor time, and whether any is lost.
 *
 * 0 leaves a part out. The backend is the package as it is built: what runs TypeScript adds a third to the time of a call. The service and the backend run in processes of their own, without media.
 * `--store redis://localhost:6379/1` keeps the sessions of the last two in that Redis, and ends all that are in it. Ends with 1
 * where a keep-alive failed or a session is left.
 */
import { parseArgs } from 'node:util';

import { startRedis } from '../support/redis.js';
import { measureHeldSessions } from './backend/held-sessions.js';
import { measureOverhead } from './backend/overhead.js';
import { startSimulatorProcess } from './backend/processes.js';
import { profileSayText } from './backend/profile.js';
import { measureRedisTraffic } from './backend/redis-traffic.js';
import { measureThroughput } from './backend/throughput.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    calls: { type: 'string', default: '4000' },
    pairs: { type: 'string', default: '300' },
    held: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '1' },
    profile: { type: 'string', default: '10000' },
    store: { type: 'string' },
  },
});
const [rounds, calls] = [Number(values.rounds), Number(values.calls)];
const [profiled, pairs] = [Number(values.profile), Number(values.pairs)];
const [held, minutes] = [Number(values.held), Number(values.minutes)];

if (rounds > 0) {
  const redis = await startRedis({ args: ['--appendfsync', 'everysec'] });
  await measureThroughput({ redis, rounds, calls });
  await measureRedisTraffic(redis);
  await redis.close();
}
if (profiled > 0) await profileSayText(profiled);
if (pairs > 0) {
  const simulator = await startSimulatorProcess();
  await measureOverhead({ simulator, store: values.store, pairs });
  await simulator.close();
}
const areAllServed = held > 0 ? await measureHeldSessions({ store: values.store, sessions: held, minutes }) : true;
process.exit(areAllServed ? 0 : 1);
