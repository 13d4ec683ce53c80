import { Session } from 'node:inspector/promises';
import { basename } from 'node:path';

/** A function, and what it took by itself, without those that it called. */
export interface ProfiledFunction {
  name: string;
  /** File and line; empty for what is the runtime's own. */
  place: string;
  /** Of the time in which the processor was used, from 0 to 1. */
  share: number;
}

/** How often it is looked which function runs, in microseconds. */
const INTERVAL_US = 200;

const session = new Session();

export async function startProfile(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await session.post('Profiler.start');
}

/** Gives the functions that took most since {@link startProfile}, the first of them first. */
export async function stopProfile(most: number): Promise<ProfiledFunction[]> {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const taken = new Map<string, ProfiledFunction>();
  let whole = 0;
  for (const [at, id] of samples.entries()) {
    const frame = frames.get(id);
    const time = timeDeltas[at] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    const name = frame.functionName || '(anonymous)';
    const place = frame.url === '' ? '' : `${placeOf(frame.url)}:${frame.lineNumber + 1}`;
    const known = taken.get(`${name} ${place}`) ?? { name, place, share: 0 };
    known.share += time;
    whole += time;
    taken.set(`${name} ${place}`, known);
  }
  const functions = [...taken.values()].sort((one, other) => other.share - one.share).slice(0, most);
  return functions.map((one) => ({ ...one, share: one.share / whole }));
}

function placeOf(url: string): string {
  const [, inPackage] = /\/node_modules\/(.+)$/.exec(url) ?? [];
  return inPackage ?? (url.startsWith('node:') ? url : basename(url));
}
