import { readFileSync } from 'node:fs';

import { parseSync } from 'vite';

import { nameOf } from './code-edits.js';

/** What a module exports of others whose path begins with `under`. */
export function namesReexported(file: string, under: string): { from: string; names: string[] }[] {
  const { body } = parseSync(file, readFileSync(file, 'utf8')).program;
  return body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || !node.source?.value.startsWith(under)) return [];
    return [{ from: node.source.value, names: node.specifiers.map(({ exported }) => nameOf(exported)) }];
  });
}
