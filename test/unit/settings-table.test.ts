import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { colour } from '../../src/element/settings/settings-table.js';

describe('a setting that is a colour', () => {
  const { accepts } = colour('a colour');

  it('takes any text on a server, where nobody knows the colours of CSS', () => {
    assert.deepEqual(['#00ff00', 'rebeccapurple', 'nonsense', '', null].map(accepts), Array(5).fill(true));
  });

  it('takes no other type anywhere', () => {
    assert.deepEqual([0, true, undefined, {}].map(accepts), Array(4).fill(false));
  });
});
