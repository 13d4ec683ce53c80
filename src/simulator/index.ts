export { startSimulator, type Simulator } from './start-simulator.js';
export type { IceServerLink, SimulatorOptions, WhepProfile } from './options.js';
export type { Fault, Faults } from './faults/faults.js';
export { FAULTABLE_CALLS, type FaultableCall, type FaultEffect, type FaultRule } from './faults/faults-rule.js';
export type { SessionState, SessionStatus } from './sessions/session-status.js';
export type { TurnState, TurnStatus } from './sessions/speech-turn.js';
export type { Crashes, SimulatorStatus } from './status/simulator-status.js';
export { MissingPackageError } from './optional-package.js';
