import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

import { build as buildWithEsbuild } from 'esbuild';
import { build as buildWithVite, type Rolldown } from 'vite';

import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';

/** What a page loads at once: its entry with all that this imports statically. */
interface FirstLoad {
  /** As they are sent: each file by itself, gzip -9. */
  bytes: number;
  modules: string[];
}

/** A file of a bundler's output. */
interface OutputFile {
  code: string;
  modules: string[];
  imports: string[];
}

const REGISTER = `import 'kaltura-avatar/define';`;
const useGuardOf = (entry: string): string =>
  `${REGISTER} import { isAvatarError } from '${entry}'; onerror = (event, url, line, column, error) => isAvatarError(error);`;

describe('a bundler', () => {
  let packed: PackedPackage;
  before(async () => {
    packed = await unpackPackage(INSTALLED_WITH_IT);
  });
  after(() => packed.remove());

  const bundlers: Record<string, (entry: string) => Promise<FirstLoad>> = {
    esbuild: async (entry) => {
      const { outputFiles, metafile } = await buildWithEsbuild({
        absWorkingDir: packed.folder,
        entryPoints: [basename(entry)],
        bundle: true,
        splitting: true,
        format: 'esm',
        minify: true,
        metafile: true,
        write: false,
        outdir: 'out',
      });
      const codes = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
      const files = Object.entries(metafile.outputs).map(([path, { inputs, imports }]): [string, OutputFile] => [
        basename(path),
        {
          code: codes.get(basename(path)) ?? '',
          modules: Object.keys(inputs).filter((module) => inputs[module]?.bytesInOutput),
          imports: imports.filter(({ kind }) => kind === 'import-statement').map((one) => basename(one.path)),
        },
      ]);
      return firstLoad(basename(entry), new Map(files));
    },
    vite: async (entry) => {
      const result = (await buildWithVite({
        root: packed.folder,
        configFile: false,
        logLevel: 'silent',
        build: { write: false, rolldownOptions: { input: entry } },
      })) as Rolldown.RolldownOutput;
      const chunks = result.output.filter((file) => file.type === 'chunk');
      const files = chunks.map(({ fileName, code, modules, imports }): [string, OutputFile] => [
        fileName,
        { code, imports, modules: Object.keys(modules).filter((module) => modules[module]?.renderedLength) },
      ]);
      return firstLoad(chunks.find(({ isEntry }) => isEntry)?.fileName ?? '', new Map(files));
    },
  };

  const loadOf = async (bundler: string, code: string): Promise<FirstLoad> => {
    const entry = join(packed.folder, 'entry.js');
    await writeFile(entry, code);
    return (await bundlers[bundler]?.(entry)) ?? assert.fail();
  };

  // esbuild splits by file: whatever the main entry re-exports and somebody loads later is loaded at once.
  const cases = [
    ['esbuild', 'kaltura-avatar/errors'],
    ['vite', 'kaltura-avatar/errors'],
    ['vite', 'kaltura-avatar'],
  ] as const;
  for (const [bundler, entry] of cases)
    it(`adds next to nothing for isAvatarError of ${entry}, and loads the session later as before: ${bundler}`, async () => {
      const alone = await loadOf(bundler, REGISTER);
      const guarded = await loadOf(bundler, useGuardOf(entry));
      assert.ok(
        alone.modules.some((module) => module.includes('/dist/element/')),
        'the element is not there',
      );
      assert.deepEqual(
        guarded.modules.filter((module) => module.includes('/dist/session/')),
        [],
      );
      assert.ok(guarded.bytes - alone.bytes < 200, `${alone.bytes} bytes, then ${guarded.bytes}`);
    });
});

function firstLoad(entry: string, files: ReadonlyMap<string, OutputFile>): FirstLoad {
  const names = new Set([entry]);
  // A set also gives what is added while it is gone through.
  for (const name of names) for (const imported of files.get(name)?.imports ?? []) names.add(imported);
  const loaded = [...names].map((name) => files.get(name) ?? assert.fail(`${name} is missing`));
  return {
    bytes: loaded.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0),
    modules: loaded.flatMap(({ modules }) => modules),
  };
}
