import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAvatarError } from '../../src/core/errors.js';
import type { SimulatorOptions } from '../../src/simulator/options.js';
import { startSimulator, type Simulator } from '../../src/simulator/start-simulator.js';

/** What is not a number, and numbers that timers, tokens or sums may stumble over. */
const VALUES: readonly unknown[] = [
  ...[0, -0, 1, -5, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e300, 1.5, 0.001, 0.05],
  ...['5', '5s', '', true, [], {}, null, 5n],
];

const NUMBERS: readonly (readonly [path: string, optionsFor: (value: unknown) => unknown])[] = [
  ['port', (port) => ({ port })],
  ['sessionTimeoutMs', (sessionTimeoutMs) => ({ sessionTimeoutMs })],
  ['maxSessions', (maxSessions) => ({ maxSessions })],
  ['tokenLifetimeSeconds', (tokenLifetimeSeconds) => ({ tokenLifetimeSeconds })],
  ['noiseFloor', (noiseFloor) => ({ noiseFloor })],
  ['partner', (id) => ({ partner: { id, adminSecret: 'secret' } })],
];

/** What somebody gets who opens a session and says something in it. */
async function visit(simulator: Simulator): Promise<number[]> {
  const post = async (path: string, headers: Record<string, string>, body: object): Promise<[number, Answer]> => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return [response.status, (await response.json()) as Answer];
  };
  const create = { visualConfig: { id: 'maya' } };
  const [status, { sessionId, token = '' }] = await post('/create', { Authorization: 'KS any' }, create);
  if (status !== 200) return [status];
  const authorization = { Authorization: `Bearer ${token}` };
  const [said] = await post(`/${sessionId}/say-text`, authorization, { text: 'Hello.', turnId: 't', isFinal: true });
  const [ended] = await post(`/${sessionId}/end`, authorization, {});
  return [status, said, ended];
}

interface Answer {
  sessionId?: string;
  token?: string;
}

describe('a number among the options of the simulator', () => {
  for (const [path, optionsFor] of NUMBERS) {
    it(`${path} is refused by name, or does what it says`, async () => {
      // At port 1 not everybody may listen, and fetch asks nobody there.
      for (const value of VALUES.filter((each) => path !== 'port' || each !== 1)) {
        let simulator: Simulator;
        try {
          simulator = await startSimulator(optionsFor(value) as SimulatorOptions);
        } catch (error) {
          assert.ok(isAvatarError(error) && error.code === 'INVALID_CONFIGURATION', String(error));
          assert.match(error.message, new RegExp(`option ${path} should be`), String(value));
          continue;
        }
        try {
          assert.equal(typeof value, 'number', `${path}: ${String(value)} was taken`);
          const statuses = await visit(simulator);
          // What is over after a millisecond, or a second, may be so by then.
          const isSoonOver = path === 'sessionTimeoutMs' && value === 1;
          for (const status of statuses) {
            assert.ok(
              status === 200 || (isSoonOver && status === 410),
              `${path}: ${String(value)}: ${statuses.join()}`,
            );
          }
        } finally {
          await simulator.close();
        }
      }
    });
  }
});
