import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build, type Metafile } from 'esbuild';

import { markdownTable } from './table.js';

/** What a page loads, in bytes by gzip -9. */
export interface Size {
  what: string;
  /** With the page, or with the code that imports it. */
  atOnce: number;
  /** With all that may be loaded later. */
  all: number;
}

/** All by the same method: the shortest page that plays a WHEP URL, or an avatar, bundled and minified by esbuild. */
const PAGES: Readonly<Record<string, string>> = {
  'WHEP: ours': `import { WhepConnection } from 'kaltura-avatar/whep';
    const connection = new WhepConnection(); video.srcObject = connection.stream; connection.connect({ url, iceServers });`,
  'WHEP: whip-whep': `import { WHEPClient } from 'whip-whep/whep.js'; new WHEPClient().view(peer, url);`,
  'WHEP: eyevinn': `import { WebRTCPlayer } from '@eyevinn/webrtc-player';
    new WebRTCPlayer({ video, type: 'whep', iceServers }).load(new URL(url));`,
  'the session': `import { KalturaAvatarSession, createEndpointSource } from 'kaltura-avatar';
    new KalturaAvatarSession().connect(createEndpointSource({ endpoint }));`,
  'the element': `import 'kaltura-avatar/define';`,
};

/** @param conditions How the package's own files are found. Default: those that are built. */
export function measureSizes(conditions: string[] = []): Promise<Size[]> {
  return Promise.all(
    Object.entries(PAGES).map(async ([what, contents]) => {
      const { outputFiles, metafile } = await build({
        stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
        ...{ bundle: true, splitting: true, minify: true, write: false, metafile: true },
        ...{ format: 'esm', target: 'es2022', platform: 'browser', outdir: '/out', logLevel: 'error' },
        conditions,
      });
      const zipped = new Map(
        outputFiles.map(({ path, contents: code }) => [path, gzipSync(code, { level: 9 }).length] as const),
      );
      const sum = (bytes: Iterable<number>): number => [...bytes].reduce((all, each) => all + each, 0);
      const outputs = Object.entries(metafile.outputs).map(([path, output]) => ({ path: nameOf(path), ...output }));
      const byName = new Map([...zipped].map(([path, bytes]) => [nameOf(path), bytes]));
      const atOnce = reached(outputs).map((name) => byName.get(name) ?? 0);
      return { what, atOnce: sum(atOnce), all: sum(zipped.values()) };
    }),
  );
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

/** The entry's file, and those that it loads before it runs. */
function reached(outputs: readonly (Metafile['outputs'][string] & { path: string })[]): string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const { imports = [] } = outputs.find(({ path }) => path === name) ?? {};
    for (const { path, kind } of imports) if (kind === 'import-statement') visit(nameOf(path));
  };
  visit(outputs.find(({ entryPoint }) => entryPoint === '<stdin>')?.path ?? '');
  return [...seen];
}

export function sizesTable(sizes: readonly Size[]): string {
  return markdownTable(
    ['bytes, gzip -9', 'loaded at once', 'with all that may come later'],
    sizes.map(({ what, atOnce, all }) => [what, ...[atOnce, all].map((bytes) => bytes.toLocaleString('en'))]),
  );
}
