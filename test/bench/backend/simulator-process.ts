import { startSimulator, type Simulator } from 'kaltura-avatar/simulator';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';

export type SimulatorMethods = Readonly<{
  /** Gives the base URL of the Control API. */
  start: { params: undefined; result: string };
  openSessions: { params: undefined; result: number };
  close: { params: undefined; result: unknown };
}>;

let simulator: Simulator | undefined;

serveParent<SimulatorMethods>({
  start: async () => (simulator = await startSimulator()).baseUrl,
  openSessions: () => simulator?.sessions().filter(({ state }) => state !== 'ended').length ?? 0,
  close: () => simulator?.close(),
});
