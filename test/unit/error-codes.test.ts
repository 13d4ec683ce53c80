import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { AvatarErrorCode } from '../../src/core/errors.js';

/** The rows of the table below `# Errors`: what stands in the first column, and what in the second. */
function readErrorTable(markdown: string): [code: string, description: string][] {
  const section = /^# Errors$([\s\S]*?)(?=^# |(?![\s\S]))/m.exec(markdown)?.[1] ?? '';
  const rows = section.matchAll(/^\| *`([^`]+)` *\|(.*)\|\s*$/gm);
  return [...rows].map(([, code = '', description = '']) => [code, description.trim()]);
}

describe('the table of error codes in the documentation', async () => {
  const table = readErrorTable(await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8'));
  const documented = table.map(([code]) => code);

  for (const code of Object.keys(AvatarErrorCode)) {
    it(`says once what ${code} means`, () => {
      const descriptions = table.filter(([documentedCode]) => documentedCode === code).map(([, text]) => text);
      assert.equal(descriptions.length, 1, `${code} has ${descriptions.length} rows`);
      assert.match(descriptions[0] ?? '', /\w+ \w+/, `${code} has no description`);
    });
  }

  it('names no code that does not exist', () => {
    assert.deepEqual(
      documented.filter((code) => !(code in AvatarErrorCode)),
      [],
    );
  });
});
