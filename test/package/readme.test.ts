import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import ts from 'typescript';

import { findHtmlFaults, findScripts, readPageVocabulary, type PageVocabulary } from '../support/html-snippet.js';
import { INSTALLED_WITH_IT, unpackPackage, type PackedPackage } from '../support/packed-package.js';
import { findShellFaults, readShellVocabulary } from '../support/shell-snippet.js';
import { findImports, readSnippets, type Snippet } from '../support/snippets.js';
import { messageOf, TypeChecker } from '../support/type-checker.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

const SCRIPTS = ['js', 'jsx', 'ts', 'tsx'];

/** What readers of one snippet or another have installed as well. */
const BESIDE_IT = [
  ...[
    '@types/node',
    '@opentelemetry/api',
    'express',
    '@types/express',
    'ai',
    '@ai-sdk/openai',
    'zod',
    '@redis/client',
    'vite',
  ],
  ...['react', '@types/react', 'csstype', 'vue'],
];

/** As strict as the templates of Vite and of TypeScript itself. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedSideEffectImports: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.ReactJSX,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: ['node'],
};

describe('the code in the documentation, as it is printed', async () => {
  const snippets = await readSnippets(root);
  const checker = new TypeChecker();
  let packed: PackedPackage;
  let words: PageVocabulary;
  before(async () => {
    packed = await unpackPackage([...INSTALLED_WITH_IT, ...BESIDE_IT]);
    words = await readPageVocabulary(root);
  });
  after(() => packed.remove());

  const of = (...languages: string[]): Snippet[] => snippets.filter(({ language }) => languages.includes(language));
  const write = async (folder: string, name: string, code: string): Promise<string> => {
    const file = join(packed.folder, folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, code);
    return file;
  };

  it('is in languages that are checked here', () => {
    const known = [...SCRIPTS, 'vue', 'html', 'svelte', 'astro', 'sh', 'json', 'ini', 'http', 'text'];
    const unknown = snippets.filter(({ language }) => !known.includes(language));
    assert.deepEqual(
      unknown.map(({ page, line, language }) => `${page}:${line} ${language}`),
      [],
    );
    assert.ok(snippets.length > 20);
  });

  for (const { page, line, language, code } of of(...SCRIPTS))
    it(`is TypeScript without a fault: ${page}:${line}`, async () => {
      const name = `${page.replaceAll('/', '-')}-${line}.${language.endsWith('x') ? 'tsx' : 'ts'}`;
      const program = checker.createProgram([await write('typescript', name, code)], OPTIONS);
      assert.deepEqual(ts.getPreEmitDiagnostics(program).map(messageOf), []);
    });

  for (const { page, line, language, code } of of('js', 'jsx'))
    it(`is JavaScript, too: ${page}:${line}`, async () => {
      const file = await write('javascript', `${page.replaceAll('/', '-')}-${line}.${language}`, code);
      const program = checker.createProgram([file], { ...OPTIONS, allowJs: true, checkJs: false });
      assert.deepEqual(program.getSyntacticDiagnostics(program.getSourceFile(file)).map(messageOf), []);
    });

  it('imports nothing that is not there', async () => {
    const imports = [
      ...of(...SCRIPTS, 'vue').map(({ code }) => code),
      ...of('html', 'svelte', 'astro').flatMap(({ code }) => findScripts(code)),
    ]
      .flatMap(findImports)
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.endsWith('.css'));
    assert.ok(imports.length > 10);
    const program = `const missing = [];
      for (const { specifier, names } of ${JSON.stringify(imports)}) {
        const module = await import(specifier);
        missing.push(...names.filter((name) => !(name in module)).map((name) => specifier + ' ' + name));
      }
      console.log(missing.join());`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: packed.folder });
    assert.equal(stdout.trim(), '');
  });

  it('is Vue without a fault, in JavaScript and in TypeScript', async () => {
    for (const { page, line, code } of of('vue')) {
      const name = `${page.replaceAll('/', '-')}-${line}`;
      await write('vue', `${name}.vue`, code);
      await write('vue', `${name}-ts.vue`, code.replace('<script setup>', '<script setup lang="ts">'));
    }
    const { strict, noUnusedLocals } = OPTIONS;
    const compilerOptions = { strict, noUnusedLocals, noEmit: true, skipLibCheck: true, allowJs: true, checkJs: false };
    const language = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib: ['es2022', 'dom'],
      types: [],
    };
    const settings = { compilerOptions: { ...compilerOptions, ...language }, include: ['*.vue'] };
    const file = await write('vue', 'tsconfig.json', JSON.stringify(settings));
    const { stdout } = await run(join(root, 'node_modules/.bin/vue-tsc'), ['-p', file]).catch(
      (error: unknown) => error as { stdout: string },
    );
    assert.equal(stdout, '');
  });

  for (const { page, line, language, code } of of('html', 'svelte', 'astro'))
    it(`is HTML of elements, attributes and files that exist: ${page}:${line}`, () => {
      assert.deepEqual(findHtmlFaults(code, language, words), []);
    });

  for (const { page, line, code } of of('sh', 'ini'))
    it(`is of commands and variables that exist: ${page}:${line}`, async () => {
      assert.deepEqual(findShellFaults(code, await readShellVocabulary(root, snippets)), []);
    });

  for (const { page, line, code } of of('json'))
    it(`is JSON: ${page}:${line}`, () => assert.doesNotThrow(() => JSON.parse(code) as unknown));
});
