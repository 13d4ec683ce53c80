import type { Way } from '../page/start/ways.js';

/** What comes between the page and the media, or how the page comes about. */
export const PATHS = ['direct', 'relay', 'dead', 'cold'] as const;
export type Path = (typeof PATHS)[number];

export const WAYS = [
  ...(['documented', 'start', 'prepared', 'element'] as const),
  ...(['WHEP: by hand', 'WHEP: ours', 'WHEP: ours, prepared', 'WHEP: whip-whep', 'WHEP: eyevinn'] as const),
] satisfies readonly Way[];

/** The files of test/bench/page/cold, by what they start. */
export const COLD = {
  documented: 'documented',
  start: 'start',
  element: 'element',
  'documented, by whip-whep': 'whip-whep',
  'documented, by eyevinn': 'eyevinn',
} as const;
export type ColdWay = keyof typeof COLD;

export type AnyWay = Way | ColdWay;

/** With what a way is compared. */
export const baseOf = (way: AnyWay): AnyWay => (way.startsWith('WHEP') ? 'WHEP: by hand' : 'documented');
