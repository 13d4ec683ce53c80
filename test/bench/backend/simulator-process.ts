import { startSimulator, type Simulator, type SimulatorOptions } from 'kaltura-avatar/simulator';

import { serveParent } from '../../../src/simulator/child/serve-parent.js';

export type SimulatorMethods = Readonly<{
  /** Gives the base URL of the Control API. */
  start: { params: SimulatorOptions; result: string };
  openSessions: { params: undefined; result: number };
  close: { params: undefined; result: unknown };
}>;

let simulator: Simulator | undefined;

serveParent<SimulatorMethods>({
  start: async (options) => (simulator = await startSimulator(options)).baseUrl,
  openSessions: () => simulator?.sessions().filter(({ state }) => state !== 'ended').length ?? 0,
  close: () => simulator?.close(),
});
