import { Visitor, type Plugin, type Rolldown } from 'vite';

import { apply, nameOf, parse, type Edit } from './code-edits.js';

/** Where, on the registered class, the files that are loaded later find what they share with it. */
export const SHARED = 'customElements.get("kaltura-avatar")[Symbol.for("kaltura-avatar")]';

/** What {@link SHARED} has, beside the names that are imported from the element's file: loads a file by its name. */
export const LOAD = 'load';

/** What {@link SHARED} has in a list, without names: what files of another build need, too. */
export const LIST = 'list';

/**
 * Makes the chunks of a build files that load each other by the element's loader, never by themselves.
 *
 * They cannot import Lit, the translations' registry and so on from the ES module: beside a classic script that would be a
 * second copy of all. So they take it from the class that is registered, which is the one whose element loads
 * them. Nor do they import each other: a file that came by another URL at a second try would be a second copy to those that
 * import it.
 *
 * @param entry The element's own file.
 * @param list The names that it shares in a list, in their order.
 */
export function laterFiles({ entry, list }: { entry: string; list: readonly string[] }): Plugin {
  return {
    name: 'later-files',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk' && file.fileName !== entry) file.code = asLaterFile(file, entry, list);
    },
  };
}

/** The names that a chunk imports from `fileName`. */
export function namesFrom(fileName: string, chunk: Rolldown.OutputChunk): string[] {
  return importsOf(chunk).flatMap(({ from, names }) =>
    from === fileName ? names.map(({ imported }) => imported) : [],
  );
}

/** What helps to leave code out of a build, and is not needed after it. */
const PURE = '/* @__PURE__ */';

/**
 * The code with `load(…)` in place of each import of a file by its name, and with loops over an object's own names alone: some
 * pages give all objects more, and what the bundler adds takes those for exports.
 */
export function withLoader(code: string, load: string): string {
  const edits: Edit[] = [];
  new Visitor({
    ImportExpression: ({ start, end, source }) => {
      const isNamed =
        source.type === 'Literal' || (source.type === 'TemplateLiteral' && source.expressions.length === 0);
      if (isNamed) edits.push({ start, end, text: `${load}(${code.slice(source.start, source.end)})` });
    },
    ForInStatement: ({ left, right }) => {
      edits.push({ start: left.end, end: right.start, text: ' of Object.keys(' });
      edits.push({ start: right.end, end: right.end, text: ')' });
    },
  }).visit(parse(code));
  return apply(code, edits).replaceAll(PURE, '');
}

function asLaterFile(chunk: Rolldown.OutputChunk, entry: string, list: readonly string[]): string {
  const imports = importsOf(chunk);
  const shared = imports.filter(({ from }) => from === entry);
  const loaded = imports.filter(({ from }) => from !== entry);
  const code = withLoader(
    apply(
      chunk.code,
      imports.map((each) => ({ ...each, text: '' })),
    ),
    `__shared.${LOAD}`,
  );
  const head = [
    ...fromShared(
      shared.flatMap(({ names }) => names),
      list,
    ),
    // All at once: none waits for another.
    ...(loaded.length === 0
      ? []
      : [
          `[${loaded.map(({ names }) => pattern(names)).join()}]=await Promise.all([${loaded
            .map(({ from }) => `__shared.${LOAD}("./${from}")`)
            .join()}])`,
        ]),
  ];
  if (head.length === 0 && !code.includes('__shared')) return code;
  return `const ${[`__shared=${SHARED}`, ...head].join()};${code}`;
}

interface Import extends Omit<Edit, 'text'> {
  /** The name of the file. */
  from: string;
  names: { imported: string; local: string }[];
}

function importsOf({ code, fileName }: Rolldown.OutputChunk): Import[] {
  return parse(code).body.flatMap((node) => {
    if ('source' in node && node.source && node.type !== 'ImportDeclaration')
      throw new Error(`${fileName} should export what is its own, and nothing of ${node.source.value}`);
    if (node.type !== 'ImportDeclaration') return [];
    const names = node.specifiers.map((specifier) => {
      if (specifier.type !== 'ImportSpecifier')
        throw new Error(`${fileName} should import names from ${node.source.value}`);
      return { imported: nameOf(specifier.imported), local: specifier.local.name };
    });
    return [{ start: node.start, end: node.end, from: node.source.value.replace('./', ''), names }];
  });
}

/** Takes what is imported from what is shared: by its place where it is in the list, else by its name. */
function fromShared(names: Import['names'], list: readonly string[]): string[] {
  const listed = names.filter(({ imported }) => list.includes(imported));
  const named = names.filter(({ imported }) => !list.includes(imported));
  const localsOf = (name: string): string[] =>
    listed.filter(({ imported }) => imported === name).map(({ local }) => local);
  const places = list.map((name) => localsOf(name)[0] ?? '').join();
  // What is imported under two names is the same under both.
  const aliases = list.flatMap((name) => {
    const [first = '', ...others] = localsOf(name);
    return others.map((other) => `${other}=${first}`);
  });
  return [
    ...(listed.length > 0 ? [`[${places}]=__shared.${LIST}`, ...aliases] : []),
    ...(named.length > 0 ? [`${pattern(named)}=__shared`] : []),
  ];
}

function pattern(names: Import['names']): string {
  return `{${names.map(({ imported, local }) => `${imported}:${local}`).join()}}`;
}
