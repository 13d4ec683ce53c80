import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { parseSync } from 'vite';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
}

/** For script tags, gzip -9. */
const CDN_LIMITS = {
  /** The element with Lit and all that a page needs before the visitor starts. */
  'kaltura-avatar.js': 20_000,
  'kaltura-avatar.iife.js': 20_000,
  'kaltura-avatar.embed.js': 20_500,
  /** By itself, beside any of them. */
  'kaltura-avatar.analytics.js': 1200,
  /** What is loaded when the visitor starts. */
  'kaltura-avatar-session.js': 18 * 1024,
};

/** What an installation of the package brings along, and the store and the frameworks that some add. */
const PACKAGES = 'lit @lit lit-html lit-element @redis react react-dom vue';

/** Optional, and none of the simulator's. */
const OTHER_PEERS = ['@redis/client', 'react', 'vue', 'svelte', 'preact', 'solid-js'];

describe('the package', () => {
  let manifest: Manifest;
  let folder: string;
  before(async () => {
    manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
    folder = await mkdtemp(join(tmpdir(), 'kaltura-avatar-'));
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    // Laid out as npm would, with this checkout's packages beside it, so that nothing is downloaded.
    await mkdir(join(folder, 'node_modules/kaltura-avatar'), { recursive: true });
    const { stdout } = await run('sh', ['-c', 'ls *.tgz'], { cwd: folder });
    await run('tar', ['-xzf', stdout.trim(), '-C', 'node_modules/kaltura-avatar', '--strip-components=1'], {
      cwd: folder,
    });
    await run('sh', ['-c', `for p in ${PACKAGES}; do ln -s "${root}node_modules/$p" "node_modules/$p"; done`], {
      cwd: folder,
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const importInNode = async (code: string): Promise<string> =>
    (await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder })).stdout.trim();

  it('holds every file that its exports and commands name', () => {
    const named = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string'
        ? [target]
        : Object.entries(target)
            .filter(([condition]) => condition !== 'kaltura-avatar-source')
            .map(([, path]) => path),
    );
    for (const path of [...named, ...Object.values(manifest.bin)]) {
      assert.ok(existsSync(join(folder, 'node_modules/kaltura-avatar', path)), `${path} is missing`);
    }
  });

  it('holds the build and nothing of the sources or the tests', async () => {
    const { stdout } = await run('find', ['.', '-type', 'f'], { cwd: join(folder, 'node_modules/kaltura-avatar') });
    const strays = stdout
      .split('\n')
      .filter(
        (path) =>
          path &&
          !/^\.\/(dist\/|docs\/|demo\/(answers\.md$|backends\/|screenshot\.jpg)|src\/(server\/threat-model\.md|kaltura-avatar\.css\.d\.ts)|(package\.json|README\.md|CHANGELOG\.md|CONTRIBUTING\.md|LICENSE)$)/.test(
            path,
          ),
      );
    assert.deepEqual(strays, []);
  });

  const entries: [string, string][] = [
    ['kaltura-avatar', 'KalturaAvatarElement'],
    ['kaltura-avatar/define', 'KalturaAvatarElement'],
    ['kaltura-avatar/errors', 'isAvatarError'],
    ['kaltura-avatar/analytics', 'connectAnalytics'],
    ['kaltura-avatar/localize', 'registerTranslation'],
    ['kaltura-avatar/session', 'KalturaAvatarSession'],
    ['kaltura-avatar/whep', 'WhepConnection'],
    ['kaltura-avatar/vue', 'KalturaAvatar'],
    ['kaltura-avatar/svelte', 'KalturaAvatarElement'],
    ['kaltura-avatar/preact', 'KalturaAvatarElement'],
    ['kaltura-avatar/solid', 'KalturaAvatarElement'],
    ['kaltura-avatar/server', 'createAvatarBackend'],
    ['kaltura-avatar/server/node', 'toNodeHandler'],
    ['kaltura-avatar/server/redis', 'createRedisStore'],
    ['kaltura-avatar/server/ai', 'createAiReply'],
    ['kaltura-avatar/server/documents', 'createDocumentReply'],
    ['kaltura-avatar/server/genie', 'createGenieReply'],
    ['kaltura-avatar/simulator', 'startSimulator'],
  ];
  for (const [entry, name] of entries) {
    it(`gives ${name} to who imports ${entry} in Node`, async () => {
      assert.equal(await importInNode(`import { ${name} } from '${entry}'; console.log(typeof ${name})`), 'function');
    });
  }

  it('lets a server import what only does something in a browser', async () => {
    const files = ['embed', 'iife', 'analytics'].map(
      (kind) => `./node_modules/kaltura-avatar/dist/cdn/kaltura-avatar.${kind}.js`,
    );
    const all = ['kaltura-avatar/embed', ...files].map((file) => `await import('${file}');`).join('');
    assert.equal(await importInNode(`${all} console.log(typeof globalThis.document)`), 'undefined');
  });

  it('renders on a server in React and in Vue, as an element that the browser fills', async () => {
    const react = `import React from 'react';
      import { renderToString } from 'react-dom/server';
      import { KalturaAvatar } from 'kaltura-avatar/react';
      console.log(renderToString(React.createElement(KalturaAvatar,
        { sessionEndpoint: '/s', autostart: true, className: 'guide', onAvatarError() {} })));`;
    assert.equal(await importInNode(react), '<kaltura-avatar class="guide"></kaltura-avatar>');
    const vue = `import { createSSRApp, h } from 'vue';
      import { renderToString } from 'vue/server-renderer';
      import { KalturaAvatar } from 'kaltura-avatar/vue';
      console.log(await renderToString(createSSRApp({ render: () => h(KalturaAvatar,
        { sessionEndpoint: '/s', autostart: true, class: 'guide', onAvatarError() {} }) })));`;
    assert.equal(await importInNode(vue), '<kaltura-avatar class="guide"></kaltura-avatar>');
  });

  it('tells how its server is configured', async () => {
    const { stdout } = await run(process.execPath, ['node_modules/kaltura-avatar/dist/server/cli.js', '--help'], {
      cwd: folder,
    });
    assert.match(stdout, /AVATAR_KS .*AVATAR_STORE/s);
  });

  it('registers nothing when its main entry is imported', async () => {
    const code = `import 'kaltura-avatar'; console.log(globalThis.customElements?.get('kaltura-avatar'))`;
    assert.equal(await importInNode(code), 'undefined');
  });

  it('asks for the simulator’s packages by name when they are missing', async () => {
    const code = `import { startSimulator } from 'kaltura-avatar/simulator';
      await startSimulator().catch((error) => console.log(error.name, error.message));`;
    const message = await importInNode(code);
    assert.match(message, /^MissingPackageError/);
    assert.match(message, /npm install --save-dev/);
    for (const name of Object.keys(manifest.peerDependencies).filter((peer) => !OTHER_PEERS.includes(peer)))
      assert.ok(message.includes(name), `${name} is not named`);
  });

  it('leaves the frameworks and the simulator’s heavy packages out of everybody else’s installation', () => {
    for (const name of Object.keys(manifest.peerDependencies))
      assert.equal(manifest.peerDependenciesMeta[name]?.optional, true);
  });

  for (const [file, limit] of Object.entries(CDN_LIMITS)) {
    it(`has ${file} for a script tag, with all that it needs in ${limit / 1000} kB`, async () => {
      const found = (await readdir(join(root, 'dist/cdn'))).find(
        (name) => name.replace(/\.[0-9a-f]{8}\.js$/, '.js') === file,
      );
      const code = await readFile(join(root, 'dist/cdn', found ?? file));
      assert.deepEqual(staticImportsOf(code.toString()), []);
      const { length } = gzipSync(code, { level: 9 });
      assert.ok(length <= limit, `${length} bytes`);
    });
  }

  it('loads what comes later from files that share Lit with the element, whichever file brought it', async () => {
    const files = (await readdir(join(root, 'dist/cdn'))).filter((file) => file.endsWith('.js') && isLoadedLater(file));
    assert.ok(files.length > 0);
    for (const file of files) {
      const code = await readFile(join(root, 'dist/cdn', file), 'utf8');
      assert.doesNotMatch(code, /litHtmlVersions|reactiveElementVersions/, `${file} holds a second copy of Lit`);
      assert.match(file, /\.[0-9a-f]{8}\.js$/, `${file} has the same name in each version`);
      // A file that came at a second try, by another URL, would be a second copy to those that import it.
      assert.deepEqual(staticImportsOf(code), [], `${file} imports others by itself`);
    }
  });

  it('has classic scripts in ASCII, for pages that are not in UTF-8', async () => {
    for (const kind of ['iife', 'embed', 'analytics']) {
      const code = await readFile(join(root, `dist/cdn/kaltura-avatar.${kind}.js`));
      assert.equal(
        code.find((byte) => byte > 127),
        undefined,
      );
    }
  });
});

function isLoadedLater(file: string): boolean {
  return file.startsWith('kaltura-avatar-');
}

function staticImportsOf(code: string): string[] {
  return parseSync('file.js', code).program.body.flatMap((node) =>
    (node.type === 'ImportDeclaration' || node.type === 'ExportNamedDeclaration') && node.source
      ? [node.source.value]
      : [],
  );
}
