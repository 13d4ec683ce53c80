import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { keyboardHeight } from '../../src/element/extensions/keyboard-room.js';
import { parseFrame } from '../../src/element/extensions/launcher/moving.js';

describe('the height of a phone’s keyboard', () => {
  it('is what it takes of the window’s lower end', () => {
    assert.equal(keyboardHeight({ height: 400, offsetTop: 0, scale: 1 }, 740), 340);
    assert.equal(keyboardHeight({ height: 400, offsetTop: 100, scale: 1 }, 740), 240);
  });

  it('is none for the bars of a browser, and for those who have zoomed in', () => {
    assert.equal(keyboardHeight({ height: 680, offsetTop: 0, scale: 1 }, 740), 0);
    assert.equal(keyboardHeight({ height: 370, offsetTop: 0, scale: 2 }, 740), 0);
  });
});

describe('where a panel was left', () => {
  it('is read as it was written', () => {
    const frame = { x: -24, y: 12, width: 400, height: 500 };
    assert.deepEqual(parseFrame(JSON.stringify(frame)), frame);
  });

  it('is in its corner where nothing, or nonsense, was kept', () => {
    const inPlace = { x: 0, y: 0, width: 0, height: 0 };
    for (const json of [null, '', 'x', '[]', '{"x":"1px","y":null,"width":-5}'])
      assert.deepEqual(parseFrame(json), inPlace);
  });
});
