import { parseArgs } from 'node:util';

import { isHttpUrl, parseUrl } from '../../../src/core/parse-url.js';
import { COLD, PATHS, WAYS, type AnyWay, type Path } from './ways.js';

export interface BenchOptions {
  rounds: number;
  seed: number;
  paths: readonly Path[];
  /** Whether a way is measured. */
  isWanted: (way: AnyWay) => boolean;
  /** A WHEP server to play from, in place of the stand’s: what begins with a session is left out. */
  whepUrl: string | undefined;
  /** Where to trace one start in place of the table: direct, or by relay. */
  trace: boolean;
  json: string | undefined;
  page: string | undefined;
}

/**
 * What follows `npm run bench --`.
 * @throws {RangeError} Saying what can be asked for.
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      paths: { type: 'string', default: PATHS.join() },
      only: { type: 'string' },
      whep: { type: 'string' },
      trace: { type: 'boolean', default: false },
      json: { type: 'string' },
      page: { type: 'string' },
    },
  });
  const only = values.only?.split(',').map((name) => name.trim());
  const known = [...WAYS, ...Object.keys(COLD)];
  only?.forEach((part) => {
    if (!known.some((way) => way.includes(part)))
      throw new RangeError(`--only ${part}: there are ${known.join(' · ')}, or parts of these names.`);
  });
  const isFree = values.whep === undefined;
  return {
    whepUrl: values.whep === undefined ? undefined : webUrl('whep', values.whep),
    rounds: whole('rounds', values.rounds),
    seed: whole('seed', values.seed),
    paths: (isFree ? values.paths : 'direct').split(',').map((name) => {
      const path = PATHS.find((each) => each === name.trim());
      if (!path) throw new RangeError(`--paths ${name}: there are ${PATHS.join(', ')}.`);
      return path;
    }),
    // Without what they are compared with the others have no ratio.
    isWanted: (way) =>
      (isFree || way.startsWith('WHEP')) &&
      (only === undefined ||
        way === 'documented' ||
        way === 'WHEP: by hand' ||
        only.some((part) => way.includes(part))),
    trace: values.trace,
    json: values.json,
    page: values.page,
  };
}

function webUrl(name: string, text: string): string {
  if (isHttpUrl(parseUrl(text))) return text;
  throw new RangeError(`--${name} ${text}: a URL with http or https is needed.`);
}

function whole(name: string, text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new RangeError(`--${name} ${text}: a whole number from 1 on is needed.`);
}
