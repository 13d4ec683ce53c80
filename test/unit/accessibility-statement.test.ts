import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TEST_FILE = /\.(?:test|spec)\.ts$/;
const TITLE = /\b(?:it|test|describe|test\.describe)\(\s*(['"`])((?:(?!\1).)*)\1/gs;
const ANSWERS = ['Supports', 'Partially supports', 'Does not support', 'Not applicable'];

/** Of WCAG 2.2: 32 of level A, one of them (4.1.1) obsolete, and 24 of level AA. */
const CRITERIA = 56;

const page = await readFile(`${root}docs/accessibility.md`, 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const criteria = rows.filter(([first = '']) => /^\d\.\d\.\d+ /.test(first));

describe('the accessibility statement', () => {
  it('has an answer to each criterion of WCAG 2.2 A and AA, with what it rests on', () => {
    assert.equal(new Set(criteria.map(([name = '']) => name.split(' ')[0])).size, CRITERIA);
    for (const [name, answer = '', grounds] of criteria) {
      assert.ok(ANSWERS.includes(answer), `${name}: ${answer}`);
      assert.ok(grounds, `${name} has no grounds`);
    }
  });

  it('names tests that exist, by words in their names', async () => {
    const paths = (await readdir(`${root}test`, { recursive: true })).filter((path) => TEST_FILE.test(path));
    let checked = 0;
    for (const [name, , grounds = ''] of rows)
      for (const [, file = '', list = ''] of grounds.matchAll(/`([a-z-]+)`: ((?:“[^”]*”(?:, )?)+)/g)) {
        const candidates = paths.filter((path) => basename(path).replace(TEST_FILE, '') === file);
        assert.ok(candidates.length > 0, `${name}: there is no test file ${file}`);
        const sources = await Promise.all(candidates.map((path) => readFile(`${root}test/${path}`, 'utf8')));
        const titles = sources.flatMap((source) => [...source.matchAll(TITLE)].map(([, , title = '']) => title));
        for (const [, words = ''] of list.matchAll(/“([^”]*)”/g)) {
          checked++;
          assert.ok(
            titles.some((title) => title.includes(words)),
            `${name}: no test in ${file} is called “${words}”`,
          );
        }
      }
    assert.ok(checked > 50, `only ${checked} were found`);
  });
});
