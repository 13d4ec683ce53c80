import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import * as esbuild from 'esbuild';
import { build, type Rolldown } from 'vite';

import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const kilobytes = (...codes: (string | Uint8Array)[]): number =>
  codes.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0) / 1000;

describe('the sizes in the README', () => {
  let packed: PackedPackage;
  let entry: string;
  let readme: string;
  before(async () => {
    packed = await unpackPackage(INSTALLED_WITH_IT);
    entry = join(packed.folder, 'main.js');
    await writeFile(entry, "import 'kaltura-avatar/define';");
    readme = await readFile(join(root, 'README.md'), 'utf8');
  });
  after(() => packed.remove());

  /** The figures in the row of the table that begins with `title`. */
  const printed = (title: string): number[] => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${title}`)) ?? '';
    return [...(row.split('|').at(-2) ?? '').matchAll(/\d+(?:\.\d+)?/g)].map(Number);
  };
  const assertPrinted = (title: string, measured: number): void => {
    const figures = printed(title);
    const range = `“${title}” is ${measured.toFixed(1)} kB, printed as ${figures.join(' to ')}`;
    assert.ok(
      figures.length > 0 && Math.min(...figures) - 1.5 < measured && measured <= Math.max(...figures) + 0.5,
      range,
    );
  };
  const hrefsIn = (tags: string): string[] => [...tags.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  /** The files that a page can load ahead, the session's first. */
  const preloaded = async (): Promise<string[]> => hrefsIn(Buffer.from(await readCdn('preload.html')).toString());
  const readCdn = (file: string): Promise<Uint8Array> => readFile(join(root, 'dist/cdn', file));

  it('are those of the script file', async () => {
    assertPrinted('the element as a script file', kilobytes(await readCdn('kaltura-avatar.js')));
  });

  it('are those of what Vite makes', async () => {
    const made = await build({
      root: packed.folder,
      logLevel: 'silent',
      build: { write: false, rolldownOptions: { input: entry } },
    });
    const { output } = (Array.isArray(made) ? made[0] : made) as Rolldown.RolldownOutput;
    const chunks = output.filter((one) => one.type === 'chunk');
    const files = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
    const loaded = reach(
      chunks.find(({ isEntry }) => isEntry)?.fileName ?? '',
      (file) => files.get(file)?.imports ?? [],
    );
    assertPrinted(
      'the element in a bundle that Vite makes',
      kilobytes(...loaded.map((file) => files.get(file)?.code ?? '')),
    );
  });

  it('are those of what esbuild makes', async () => {
    const { outputFiles, metafile } = await esbuild.build({
      entryPoints: [entry],
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      write: false,
      metafile: true,
      absWorkingDir: packed.folder,
      outdir: 'out',
    });
    const loaded = reach('out/main.js', (file) =>
      (metafile.outputs[file]?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => path),
    );
    const codes = loaded.map(
      (file) => outputFiles.find(({ path }) => path === join(packed.folder, file))?.contents ?? '',
    );
    assertPrinted('the element in one that esbuild makes', kilobytes(...codes));
  });

  it('are those of the element and the session together, which a page loads until the avatar is seen', async () => {
    const codes = await Promise.all(['kaltura-avatar.js', (await preloaded())[0] ?? ''].map(readCdn));
    assert.ok(kilobytes(...codes) <= 34, `${kilobytes(...codes)} kB by gzip -9, where 34 are allowed`);
  });

  it('stand above the tags that the build writes to load ahead what a start needs', async () => {
    const files = await preloaded();
    const [printedTags = ''] = /<link rel="modulepreload"[^]*?(?=\n```)/.exec(readme) ?? [];
    const [, build = ''] = /\.(\w+)\.js$/.exec(files[0] ?? '') ?? [];
    assert.deepEqual(
      hrefsIn(printedTags),
      files.map((file) => `/avatar/${file.replace(`.${build}.`, '.<build>.')}`),
    );
    const element = Buffer.from(await readCdn('kaltura-avatar.js')).toString();
    for (const file of files) {
      await readCdn(file);
      assert.ok(
        element.includes(`"./${file}"`) || element.includes(`\`./${file}\``),
        `The element does not load ${file}`,
      );
    }
  });

  it('are those of what a start loads, of the encoder, and of the voice detector', async () => {
    const files = await readdir(join(root, 'dist/cdn'));
    const read = async (part: string): Promise<Uint8Array> =>
      readCdn(files.find((file) => new RegExp(`^kaltura-avatar-${part}(?:\\.[0-9a-f]+)?\\.js$`).test(file)) ?? part);
    const parts = ['session', 'session-live', 'session-choice', 'backend-fetch'];
    assertPrinted('what is loaded when the visitor starts it', kilobytes(...(await Promise.all(parts.map(read)))));
    assertPrinted('the MP3 encoder', kilobytes(await read('session-mp3-encoder')));
    const detector = await Promise.all(['silero-weights', 'ears-worklet'].map(read));
    assertPrinted('the voice detector', kilobytes(...detector));
    for (const part of ['captions', 'controls', 'conversation', 'desk', 'chroma-key', 'launcher'])
      assertPrinted('captions, controls', kilobytes(await read(part)));
  });
});

/** All files that are loaded at once with the first. */
function reach(first: string, importsOf: (file: string) => string[]): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    importsOf(file).forEach(visit);
  };
  visit(first);
  return [...seen];
}
