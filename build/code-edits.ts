import { parseSync, type ESTree } from 'vite';

/** A part of some code, and what stands there instead. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export function parse(code: string): ESTree.Program {
  const { program, errors } = parseSync('chunk.js', code);
  if (errors[0]) throw new Error(errors[0].message);
  return program;
}

export function apply(code: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((one, other) => one.start - other.start);
  let end = 0;
  const parts = inOrder.map((edit) => {
    const before = code.slice(end, edit.start);
    end = edit.end;
    return before + edit.text;
  });
  return parts.join('') + code.slice(end);
}

export function nameOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name;
}
