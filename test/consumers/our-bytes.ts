import { gzipSync } from 'node:zlib';

import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/** A script as the browser got it. */
export interface LoadedScript {
  readonly url: string;
  readonly code: string;
}

/** The package, and those that it brings. */
const OURS = /node_modules\/(kaltura-avatar|lit|lit-html|lit-element|@lit\/reactive-element)\//;

/** The package's own files, as a page without a bundler has them. */
const OUR_FILES = /\/kaltura-avatar[\w.-]*\.js$/;

/** How many bytes of these scripts, gzipped file by file, are the package's and Lit's. */
export async function countOurBytes(scripts: readonly LoadedScript[]): Promise<number> {
  const parts = await Promise.all(scripts.map(ourPart));
  return parts.filter((part) => part !== '').reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
}

async function ourPart({ url, code }: LoadedScript): Promise<string> {
  const [, mapUrl] = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code) ?? [];
  if (mapUrl === undefined) return OUR_FILES.test(new URL(url).pathname) ? code : '';
  const response = await fetch(new URL(mapUrl, url));
  return ourRanges(code, new TraceMap(await response.text()));
}

function ourRanges(code: string, map: TraceMap): string {
  const isOurs = map.sources.map((source) => source !== null && OURS.test(source));
  const lines = code.split('\n');
  const ranges = decodedMappings(map).flatMap((segments, line) =>
    segments.map(([start, source], index) => {
      if (source === undefined || isOurs[source] !== true) return '';
      return lines[line]?.slice(start, segments[index + 1]?.[0]) ?? '';
    }),
  );
  return ranges.join('');
}
