import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { USAGE } from '../../src/server/standalone/server-settings.js';
import { parseCliArguments } from '../../src/simulator/cli-arguments.js';
import type { Snippet } from './snippets.js';

/** What may stand in a command line. */
export interface ShellVocabulary {
  scripts: ReadonlySet<string>;
  commands: ReadonlySet<string>;
  variables: ReadonlySet<string>;
  /** Those that the documentation prints. */
  files: ReadonlySet<string>;
}

export async function readShellVocabulary(root: string, snippets: readonly Snippet[]): Promise<ShellVocabulary> {
  const { scripts, bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
    bin: Record<string, string>;
  };
  const demo = await readFile(join(root, 'demo/server.ts'), 'utf8');
  return {
    scripts: new Set(Object.keys(scripts)),
    commands: new Set(Object.keys(bin)),
    variables: new Set([...(USAGE + demo).matchAll(/\b(?:AVATAR_[A-Z_]+|HOST|PORT)\b/g)].map(([name]) => name)),
    files: new Set(snippets.flatMap(({ file }) => file ?? [])),
  };
}

/** @param code Of lines of a shell, or of a file `.env`. */
export function findShellFaults(code: string, words: ShellVocabulary): string[] {
  return code
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .flatMap((line) => line.split(/\s*&&\s*/))
    .filter((command) => command !== '' && !isKnown(command.split(/\s+/), words));
}

function isKnown(parts: string[], words: ShellVocabulary): boolean {
  const start = parts.findIndex((part) => !/^[A-Z_]+=/.test(part));
  const variables = start === -1 ? parts : parts.slice(0, start);
  if (!variables.every((part) => words.variables.has(part.split('=')[0] ?? ''))) return false;
  if (start === -1) return true;
  const [program = '', first = '', ...rest] = parts.slice(start);
  switch (program) {
    case 'npm':
      return (
        ['init', 'install', 'pkg', 'create'].includes(first) ||
        words.scripts.has(first === 'run' ? (rest[0] ?? '') : first)
      );
    case 'npx':
      return (
        words.commands.has(first) && (first !== 'kaltura-avatar-simulator' || parseCliArguments(rest).kind !== 'help')
      );
    case 'node':
      return words.files.has(rest.at(-1) ?? first);
    default:
      return program === 'cd' || program === 'mkdir';
  }
}
