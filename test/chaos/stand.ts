import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';
import { SECRET_KS } from '../support/backend-harness.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { startRedis, type RunningRedis } from '../support/redis.js';
import { spawnBackend, type SpawnedBackend } from '../support/spawned-backend.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { until } from '../support/until.js';

/** Sessions are absent soon, so that much happens; none gets too old, or its place would expire by that. */
export const ABSENT_SECONDS = 4;
export const IDLE_SECONDS = 15;

/** A create is over after this, in milliseconds, whoever waits for it. */
const CREATES_TAKE_MS = 30_000;

const LIMITS = {
  ...NO_LIMITS,
  ...{ absentSeconds: ABSENT_SECONDS, idleSeconds: IDLE_SECONDS, sessionSeconds: 3600 },
};

/** A backend process, and the network between it and Redis. */
export interface Node {
  backend: SpawnedBackend;
  network: TcpProxy;
  /** When the creates were sent that it has not answered, by performance.now(). */
  creates: Set<number>;
  /** Creates that it was killed over: what they opened, nobody may know. */
  lostCreates: number;
}

/** Backend processes on one Redis, which has a replica, in front of a simulator. */
export interface Stand {
  simulator: Simulator;
  nodes: readonly Node[];
  /** The one that takes writes. */
  primary(): RunningRedis;
  restart(node: Node): Promise<void>;
  /** Makes the replica the primary and the primary its replica, without losing a write. The networks lead to the old one still. */
  failOver(): Promise<void>;
  /** Leads the networks to the primary. */
  leadToPrimary(): void;
  close(): Promise<void>;
}

export async function startStand(processes: number): Promise<Stand> {
  // The service ends nothing by itself: whatever is left is the backends' fault.
  const simulator = await startSimulator({ ks: [SECRET_KS], sessionTimeoutMs: 24 * 3600_000 });
  const servers = [await startRedis(), await startRedis()];
  const [first, second] = servers as [RunningRedis, RunningRedis];
  let [primary, replica] = [first, second];
  await replica.command('REPLICAOF', '127.0.0.1', String(primary.port));
  await untilInfo(replica, 'master_link_status:up');
  const spawn = (network: TcpProxy): Promise<SpawnedBackend> =>
    spawnBackend({
      ...{ ks: SECRET_KS, baseUrl: simulator.baseUrl, limits: LIMITS },
      redisUrl: `redis://127.0.0.1:${network.port}`,
    });
  const nodes: Node[] = await Promise.all(
    Array.from({ length: processes }, async () => {
      const network = await startTcpProxy(primary.port);
      return { network, backend: await spawn(network), creates: new Set<number>(), lostCreates: 0 };
    }),
  );
  return {
    simulator,
    nodes,
    primary: () => primary,
    restart: async (node) => {
      await node.backend.kill();
      const since = performance.now() - CREATES_TAKE_MS;
      node.lostCreates += [...node.creates].filter((sentAt) => sentAt > since).length;
      node.creates.clear();
      node.backend = await spawn(node.network);
    },
    failOver: async () => {
      await primary.command('FAILOVER', 'TO', '127.0.0.1', String(replica.port));
      await untilInfo(replica, 'role:master');
      await untilInfo(primary, 'master_link_status:up');
      [primary, replica] = [replica, primary];
    },
    leadToPrimary: () => {
      for (const { network } of nodes) network.lead(primary.port);
    },
    close: async () => {
      await Promise.all(nodes.map(({ backend }) => backend.kill()));
      await Promise.all(nodes.map(({ network }) => network.close()));
      await Promise.all(servers.map((server) => server.close()));
      await simulator.close();
    },
  };
}

async function untilInfo(redis: RunningRedis, line: string): Promise<void> {
  let info = '';
  let asking = Promise.resolve();
  const ask = async (): Promise<void> => void (info = String(await redis.command('INFO', 'replication')));
  await until(() => {
    asking = asking.then(ask, ask);
    return info.includes(line);
  });
}
