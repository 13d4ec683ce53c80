import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import type { Plugin } from 'vite';

/** How the code that loads the worklet names its file: in the sources, so that these run as they are. */
const ADDRESS = "new URL('./ears-worklet.ts', import.meta.url)";

/** The module that does. */
const LOADED_BY = 'rendering-ears';

const SOURCE = fileURLToPath(new URL('../src/element/extensions/voice/detector/ears-worklet.ts', import.meta.url));

/**
 * The worklet that listens for speech, with all that it imports: bundlers copy what is named by its URL as it is, and a file
 * that loads others would come late.
 * @param minify Files below 4 kB are made part of the URL by Vite, which a Content-Security-Policy may not allow.
 */
export async function bundleEarsWorklet(minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    bundle: true,
    minify,
    format: 'esm',
    target: 'es2022',
    charset: 'ascii',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** The code with the built file’s address in place of the source’s. */
export function withWorkletAddress(code: string, address: string): string {
  if (!code.includes(ADDRESS)) throw new Error('The worklet is not loaded where it was');
  return code.replace(ADDRESS, address);
}

/** Puts the worklet beside the files for script tags, of which the one that loads it is an ES module always. */
export function earsWorklet(fileName: string): Plugin {
  return {
    name: 'ears-worklet',
    enforce: 'pre',
    async load(id) {
      if (!id.includes(LOADED_BY)) return undefined;
      // Vite would put the file's bytes into the address that it finds.
      const address = `new URL('./${fileName}', String(import.meta.url))`;
      return withWorkletAddress(await readFile(id, 'utf8'), address);
    },
    async generateBundle(_options, bundle) {
      const isUsed = Object.values(bundle).some((file) => file.type === 'chunk' && file.code.includes(fileName));
      if (isUsed) this.emitFile({ type: 'asset', fileName, source: await bundleEarsWorklet(true) });
    },
  };
}
