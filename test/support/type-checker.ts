import ts from 'typescript';

/**
 * Type-checks one sample after the other. A file is read once, whichever sample needs it: the standard library alone takes
 * longer than all else.
 */
export class TypeChecker {
  readonly #compiler: typeof ts;
  readonly #files = new Map<string, ts.SourceFile | undefined>();

  /** @param compiler Of another version, say. */
  constructor(compiler: typeof ts = ts) {
    this.#compiler = compiler;
  }

  createProgram(names: readonly string[], options: ts.CompilerOptions): ts.Program {
    const host = this.#compiler.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, settings) => {
      const isModule = typeof settings === 'object' ? `${settings.impliedNodeFormat}` : '';
      const key = `${isModule} ${name}`;
      if (!this.#files.has(key)) this.#files.set(key, read(name, settings));
      return this.#files.get(key);
    };
    return this.#compiler.createProgram(names, options, host);
  }

  /** What is wrong in these files, each with the place. */
  problemsOf(names: readonly string[], options: ts.CompilerOptions): string[] {
    return this.#compiler
      .getPreEmitDiagnostics(this.createProgram(names, options))
      .map((problem) => `${problem.file?.fileName ?? ''}: ${messageOf(problem)}`);
  }
}

/** In words, without the place. */
export function messageOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}
