import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { Visitor, build, type Plugin, type Rolldown } from 'vite';

import { apply, nameOf, parse, type Edit } from './code-edits.js';
import { LIST, LOAD, namesFrom, withLoader } from './later-files.js';
import { toAscii } from './to-ascii.js';

/** What the element's own file has to export, whatever else the files that are loaded later need of it. */
const PUBLIC_NAME = 'KalturaAvatarElement';

/** What its source exports for {@link withLoader}. */
const LOADER = 'loadFile';

/** What the element's file calls it by: longer than any name that the minifier gives. */
const OWN_LOADER = '$load';

export interface ScriptTagFiles {
  /** The ES module that Rolldown made. */
  module: string;
  /** The same as a classic script, to be made of it. */
  classic: string;
  /** The classic script that also mounts elements, the source of what it does beside, and what it loads for that. */
  embed: { name: string; source: string; later: { name: string; source: string } };
  /** The names that the module shares with other builds, in their order. */
  list: readonly string[];
  /** A classic script of its own, which needs no other, and its source. */
  analytics: { name: string; source: string };
  /** A style sheet, and the source that it is a copy of. */
  css: { name: string; source: string };
}

/**
 * Makes the files for script tags of the ES modules that Rolldown gives. A classic script holds all that a page needs before the
 * visitor starts, so that it is there with one request; what is loaded later are the same modules for both.
 */
export function scriptTagFiles(files: ScriptTagFiles): Plugin {
  return {
    name: 'script-tag-files',
    async generateBundle(_options, bundle) {
      const entry = chunkOf(bundle, files.module);
      const { later: embedLater } = files.embed;
      const mounting = toAscii(await buildEmbed(files, embedLater.source));
      const hash = createHash('sha256').update(mounting).digest('hex').slice(0, 8);
      const mountingName = `${embedLater.name}.${hash}.js`;
      const embed = withFolder(await buildEmbed(files, files.embed.source), mountingName);
      const { body, locals } = withoutExports(entry);
      const shared = [...locals.keys()].filter((name) => ![PUBLIC_NAME, LOADER, ...files.list].includes(name));
      const publicLocal = localOf(locals, PUBLIC_NAME);
      const loader = localOf(locals, LOADER);
      const list = `${LIST}:[${files.list.map((name) => localOf(locals, name)).join()}]`;
      const named = shared.sort().map((name) => `${name}:${localOf(locals, name)}`);
      const members = [`${LOAD}:${loader}`, list, ...named];
      // By a name of its own: the loader’s short one may be hidden by a variable of the function that loads something.
      const ownLoader = `const ${OWN_LOADER}=(file)=>${loader}(file);`;
      const code = `${ownLoader}${withLoader(body, OWN_LOADER)};${publicLocal}[Symbol.for("kaltura-avatar")]={${members.join()}};`;
      entry.code = `${code}export{${publicLocal} as ${PUBLIC_NAME}};\n`;

      const classic = asClassicScript(code);
      const emit = (fileName: string, source: string | Buffer): string =>
        this.emitFile({ type: 'asset', fileName, source });
      emit(files.classic, toAscii(classic));
      emit(files.embed.name, toAscii(`${classic}(()=>{"use strict";${embed}})();\n`));
      emit(mountingName, mounting);
      emit(files.analytics.name, toAscii(await buildAlone(files.analytics)));
      emit(files.css.name, await readFile(files.css.source));
    },
  };
}

async function buildAlone({ name, source }: { name: string; source: string }): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: source, formats: ['iife'], name: 'kalturaAvatarAnalytics', fileName: () => name },
      rolldownOptions: { output: { minify: true } },
    },
  });
  return firstChunk(result, name).code;
}

/** By itself: of two entries in one build, what they share would become a file of its own. */
async function buildEmbed({ embed, module }: ScriptTagFiles, source: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: source, formats: ['es'], fileName: () => embed.name },
      rolldownOptions: {
        external: [/\/define\.js$/, /\/mount-page\.js$/],
        output: { minify: true, paths: () => `./${module}` },
      },
    },
  });
  const chunk = firstChunk(result, embed.name);
  // It stands beside whichever copy came first, of any version.
  const taken = namesFrom(module, chunk);
  if (taken.length > 0) throw new Error(`${embed.name} should only use what is registered, not ${taken.join()}`);
  const imports = parse(chunk.code).body.filter(({ type }) => type === 'ImportDeclaration');
  return apply(
    chunk.code,
    imports.map(({ start, end }) => ({ start, end, text: '' })),
  );
}

/** The code with the one file that it loads named: beside it, or in the folder that the page names. */
function withFolder(code: string, file: string): string {
  const folder = '[globalThis.kalturaAvatar].flat().find(e=>e?.files)?.files';
  const edits: Edit[] = [];
  new Visitor({
    ImportExpression: ({ source: { start, end } }) => {
      const text = `(e=>e?new URL(e.replace(/\\/?$/,\`/\`)+"${file}",document.baseURI):"./${file}")(${folder})`;
      edits.push({ start, end, text });
    },
  }).visit(parse(code));
  return apply(code, edits);
}

function firstChunk(result: Awaited<ReturnType<typeof build>>, name: string): Rolldown.OutputChunk {
  const [output] = [result].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error(`${name} was not built`);
  return chunk;
}

function chunkOf(bundle: Rolldown.OutputBundle, fileName: string): Rolldown.OutputChunk {
  const file = bundle[fileName];
  if (file?.type !== 'chunk') throw new Error(`${fileName} was not built`);
  return file;
}

/** The code of the entry without its exports, and the names inside of what it exported, by those outside. */
function withoutExports({ code, fileName }: Rolldown.OutputChunk): { body: string; locals: Map<string, string> } {
  const locals = new Map<string, string>();
  const edits: Edit[] = [];
  for (const node of parse(code).body) {
    if (node.type === 'ImportDeclaration') throw new Error(`${fileName} should be complete, and imports another file`);
    if (node.type !== 'ExportNamedDeclaration') continue;
    if (node.declaration) throw new Error(`${fileName} should export its names at the end`);
    for (const { local, exported } of node.specifiers) locals.set(nameOf(exported), nameOf(local));
    edits.push({ start: node.start, end: node.end, text: '' });
  }
  return { body: apply(code, edits), locals };
}

/**
 * The code as a script that is no module. It leaves out the whole of itself where the element is registered already: a second
 * copy could not make Lit's Trusted Types policy again.
 */
function asClassicScript(code: string): string {
  const base = '__scriptUrl';
  if (code.includes(base)) throw new Error(`${base} is used by the code`);
  const edits: Edit[] = [];
  new Visitor({
    MemberExpression: ({ start, end, object }) => {
      if (object.type === 'MetaProperty') edits.push({ start, end, text: base });
    },
  }).visit(parse(code));
  // A tag manager, and type="module", leave no current script.
  const url = `(document.currentScript||document.querySelector('[src*="kaltura-avatar."]')||0).src||document.baseURI`;
  return (
    'typeof customElements=="undefined"||customElements.get("kaltura-avatar")||' +
    `(${base}=>{"use strict";${apply(code, edits)}})(${url});\n`
  );
}

function localOf(locals: Map<string, string>, name: string): string {
  const local = locals.get(name);
  if (local === undefined) throw new Error(`The element’s file does not hold ${name}`);
  return local;
}
