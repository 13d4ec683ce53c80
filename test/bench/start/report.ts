import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

import { sizesTable, type Size } from './sizes.js';
import type { ROUND_TRIP_MS, Stand } from './stand.js';
import { timesTable, type Summary } from './table.js';
import { traceTable, type Trace } from './trace.js';

/** On what it was measured, and with what. */
export interface Machine {
  processor: string;
  cores: number;
  /** The load average of the minute before. */
  load: number;
  node: string;
  chromium: string;
  peers: Record<string, string>;
}

export interface Report {
  machine: Machine;
  roundTripMs: typeof ROUND_TRIP_MS;
  rounds: number;
  failures: number;
  summaries: readonly Summary[];
  sizes: readonly Size[];
  traces: readonly Trace[];
}

export const PEERS = ['whip-whep', '@eyevinn/webrtc-player'] as const;

export async function describeMachine({ launch }: Pick<Stand, 'launch'>): Promise<Machine> {
  const browser = await launch();
  const chromium = browser.version();
  await browser.close();
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: loadavg()[0] ?? NaN,
    node: process.version,
    chromium,
    peers: Object.fromEntries(await Promise.all(PEERS.map(async (name) => [name, await versionOf(name)] as const))),
  };
}

async function versionOf(name: string): Promise<string> {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

export function machineLine({ cores, processor, load, node, chromium, peers }: Machine): string {
  const others = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return `${cores} × ${processor}, load ${load.toFixed(1)}, Node ${node}, Chromium ${chromium}, ${others.join(', ')}`;
}

/** The page of the documentation. */
export function pageOf(
  { machine, roundTripMs, rounds, summaries, sizes, traces }: Report,
  quietPage: string | undefined,
): string {
  const parts = [
    `# How long visitors wait, and what they load

Made by \`npm run bench -- --page docs/performance.md\`, in one run and in random order, ${rounds} times each after a first round that is
thrown away, on ${machineLine(machine)}.

Everything but the relay is over HTTPS. The page has been loaded from its site, and has no connection to the service yet. It is ${roundTripMs.page} ms (there and back) from everything, the backend ${roundTripMs.backend} ms from the
service, by proxies on loopback that add the distance and no limit of bandwidth. The service is the simulator, whose media server behaves as SRS does:
it closes its connections, and takes no candidates later. Media go straight over loopback, which takes no time, or through a TURN server (coturn)
by TCP alone, ${roundTripMs.page} ms away. The time is that from the call to the first frame on screen.

- _documented_: the sequence of the service’s documents. The backend creates a session, the page asks for the WHEP URL, and a hand-written
  viewer that waits for nothing plays it.
- _start_: \`connect()\` of the session; _prepared_: the same after \`prepare()\`, as when the pointer was on the start button; _element_:
  \`start()\` of an element that was in view for half a second.
- _WHEP_: the part from the WHEP URL on, by hand, by \`WhepConnection\` and by other clients. Ratios are to the one by hand.
- _relay, three dead URLs_: three more TURN URLs that never answer stand before the one that does.
- _cold browser_: a browser of its own for each start, and the time from the navigation on: the document, the scripts and all connections are
  part of it.

## Times

${timesTable(summaries)}`,
    `## Where the time of a start goes

Chromium’s trace of one start of the session, not prepared, joined with what the backend did by the same clock: of five starts the one in the middle.

What is left is mostly distance. Direct, the request takes ${roundTripMs.page} ms there and back, and create, init-client and the offer to the media server
${roundTripMs.backend} ms each; the connection to the media server is opened beside them. By relay, Chromium first asks the relay 50 ms after the offer
was made; TCP and two requests for an address take three round trips, a path one, DTLS two, and its last word and the first packet one. \`prepare()\`
has the first three behind it. The simulator’s first picture is drawn and encoded when the viewer is connected: a few milliseconds that
any service needs.

${traces.map(traceTable).join('\n\n')}`,
    `## Sizes

Of a page that plays, bundled and minified by esbuild, everything included.

${sizesTable(sizes)}`,
    ...(quietPage === undefined ? [] : [`## What an open page costs\n\n${quietPage}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}
