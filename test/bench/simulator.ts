/**
 * What the simulator's viewers cost, and how many it serves in real time: `npm run bench:simulator`.
 *
 * Viewers in a process of their own watch avatars that listen or talk; `--viewers 1,8` names how many at once. `--beside ../other`
 * measures the media engine of another checkout in turns with this one's. The viewers share the machine with what they watch.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { SupervisedChild } from '../../src/simulator/child/supervised-child.js';
import type { MediaEngineListener } from '../../src/simulator/media/media-engine.js';
import type * as Engines from '../../src/simulator/media/spawned-media-engine.js';
import { clipDurationMs, type SpeechClip } from '../../src/simulator/mouth.js';
import { createVoice } from '../../src/simulator/voice/spawned-voice.js';
import { median } from '../support/median.js';
import { processorTime } from './simulator/processor-time.js';
import type { Watched, WatchingMethods } from './simulator/watching-protocol.js';

const { values } = parseArgs({
  options: {
    viewers: { type: 'string', default: '1,2,4,8' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    beside: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
/** Within this the bitrate has grown and the pictures have found their size. */
const SETTLING_MS = 6000;
/** A viewer that gets fewer frames a second sees that it stutters. */
const ENOUGH_FPS = 24.5;
const crowds = values.viewers.split(',').map(Number);
const MODULE = 'src/simulator/media/spawned-media-engine.ts';
const SPEECH = 'The quick brown fox jumps over the lazy dog, and then it tells the whole story once more.';

type CreateEngine = typeof Engines.createMediaEngine;
type Doing = 'listens' | 'talks';

/** One round of one crowd. */
interface Round {
  /** Of a core, in per cent. */
  main: number;
  others: number;
  /** Frames a second, of each viewer. */
  fps: number[];
  /** The share of frames that were late, in per cent. */
  late: number;
  /** The edge of the smallest pictures, in pixels. */
  edge: number;
  /** How fast the avatars talk: 1 is real time. */
  pace: number;
}

const engines: [name: string, create: CreateEngine][] = [['this checkout', await engineOf('.')]];
if (values.beside !== '') engines.push([values.beside, await engineOf(values.beside)]);

const voice = createVoice();
const clip = await voice.synthesize(SPEECH);
await voice.close();

const served = new Map(engines.map(([name]) => [name, { listens: 0, talks: 0 }]));

for (const [crowd, doing] of crowds.flatMap((each) => [[each, 'listens'] as const, [each, 'talks'] as const])) {
  const rounds = engines.map((): Round[] => []);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [index, [, create]] of engines.entries()) rounds[index]?.push(await measure(create, crowd, doing));
  }
  for (const [index, [name]] of engines.entries()) {
    const own = rounds[index] ?? [];
    tell(name, crowd, doing, own);
    const most = served.get(name);
    if (most && median(own.map(({ fps }) => Math.min(...fps))) >= ENOUGH_FPS)
      most[doing] = Math.max(most[doing], crowd);
  }
}
for (const [name, { listens, talks }] of served) {
  console.log(`${name} serves ${listens} viewers of listening avatars in real time, ${talks} of talking ones`);
}
process.exit(0);

async function engineOf(checkout: string): Promise<CreateEngine> {
  const module = (await import(pathToFileURL(resolve(checkout, MODULE)).href)) as typeof Engines;
  return module.createMediaEngine;
}

async function measure(create: CreateEngine, crowd: number, doing: Doing): Promise<Round> {
  const clipEnds = new Map<string, number[]>();
  const onEvent: MediaEngineListener['onEvent'] = (event) => {
    if (event.type !== 'clip-finished') return;
    clipEnds.set(event.stageId, [...(clipEnds.get(event.stageId) ?? []), performance.now()]);
  };
  const engine = create({ onEvent, onCrash: (reason) => console.error(reason) });
  const watchers = new SupervisedChild<WatchingMethods, never>({
    name: 'viewers',
    module: new URL('./simulator/watching-process', import.meta.url),
    onEvent: () => undefined,
  });
  const names = Array.from({ length: crowd }, (_, index) => `viewer-${index + 1}`);
  for (const viewerId of names) {
    await engine.openStage(viewerId, { avatarId: viewerId });
    const { sdp } = await engine.connectViewer(viewerId, await watchers.call('createOffer', { viewerId }));
    await watchers.call('acceptAnswer', { viewerId, sdp });
  }
  while ((await watchers.call('watching', {})) < crowd) await sleep(50);
  const clips = doing === 'talks' ? Math.ceil((seconds * 1000 + SETTLING_MS + 1000) / clipDurationMs(clip)) : 0;
  const say = (viewerId: string, index: number, it: SpeechClip): Promise<void> =>
    engine.play(viewerId, `clip-${index}`, it);
  await Promise.all(names.flatMap((viewerId) => Array.from({ length: clips }, (_, at) => say(viewerId, at, clip))));
  await sleep(SETTLING_MS);
  const pid = engine.pid ?? 0;
  await watchers.call('take', {});
  const [from, before] = [performance.now(), processorTime(pid)];
  await sleep(seconds * 1000);
  const watched = await watchers.call('take', {});
  const [lasted, after] = [performance.now() - from, processorTime(pid)];
  await Promise.all([engine.close(), watchers.close()]);
  const sum = (name: keyof Watched): number => watched.reduce((total, each) => total + each[name], 0);
  return {
    main: ((after.main - before.main) / lasted) * 100,
    others: ((after.others - before.others) / lasted) * 100,
    fps: watched.map(({ frames }) => frames / (lasted / 1000)),
    late: (sum('late') / sum('frames')) * 100,
    edge: Math.min(...watched.map(({ edge }) => edge)),
    pace: Math.min(...[...clipEnds.values()].map(paceOf)),
  };
}

/** The clips that follow each other end as far apart as they last. */
function paceOf(ends: readonly number[]): number {
  return ((ends.length - 1) * clipDurationMs(clip)) / ((ends.at(-1) ?? NaN) - (ends[0] ?? NaN));
}

function tell(name: string, crowd: number, doing: Doing, rounds: readonly Round[]): void {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const each = rounds.flatMap(({ fps }) => fps);
  const share = (percent: number): string => `${(percent / crowd).toFixed(1)} %`;
  // Where frames are left out, the share of a core says little.
  const msPerFrame = middle(({ main, others, fps }) => ((main + others) * 10) / fps.reduce((sum, one) => sum + one, 0));
  console.log(
    `${name}, ${crowd} × ${doing}: ${share(middle(({ main, others }) => main + others))} of a core per viewer ` +
      `(${share(middle(({ main }) => main))} drawing and sending, ${share(middle(({ others }) => others))} encoding; ${msPerFrame.toFixed(1)} ms a frame), ` +
      `${median(each).toFixed(1)} frames a second, worst ${Math.min(...each).toFixed(1)}, ` +
      `${middle(({ edge }) => edge)} px, ${doing === 'talks' ? `sound at ${middle(({ pace }) => pace).toFixed(3)} of real time, ` : ''}` +
      `late ${middle(({ late }) => late).toFixed(1)} %, worst ${Math.max(...rounds.map(({ late }) => late)).toFixed(1)} % ` +
      `(load ${loadavg()[0]?.toFixed(1)})`,
  );
}
