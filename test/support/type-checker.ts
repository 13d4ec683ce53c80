import ts from 'typescript';

/**
 * Type-checks one sample after the other. A file is read once, whichever sample needs it: the standard library alone takes
 * longer than all else.
 */
export class TypeChecker {
  readonly #files = new Map<string, ts.SourceFile | undefined>();

  createProgram(names: readonly string[], options: ts.CompilerOptions): ts.Program {
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, settings) => {
      const isModule = typeof settings === 'object' ? `${settings.impliedNodeFormat}` : '';
      const key = `${isModule} ${name}`;
      if (!this.#files.has(key)) this.#files.set(key, read(name, settings));
      return this.#files.get(key);
    };
    return ts.createProgram(names, options, host);
  }
}

/** In words, without the place. */
export function messageOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}
