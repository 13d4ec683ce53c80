import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** What pages can style or fill, as the element's source has it. */
export interface StylingSurface {
  parts: Set<string>;
  /** The default slot has no name: ''. */
  slots: Set<string>;
  states: Set<string>;
  cssProperties: Set<string>;
}

/** Reads what the source files below `folder` show to pages. Throws where it cannot tell. */
export async function readStylingSurface(folder: string): Promise<StylingSurface> {
  const names = await readdir(folder, { recursive: true });
  const sources = await Promise.all(
    names.filter((name) => /\.(ts|css)$/.test(name)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  const code = withoutComments(sources.join('\n'));
  return {
    parts: findParts(code),
    slots: findSlots(code),
    states: new Set([
      ...findStates(join(folder, 'controllers/states-controller.ts')),
      ...matches(code, /\bstates\.add\('([^']+)'\)/g),
    ]),
    cssProperties: matches(code, /(--kaltura-avatar-[\w-]*\w)/g),
  };
}

/** The names in all `part` attributes, also those that a view is given by its caller as `part`. */
export function findParts(code: string): Set<string> {
  const values = [
    ...[...code.matchAll(/\bpart="((?:\$\{[^}]*\}|[^"$])*)"|\bpart=(\$\{[^}]*\})/g)].map(
      ([, text, value]) => text ?? value,
    ),
    ...[...code.matchAll(/\bpart: ('[^']*'|[^,;}\n]+)/g)].map(([, value]) => `\${${value}}`),
    ...matches(code, /\bsetAttribute\('part', ('[^']*'|[^)]+)\)/g, (value) => `\${${value}}`),
    ...matches(code, /\bpart\.(?:add|toggle)\(([^)]+)\)/g, (value) => `\${${value}}`),
  ];
  return new Set(values.flatMap((value) => readNames(value ?? '')));
}

export function findSlots(code: string): Set<string> {
  const slots = new Set<string>();
  for (const [tag] of code.matchAll(/<slot\b[^>]*/g)) {
    const name = /\sname=(?:"([^"]*)"|\S+)/.exec(tag);
    if (name && (name[1] === undefined || name[1].includes('${'))) throw new Error(`Write out the name of ${tag}>`);
    slots.add(name?.[1] ?? '');
  }
  return slots;
}

/** All values that the strings in the function `shownStates` can have, by their types. */
function findStates(file: string): Set<string> {
  const program = ts.createProgram([file], { noLib: true, types: [], strict: true, target: ts.ScriptTarget.ES2022 });
  const checker = program.getTypeChecker();
  const states = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) {
      const type = checker.getTypeAtLocation(node);
      for (const one of type.isUnion() ? type.types : [type]) if (one.isStringLiteral()) states.add(one.value);
    }
    node.forEachChild(collect);
  };
  const find = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name?.text === 'shownStates') node.body?.forEachChild(collect);
    else node.forEachChild(find);
  };
  program.getSourceFile(file)?.forEachChild(find);
  return states;
}

/** `button ${part}` is the name button: its callers write out the other. */
function readNames(value: string): string[] {
  if (/[^\s]\$\{|\}[^\s]/.test(value)) throw new Error(`Write out the names of the part ${value}`);
  const written = value.replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
    const code = expression.trim();
    // A type, or what the caller gives.
    if (code === 'part' || code === 'string') return '';
    const names = [...code.matchAll(/'([^']*)'/g)].map(([, name]) => name);
    if (names.length === 0) throw new Error(`Write out the names of the part ${value}`);
    return ` ${names.join(' ')} `;
  });
  return written.split(/\s+/).filter((name) => name !== '');
}

function matches(code: string, pattern: RegExp, map = (name: string): string => name): Set<string> {
  return new Set([...code.matchAll(pattern)].map(([, name]) => map(name ?? '')));
}

function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[\s\S]*?\*\//gm, '').replace(/^\s*\/\/.*$/gm, '');
}
