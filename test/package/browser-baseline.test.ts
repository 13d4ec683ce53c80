import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });

/** As if it stood in a file of the package: the rule knows the types of what is in the project. */
async function problemsOf(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const rules = ['tscompat/tscompat', 'no-restricted-properties'];
  return (result?.messages ?? []).filter(({ ruleId }) => rules.includes(ruleId ?? '')).map(({ message }) => message);
}

describe('what is newer than the oldest browsers of .browserslistrc', () => {
  const NEWER = `
    export const joined = AbortSignal.any([]);
    export const isUrl = URL.canParse('/');
    export const sorted = [3, 1].toSorted();
    export const groups = Object.groupBy([1], String);
    document.body.showPopover();
    export const isSeen = document.body.checkVisibility();
    document.createElement('video').requestVideoFrameCallback(() => undefined);
    export const words = new Intl.Segmenter('en');
  `;

  it('fails the linter where pages load it', async () => {
    const problems = await problemsOf(NEWER, 'src/core/delay.ts');
    assert.equal(problems.length, 8, problems.join('\n'));
    assert.match(problems[0] ?? '', /AbortSignal\.any.*chrome 105.*safari 16\.4/);
  });

  it('passes where it is asked for first, and on servers', async () => {
    const guarded = `export const words = 'Segmenter' in Intl ? new Intl.Segmenter('en') : undefined;`;
    assert.deepEqual(await problemsOf(guarded, 'src/core/delay.ts'), []);
    assert.deepEqual(await problemsOf(NEWER, 'src/server/backend.ts'), []);
  });
});

describe('the style sheets of the built files', () => {
  const DIST = new URL('../../dist/cdn/', import.meta.url);

  it('say by their prefixed names what iPhones know by no others', async () => {
    const code = await readFile(new URL('kaltura-avatar.js', DIST), 'utf8');
    for (const name of ['-webkit-text-size-adjust', '-webkit-user-select', '-webkit-backdrop-filter'])
      assert.ok(code.includes(`${name}:`), `${name} is missing`);
  });

  it('nest no rules, also in the modules that bundlers take as they are', async () => {
    const dist = new URL('../../dist/', import.meta.url);
    const names = (await readdir(dist, { recursive: true })).filter((name) =>
      /^(?:element[\\/].*\.styles|cdn[\\/][\w.-]+)\.js$/.test(name),
    );
    const sheets = await Promise.all(
      names.map(async (name) => {
        const code = await readFile(new URL(name.replaceAll('\\', '/'), dist), 'utf8');
        return [...code.matchAll(/(?<=\bcss ?`|\b\w+`)[^`]*:host[^`]*(?=`)/g)].map(([sheet]) => ({ name, sheet }));
      }),
    );
    assert.ok(sheets.flat().length > 15, `${sheets.flat().length} style sheets`);
    for (const { name, sheet } of sheets.flat()) assert.doesNotMatch(sheet, /&/, name);
  });
});
