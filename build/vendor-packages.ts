// After tsc: puts the npm packages that are not installed with ours into dist/vendor, and makes dist import them from there.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, parseSync, type Plugin, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const VENDOR = join(dist, 'vendor');

/** Packages to bundle, in builds of their own: what pino and prom-client need of Node fails in places where the rest runs. */
const BUILDS = [
  [
    'hono',
    '@hono/node-server',
    '@remix-run/multipart-parser',
    'jose',
    'ipaddr.js',
    'any-ascii',
    'eventsource-parser',
    'wasm-media-encoders',
    '@lit/react',
    'minisearch',
  ],
  ['pino'],
  ['prom-client'],
];

/** Bundled into dist/cdn, where the licence comments of some are all that is left. */
const IN_CDN = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element'];

/** What stands for a package whose main file brings too much, or is another one for servers than for browsers. */
const CODE: Record<string, string> = {
  // The one for servers leaves out the effects, of which React 18 warns there.
  '@lit/react': `import { createComponent as inBrowsers } from '${root}node_modules/@lit/react/create-component.js';
    import { createComponent as onServers } from '${root}node_modules/@lit/react/node/create-component.js';
    export const createComponent = typeof document === 'undefined' ? onServers : inBrowsers;`,
};

const bundled = new Set(BUILDS.flat());

interface Import {
  specifier: string;
  names: string[];
  start: number;
  end: number;
}

const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const fileNameOf = (specifier: string): string => specifier.replace(/^@/, '').replaceAll('/', '-');

/** The imports of packages that are bundled. */
function importsOf(code: string): Import[] {
  return parseSync('file.js', code).program.body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' || !bundled.has(packageOf(node.source.value))) return [];
    const names = node.specifiers.map((one) => {
      // CommonJS has no other.
      if (one.type === 'ImportDefaultSpecifier') return 'default';
      if (one.type !== 'ImportSpecifier' || one.imported.type !== 'Identifier')
        throw new Error(`Import ${node.source.value} by its names, so that the rest can be left out`);
      return one.imported.name;
    });
    return [{ specifier: node.source.value, names, start: node.source.start, end: node.source.end }];
  });
}

const files = (await readdir(dist, { recursive: true }))
  .filter((file) => file.endsWith('.js') && !/^(cdn|vendor)[/\\]/.test(file))
  .map((file) => join(dist, file));
const sources = new Map<string, string>();
for (const file of files) sources.set(file, await readFile(file, 'utf8'));

const wanted = new Map<string, Set<string>>();
for (const code of sources.values())
  for (const { specifier, names } of importsOf(code))
    wanted.set(specifier, new Set([...(wanted.get(specifier) ?? []), ...names]));

/** An entry for each import path, with the names that are imported and no more. */
const entries = (specifiers: string[]): Plugin => ({
  name: 'vendored-entries',
  enforce: 'pre',
  resolveId: (id) => (specifiers.some((one) => id === `vendor:${one}`) ? `\0${id}` : undefined),
  load: (id) => {
    if (!id.startsWith('\0vendor:')) return undefined;
    const specifier = id.slice('\0vendor:'.length);
    return CODE[specifier] ?? `export { ${[...(wanted.get(specifier) ?? [])].join(', ')} } from '${specifier}';`;
  },
});

await rm(VENDOR, { recursive: true, force: true });
const modules = new Set<string>();
for (const packages of BUILDS) {
  const specifiers = [...wanted.keys()].filter((specifier) => packages.includes(packageOf(specifier)));
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [entries(specifiers)],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: VENDOR,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: {
        input: Object.fromEntries(specifiers.map((one) => [fileNameOf(one), `vendor:${one}`])),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: `${packages[0]}-[name].js` },
      },
    },
  });
  for (const chunk of (result as Rolldown.RolldownOutput).output)
    if (chunk.type === 'chunk') for (const id of chunk.moduleIds) modules.add(id);
}

for (const [file, code] of sources) {
  let rewritten = code;
  for (const { specifier, start, end } of importsOf(code).reverse()) {
    const path = relative(dirname(file), join(VENDOR, `${fileNameOf(specifier)}.js`)).replaceAll('\\', '/');
    const target = path.startsWith('.') ? path : `./${path}`;
    rewritten = `${rewritten.slice(0, start)}'${target}'${rewritten.slice(end)}`;
  }
  if (rewritten !== code) await writeFile(file, rewritten);
}

await writeNotices();

async function writeNotices(): Promise<void> {
  const folders = new Set(IN_CDN.map((name) => resolve(root, 'node_modules', name)));
  for (const id of modules) {
    const folder = /^.*[/\\]node_modules[/\\](@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0];
    if (folder) folders.add(folder.replace(/^\0/, ''));
  }
  const notices: string[] = [];
  for (const folder of [...folders].sort()) notices.push(await noticeOf(folder), ...(await noticesWithin(folder)));
  notices.push(await weightsNotice());
  await mkdir(dist, { recursive: true });
  await writeFile(
    join(dist, 'THIRD-PARTY-NOTICES.md'),
    `# Third-party notices\n\nkaltura-avatar contains code of these packages.\n\n${notices.join('\n')}`,
  );
}

/** Of the voice detector's weights, whose package has no word of their licence. */
async function weightsNotice(): Promise<string> {
  const text = (await readFile(join(root, 'build/licences/silero-vad.txt'), 'utf8')).trim();
  return `## Silero VAD v6, its weights (MIT)\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}

/** Of what a package holds without a word of its licence. */
async function noticesWithin(folder: string): Promise<string[]> {
  if (!folder.endsWith('wasm-media-encoders')) return [];
  const read = (name: string): Promise<string> => readFile(join(root, 'build/licences', name), 'utf8');
  return [`${await read('lame.md')}\`\`\`text\n${await read('LGPL-2.0.txt')}\n\`\`\`\n`];
}

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((one) => /^licen[cs]e(\.(md|txt))?$/i.test(one));
  if (!file || !existsSync(join(folder, file)) || !license) throw new Error(`${name} has no licence to show`);
  const text = (await readFile(join(folder, file), 'utf8')).trim();
  return `## ${name} ${version} (${license})\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}
