import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { headingsOf } from '../support/markdown-headings.js';
import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Outcome {
  status: number;
  output: string;
}

describe('the package, before it is published', () => {
  let packed: PackedPackage;
  let unpacked: string;
  before(async () => {
    packed = await unpackPackage([]);
    unpacked = join(packed.folder, 'node_modules/kaltura-avatar');
  });
  after(() => packed.remove());

  const run = (command: string, ...args: string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      execFile(join(root, 'node_modules/.bin', command), args, { cwd: root }, (error, stdout, stderr) => {
        resolve({ status: error ? 1 : 0, output: stdout + stderr });
      });
    });

  it('is found right by publint', async () => {
    const { status, output } = await run('publint', '--strict', packed.tarball);
    assert.equal(status, 0, output);
  });

  it('has types that fit its files, says attw', async () => {
    const { status, output } = await run('attw', packed.tarball, '--profile', 'esm-only');
    assert.equal(status, 0, output);
  });

  it('imports nothing that is not installed with it, but what is optional', async () => {
    const { dependencies, peerDependencies } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    const known = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    assert.ok(
      Object.keys(dependencies).every((name) => INSTALLED_WITH_IT.includes(name)),
      'the tests have another list',
    );
    const files = (await readdir(join(unpacked, 'dist'), { recursive: true })).filter(
      (file) => file.endsWith('.js') && !file.startsWith('cdn'),
    );
    for (const file of files) {
      const code = await readFile(join(unpacked, 'dist', file), 'utf8');
      for (const [, specifier = ''] of code.matchAll(
        /(?:^|[;}])\s*(?:import|export)[^;'"`()]*?from\s*["']([^"']+)["']/gm,
      ))
        assert.ok(
          specifier.startsWith('.') ||
            specifier.startsWith('node:') ||
            known.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ||
            (file.startsWith('vendor') && /^[a-z0-9_/]+$/.test(specifier)),
          `dist/${file} imports ${specifier}`,
        );
    }
  });

  it('asks for no file of Node in the code that edges load', async () => {
    const start = join(unpacked, 'dist/server/index.js');
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = await readFile(file, 'utf8');
      assert.doesNotMatch(code, /createRequire|__dirname/, file);
      for (const [, specifier = ''] of code.matchAll(/from\s*["'](\.[^"']+)["']/g))
        await visit(join(file, '..', specifier));
    };
    await visit(start);
    assert.ok([...seen].some((file) => file.includes('/vendor/')));
  });

  it('has the notices of the packages whose code it holds', async () => {
    const notices = await readFile(join(unpacked, 'dist/THIRD-PARTY-NOTICES.md'), 'utf8');
    for (const name of ['hono', '@hono/node-server', 'jose', 'ipaddr.js', 'eventsource-parser'])
      assert.ok(notices.includes(`## ${name} `), name);
    for (const name of ['pino', 'wasm-media-encoders', '@lit/react', 'lit', 'minisearch'])
      assert.ok(notices.includes(`## ${name} `), name);
  });

  it('says of the MP3 encoder what the LGPL asks for', async () => {
    const notices = await readFile(join(unpacked, 'dist/THIRD-PARTY-NOTICES.md'), 'utf8');
    const [, lame = ''] = /^## LAME[^\n]*\n([\s\S]*?)(?=^## )/m.exec(`${notices}\n## `) ?? [];
    for (const part of [
      'Copyright ©',
      'Source of LAME: <https://',
      'GNU LIBRARY GENERAL PUBLIC LICENSE',
      'NO WARRANTY',
    ])
      assert.ok(lame.includes(part), part);
    const manifest = await readFile(join(root, 'node_modules/wasm-media-encoders/package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    assert.ok(lame.includes(`tag v${version} of`), `The notice is not of ${version}`);
    const holders = (await readdir(join(unpacked, 'dist'), { recursive: true })).filter((name) =>
      /(?:mp3-encoder.*|wasm-media-encoders.*)\.js$/.test(name),
    );
    const [called] = holders.filter((name) => name.startsWith('cdn'));
    assert.ok(called && holders.includes('vendor/wasm-media-encoders-esnext.js'), holders.join());
    const code = await readFile(join(unpacked, 'dist', called), 'utf8');
    assert.ok(code.includes('/*! The encoder is LAME'), called);
  });

  it('holds every file that its pages link to, with the heading where one is named', async () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...(await readdir(join(unpacked, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
    ];
    for (const page of pages) {
      const text = await readFile(join(unpacked, page), 'utf8');
      for (const [, path = '', heading] of text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)) {
        const target = path === '' ? join(unpacked, page) : join(unpacked, dirname(page), path);
        assert.ok(existsSync(target), `${page} links to ${path}`);
        if (heading !== undefined)
          assert.ok(
            headingsOf(await readFile(target, 'utf8')).includes(heading),
            `${page} links to ${path}#${heading}`,
          );
      }
    }
  });

  it('tells editors of every attribute', async () => {
    const read = async (file: string): Promise<string> => readFile(join(unpacked, 'dist', file), 'utf8');
    for (const file of ['web-types.json', 'vscode.html-custom-data.json'])
      for (const name of ['session-endpoint', 'placement', 'chroma-key'])
        assert.ok((await read(file)).includes(`"${name}"`), `${file} lacks ${name}`);
  });
});
