import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { AVATAR_EVENTS } from '../../src/element/avatar-props.js';
import { EVENT_CLASSES } from '../support/event-classes.js';

describe('the events of the React and Vue components', () => {
  it('are all that the element has', () => {
    const types = EVENT_CLASSES.map(([, { type }]) => type);
    assert.deepEqual(Object.values<string>(AVATAR_EVENTS).sort(), types.sort());
  });

  it('are named as React and Vue name listeners', () => {
    for (const [prop, type] of Object.entries(AVATAR_EVENTS))
      assert.equal(
        prop,
        `on-${type}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      );
  });
});
