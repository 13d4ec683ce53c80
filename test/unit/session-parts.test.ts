import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { transition, type SessionInput, type SessionState } from '../../src/session/session-state.js';
import { waitForFirstFrame } from '../../src/session/whep/first-frame.js';

describe('the state of a session', () => {
  const walks: [string, SessionInput[], SessionState][] = [
    ['goes from idle to ready', ['connect', 'ready'], 'READY'],
    ['ends while it is being created', ['connect', 'end'], 'ENDED'],
    ['fails while it is being created', ['connect', 'fail'], 'ERROR'],
    ['can be opened again after an error', ['connect', 'fail', 'connect'], 'CREATING'],
    ['can be opened again after the end', ['connect', 'ready', 'end', 'connect'], 'CREATING'],
    ['does not become ready after it was ended', ['connect', 'end', 'ready'], 'ENDED'],
    ['stays idle when what never began is ended', ['end'], 'IDLE'],
    ['stays ended when it fails afterwards', ['connect', 'ready', 'end', 'fail'], 'ENDED'],
  ];
  for (const [what, inputs, expected] of walks) {
    it(what, () => {
      assert.equal(inputs.reduce<SessionState>(transition, 'IDLE'), expected);
    });
  }
});

describe('the first frame', () => {
  const options = {
    deadlineMs: 100,
    delay: (): Promise<void> => Promise.resolve(),
    signal: new AbortController().signal,
  };

  it('is waited for', async () => {
    let polls = 0;
    await waitForFirstFrame({ ...options, countFrames: () => Promise.resolve(polls++ < 2 ? 0 : 1) });
    assert.equal(polls, 3);
  });

  it('is given up after the deadline, because a server may connect and send nothing', async () => {
    await assert.rejects(waitForFirstFrame({ ...options, countFrames: () => Promise.resolve(0) }), {
      code: 'MEDIA_STALLED',
    });
  });
});
