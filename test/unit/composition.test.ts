import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { compositionOf } from '../../src/element/extensions/composition.js';

type Host = Parameters<typeof compositionOf>[0];

const inline: Host = {
  mode: 'avatar',
  placement: 'inline',
  expanded: false,
  state: 'live',
  composer: true,
  microphone: 'auto',
  showTranscript: true,
  controls: true,
};

describe('what the element is made of', () => {
  it('has the conversation below the picture, and beside it where the element is wide', () => {
    assert.equal(compositionOf(inline, { width: 512, height: 512 }).desk, 'below');
    assert.equal(compositionOf(inline, { width: 390, height: 844 }).desk, 'below');
    assert.equal(compositionOf(inline, { width: 800, height: 450 }).desk, 'beside');
    assert.equal(compositionOf(inline, { width: 844, height: 390 }).desk, 'beside');
  });

  it('has the composer below the picture where there is no transcript, or no room for one', () => {
    assert.equal(compositionOf({ ...inline, showTranscript: false }, { width: 800, height: 450 }).desk, 'field');
    assert.equal(compositionOf(inline, { width: 300, height: 300 }).desk, 'field');
  });

  it('has the composer over the picture where there is no room at all', () => {
    assert.deepEqual(compositionOf(inline, { width: 200, height: 200 }), { desk: 'over', head: undefined });
  });

  it('has the buttons in a row where it is tall or in the conversation, and in a column where it is low', () => {
    assert.equal(compositionOf(inline, { width: 512, height: 512 }).head, 'row');
    assert.equal(compositionOf(inline, { width: 800, height: 450 }).head, 'row');
    assert.equal(compositionOf(inline, { width: 360, height: 360 }).head, 'column');
    assert.equal(compositionOf({ ...inline, showTranscript: false }, { width: 800, height: 450 }).head, 'column');
  });

  it('leaves the place of the buttons to the picture while there are none', () => {
    for (const state of ['idle', 'ended', 'error'] as const)
      assert.equal(compositionOf({ ...inline, state }, { width: 360, height: 360 }).head, undefined);
    assert.equal(compositionOf({ ...inline, state: 'connecting' }, { width: 360, height: 360 }).head, 'column');
  });

  it('has the buttons over the picture where nothing but the picture is shown', () => {
    const player = { ...inline, composer: false, showTranscript: false };
    assert.deepEqual(compositionOf(player, { width: 800, height: 450 }), { desk: undefined, head: undefined });
  });

  it('has a row of buttons in every panel, and nothing but the picture in a bubble', () => {
    const floating = { ...inline, placement: 'bottom-end' as const };
    assert.deepEqual(compositionOf(floating, { width: 72, height: 72 }), { desk: undefined, head: undefined });
    // While it grows, too.
    const panel = { ...floating, expanded: true };
    assert.deepEqual(compositionOf(panel, { width: 80, height: 90 }), { desk: 'below', head: 'row' });
    assert.equal(compositionOf({ ...panel, controls: false }, { width: 360, height: 640 }).head, 'row');
  });

  it('has no place for a conversation in a browser that cannot hold one', () => {
    assert.equal(compositionOf({ ...inline, state: 'unsupported' }, { width: 512, height: 512 }).desk, undefined);
  });
});
