import type { Simulator } from '../../src/simulator/start-simulator.js';
import { until } from '../support/until.js';
import { nameOf } from './cell.js';
import { cellOf } from './run-cell.js';

/** What is under way when the last cell is over settles within this time. */
const SETTLES_WITHIN_MS = 6000;

/** What is left in the services when all has been played, which should be nothing. */
export async function findLeftovers(simulators: readonly Simulator[]): Promise<string[]> {
  const sessions = (): string[] =>
    simulators.flatMap((simulator) =>
      simulator
        .sessions()
        .filter(({ state }) => state !== 'ended')
        .map(({ avatarId, viewers }) => `a session, ${viewers} viewers, of ${nameOf(cellOf(avatarId))}`),
    );
  const viewers = (): number => simulators.reduce((sum, each) => sum + each.viewers, 0);
  await until(() => sessions().length + viewers() === 0, SETTLES_WITHIN_MS).catch(() => undefined);
  return [...sessions(), ...(viewers() > 0 ? [`${viewers()} WHEP resources`] : [])];
}
