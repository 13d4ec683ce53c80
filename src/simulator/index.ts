export { startSimulator, type Simulator } from './start-simulator.js';
export type { IceServerLink, SimulatorOptions, WhepProfile } from './options.js';
export type { Fault, Faults } from './faults.js';
export { FAULTABLE_CALLS, type FaultableCall, type FaultEffect, type FaultRule } from './faults-rule.js';
export type { SessionState, SessionStatus } from './session-status.js';
export type { TurnState, TurnStatus } from './speech-turn.js';
export type { Crashes, SimulatorStatus } from './status/simulator-status.js';
export { MissingPackageError } from './optional-package.js';
