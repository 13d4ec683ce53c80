import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A fenced piece of code in a page of the documentation. */
export interface Snippet {
  page: string;
  /** Of its first line. */
  line: number;
  language: string;
  /** Which file it is, where the last words above it are a file's name in backquotes: as in "`server.js`:". */
  file: string | undefined;
  code: string;
}

/** The pages that come with the package, by their paths in it. */
export async function findPages(folder: string): Promise<string[]> {
  const guides = (await readdir(join(folder, 'docs'))).filter((name) => name.endsWith('.md')).sort();
  return ['README.md', 'CONTRIBUTING.md', ...guides.map((name) => `docs/${name}`)];
}

export async function readSnippets(folder: string): Promise<Snippet[]> {
  const pages = await findPages(folder);
  const found = await Promise.all(
    pages.map(async (page) => findSnippets(page, await readFile(join(folder, page), 'utf8'))),
  );
  return found.flat();
}

export function findSnippets(page: string, markdown: string): Snippet[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 1: language = '', 2: code = '', index }) => {
    const before = markdown.slice(0, index);
    const file = /`([\w./-]+\.\w+|\.env)`[^`\n]*:\n\n$/.exec(before)?.[1];
    return { page, line: before.split('\n').length + 1, language, file, code };
  });
}

export interface ImportedNames {
  specifier: string;
  names: string[];
}

/** What a module imports at run time. */
export function findImports(code: string): ImportedNames[] {
  const pattern = /^\s*import\s+(?:(type\s)?([^'";]+?)\s+from\s+)?'([^']+)'/gm;
  return [...code.matchAll(pattern)]
    .filter(([, isType]) => !isType)
    .map(([, , clause = '', specifier = '']) => ({ specifier, names: namesIn(clause) }));
}

function namesIn(clause: string): string[] {
  const [, byDefault = '', , named = ''] = /^([\w$]*)\s*(,\s*)?(?:\{([^}]*)\})?$/.exec(clause.trim()) ?? [];
  return [
    ...(byDefault === '' ? [] : ['default']),
    ...named
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => name.replace(/\s+as\s.*/, '')),
  ];
}
