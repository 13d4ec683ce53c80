import type { SimulatorOptions } from 'kaltura-avatar/simulator';

import { SupervisedChild } from '../../../src/simulator/child/supervised-child.js';
import type { BackendMethods, BackendStart } from './backend-process.js';
import type { ExpressMethods } from './express-process.js';
import type { SimulatorMethods } from './simulator-process.js';
import type { StubMethods } from './stub-process.js';

/** The service, in a process of its own. */
export interface RunningSimulator {
  baseUrl: string;
  openSessions(): Promise<number>;
  close(): Promise<void>;
}

/** The backend, in a process of its own. */
export interface RunningBackend {
  endpoint: string;
  child: SupervisedChild<BackendMethods>;
  /** Closes the backend, but leaves its process. */
  endSessions(): Promise<void>;
  close(): Promise<void>;
}

export async function startSimulatorProcess(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const child = new SupervisedChild<SimulatorMethods>({
    name: 'simulator',
    module: new URL('./simulator-process', import.meta.url),
  });
  return {
    baseUrl: await child.call('start', options),
    openSessions: () => child.call('openSessions', undefined),
    close: async () => {
      await child.call('close', undefined);
      await child.close();
    },
  };
}

export async function startBackendProcess(start: BackendStart): Promise<RunningBackend> {
  const child = new SupervisedChild<BackendMethods>({
    name: 'backend',
    module: new URL('./backend-process', import.meta.url),
  });
  const endSessions = async (): Promise<void> => {
    await child.call('close', undefined);
  };
  return {
    endpoint: await child.call('start', start),
    child,
    endSessions,
    close: async () => {
      await endSessions();
      await child.close();
    },
  };
}

/** The service, as something that answers every call at once, in a process of its own. */
export interface RunningStub {
  baseUrl: string;
  child: SupervisedChild<StubMethods>;
  close(): Promise<void>;
}

export async function startStubProcess(): Promise<RunningStub> {
  const child = new SupervisedChild<StubMethods>({
    name: 'stub',
    module: new URL('./stub-process', import.meta.url),
  });
  return { baseUrl: await child.call('start', undefined), child, close: () => child.close() };
}

/** The backend of the service's documentation, in a process of its own. */
export interface RunningExpressSample {
  /** What its routes begin with. */
  url: string;
  child: SupervisedChild<ExpressMethods>;
  close(): Promise<void>;
}

export async function startExpressProcess(baseUrl: string): Promise<RunningExpressSample> {
  const child = new SupervisedChild<ExpressMethods>({
    name: 'Express sample',
    module: new URL('./express-process', import.meta.url),
  });
  return { url: await child.call('start', { baseUrl }), child, close: () => child.close() };
}
