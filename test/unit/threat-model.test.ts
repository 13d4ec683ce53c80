import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TEST_FILE = /\.(?:test|spec)\.ts$/;

/** What the last column names: `file`, and words that are in it. */
interface Named {
  threat: string;
  file: string;
  words: string[];
}

async function readNamed(): Promise<Named[]> {
  const page = await readFile(`${root}src/server/threat-model.md`, 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => {
    const [threat = '', ...cells] = row.split('|').slice(1, -1);
    return (cells.at(-1) ?? '').split(';').flatMap((part) => {
      // A command, such as `npm run test:hostile`, is named without words.
      const [, names = '', words = ''] = /^((?:[^:`]|`[^`]*`)*):?(.*)$/s.exec(part) ?? [];
      const files = [...names.matchAll(/`([a-z][a-z-]*)`/g)].map(([, file = '']) => file);
      return files.map((file, i) => ({
        threat: threat.trim(),
        file,
        words:
          i === files.length - 1
            ? words
                .split(',')
                .map((word) => word.trim())
                .filter((word) => word !== '')
            : [],
      }));
    });
  });
}

describe('the threat model', () => {
  it('names tests that exist, in words that are in them', async () => {
    const paths = (await readdir(`${root}test`, { recursive: true })).filter((path) => TEST_FILE.test(path));
    const named = await readNamed();
    assert.ok(named.length > 40, 'the table was not read');
    for (const { threat, file, words } of named) {
      const path = paths.find((each) => basename(each).replace(TEST_FILE, '') === file);
      assert.ok(path, `${threat}: there is no test ${file}`);
      const test = (await readFile(`${root}test/${path}`, 'utf8')).replace(/\s+/g, ' ');
      for (const word of words) assert.ok(test.includes(word), `${threat}: nothing in ${file} says “${word}”`);
    }
  });
});
