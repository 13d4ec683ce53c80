import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseShallowJson } from '../../src/server/http/shallow-json.js';

describe('the JSON that pages send', () => {
  it('is read as JSON is, whatever its texts hold', () => {
    for (const text of [
      '[[',
      '{"',
      String.raw`a\"[`,
      '\\',
      `${'['.repeat(40)}"`,
      '😀]]}}'.repeat(9),
      String.raw`\\\"`,
    ]) {
      const json = JSON.stringify({ text, [`[${text}`]: [{ a: [1, null, true] }] });
      assert.deepEqual(parseShallowJson(json), JSON.parse(json));
    }
  });

  it('is refused where it is nested more deeply than anything that they have to say', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.deepEqual(parseShallowJson(nested(16)), JSON.parse(nested(16)));
    const padding = ' '.repeat(1000);
    for (const text of [nested(17), '['.repeat(45_000), '{"a":'.repeat(5000), `{"a":"\\"","b":${nested(16)}}`])
      assert.throws(() => parseShallowJson(text + padding), SyntaxError);
  });

  it('is refused where it is none', () => {
    for (const text of ['', '{', '"', '"\\', ']]]', '{"a":1}}'])
      assert.throws(() => parseShallowJson(text), SyntaxError);
  });
});
