import { readFile } from 'node:fs/promises';

import { Visitor, build, parseSync, type ESTree, type Plugin, type Rolldown } from 'vite';

/** What the element's own file has to export, whatever else the files that are loaded later need of it. */
const PUBLIC_NAME = 'KalturaAvatarElement';

/** Where, on the registered class, the files that are loaded later find what they share with it. */
const SHARED = 'customElements.get("kaltura-avatar")[Symbol.for("kaltura-avatar.shared")]';

export interface ScriptTagFiles {
  /** The ES module that Rolldown made. */
  module: string;
  /** The same as a classic script, to be made of it. */
  classic: string;
  /** The classic script that also mounts an element where it stands, and the source of what it does beside. */
  embed: { name: string; source: string };
  /** A style sheet, and the source that it is a copy of. */
  css: { name: string; source: string };
}

/**
 * Makes the files for script tags of the ES modules that Rolldown gives.
 *
 * A classic script holds all that a page needs before the visitor starts, so that it is there with one request. What is
 * loaded later are ES modules for both. They cannot import Lit, the translations' registry and so on from the ES module: beside
 * a classic script that would be a second copy of all. So they take it from the class that is registered, which is
 * the one whose element loads them, and the copy that came first has left it there.
 */
export function scriptTagFiles(files: ScriptTagFiles): Plugin {
  return {
    name: 'script-tag-files',
    async generateBundle(_options, bundle) {
      const entry = chunkOf(bundle, files.module);
      const embed = await buildEmbed(files);
      const later = Object.values(bundle).filter((file) => file.type === 'chunk' && file !== entry);
      const shared = new Set<string>();
      for (const chunk of later as Rolldown.OutputChunk[]) chunk.code = withoutImports(chunk, files.module, shared);

      const taken = new Set<string>();
      const mounting = withoutImports(embed, files.module, taken);
      // It stands beside whichever copy came first, of any version.
      if (taken.size > 0)
        throw new Error(`${files.embed.name} should only use what is registered, not ${[...taken].join()}`);
      const { body, locals } = withoutExports(entry);
      const publicLocal = localOf(locals, PUBLIC_NAME);
      const sharing = shareCode(publicLocal, [...shared].sort(), locals);
      entry.code = `${body}${sharing}export{${publicLocal} as ${PUBLIC_NAME}};\n`;
      const classic = asClassicScript(body + sharing);
      this.emitFile({ type: 'asset', fileName: files.classic, source: classic });
      this.emitFile({
        type: 'asset',
        fileName: files.embed.name,
        source: `${classic}(()=>{"use strict";${mounting}})();\n`,
      });
      this.emitFile({ type: 'asset', fileName: files.css.name, source: await readFile(files.css.source) });
    },
  };
}

/** By itself: of two entries in one build, what they share would become a file of its own. */
async function buildEmbed({ embed, module }: ScriptTagFiles): Promise<Rolldown.OutputChunk> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: embed.source, formats: ['es'], fileName: () => embed.name },
      rolldownOptions: { external: [/\/define\.js$/], output: { minify: true, paths: () => `./${module}` } },
    },
  });
  const [output] = [result].flat();
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  if (!chunk) throw new Error(`${embed.name} was not built`);
  return chunk;
}

function chunkOf(bundle: Rolldown.OutputBundle, fileName: string): Rolldown.OutputChunk {
  const file = bundle[fileName];
  if (file?.type !== 'chunk') throw new Error(`${fileName} was not built`);
  return file;
}

/** The code of a chunk that takes from the registered class what it imported from `fileName`; adds the names to `shared`. */
function withoutImports(
  { code, fileName: importer }: Rolldown.OutputChunk,
  fileName: string,
  shared: Set<string>,
): string {
  const edits: Edit[] = [];
  for (const node of parse(code).body) {
    if (node.type !== 'ImportDeclaration' || node.source.value !== `./${fileName}`) continue;
    const names = node.specifiers.map((specifier) => {
      if (specifier.type !== 'ImportSpecifier') throw new Error(`${importer} should import names from ${fileName}`);
      const imported = nameOf(specifier.imported);
      shared.add(imported);
      return `${imported}:${specifier.local.name}`;
    });
    edits.push({ ...node, text: names.length > 0 ? `const{${names.join(',')}}=${SHARED};` : '' });
  }
  return apply(code, edits);
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
    edits.push({ ...node, text: '' });
  }
  return { body: apply(code, edits), locals };
}

function shareCode(owner: string, names: readonly string[], locals: Map<string, string>): string {
  if (names.length === 0) return '';
  const members = names.map((name) => `${name}:${localOf(locals, name)}`);
  return `;${owner}[Symbol.for("kaltura-avatar.shared")]={${members.join(',')}};`;
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
    // What is imported relatively is looked for beside the script, but not where it comes from another origin.
    ImportExpression: ({ source }) => {
      edits.push({ ...source, text: `new URL(${code.slice(source.start, source.end)},${base})` });
    },
  }).visit(parse(code));
  const url = '(document.currentScript||0).src||document.baseURI';
  return (
    'typeof customElements=="undefined"||customElements.get("kaltura-avatar")||' +
    `(${base}=>{"use strict";${apply(code, edits)}})(${url});\n`
  );
}

function parse(code: string): ESTree.Program {
  const { program, errors } = parseSync('chunk.js', code);
  if (errors[0]) throw new Error(errors[0].message);
  return program;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

function apply(code: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((one, other) => one.start - other.start);
  let end = 0;
  const parts = inOrder.map((edit) => {
    const before = code.slice(end, edit.start);
    end = edit.end;
    return before + edit.text;
  });
  return parts.join('') + code.slice(end);
}

function nameOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}

function localOf(locals: Map<string, string>, name: string): string {
  const local = locals.get(name);
  if (local === undefined) throw new Error(`The element’s file does not hold ${name}`);
  return local;
}
