import type { FaultableCall } from '../../src/simulator/faults/faults-rule.js';
import type { CellEffect, CellFault, Stage } from './cell.js';

export const at = (call: FaultableCall, times: number, effect: CellEffect): CellFault => ({ call, times, ...effect });
export const once = (call: FaultableCall, effect: CellEffect): CellFault[] => [at(call, 1, effect)];
export const always = (call: FaultableCall, effect: CellEffect): CellFault[] => [at(call, Infinity, effect)];

export const status = (code: number, more: object = {}): CellEffect => ({ kind: 'status', status: code, ...more });

/** An answer to an offer, of a resource that there is not. */
export const sdp = (body: string): CellEffect =>
  status(201, { body, headers: { 'Content-Type': 'application/sdp', Location: '/rtc/v1/whep/resource/none' } });

/** Holds a step long enough that something can come in between, and lets it go on then. */
export const HELD: CellEffect = { kind: 'delay', ms: 1500 };

/** The packets stop until the session has noticed. */
export const pathBreaks = async (stage: Stage): Promise<void> => {
  await stage.live();
  stage.signalMedia('SIGSTOP');
  try {
    await stage.lost();
  } finally {
    stage.signalMedia('SIGCONT');
  }
};

/** The process that makes the media dies. */
export const mediaCrashes = async (stage: Stage): Promise<void> => {
  await stage.live();
  stage.signalMedia('SIGKILL');
};
