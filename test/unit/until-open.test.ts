import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { AvatarError } from '../../src/core/errors.js';
import { TypedEvents } from '../../src/core/typed-events.js';
import { untilOpen } from '../../src/element/session/until-open.js';
import type { KalturaAvatarSession } from '../../src/session/kaltura-avatar-session.js';
import type { SessionEvents } from '../../src/session/session-config.js';
import type { SessionState } from '../../src/session/session-state.js';

/** As much of a session as is listened to. */
class FakeSession extends TypedEvents<SessionEvents> {
  state: SessionState = 'CREATING';

  getSessionState(): SessionState {
    return this.state;
  }

  become(state: SessionState): void {
    this.state = state;
    this.emit('stateChange', state);
  }
}

describe('waiting for a session that the page opens', () => {
  let session: FakeSession;
  let given: AbortController;
  const opened = (): Promise<KalturaAvatarSession> =>
    untilOpen(session as unknown as KalturaAvatarSession, given.signal);

  beforeEach(() => {
    session = new FakeSession(() => undefined);
    given = new AbortController();
  });

  it('ends when the session is open', async () => {
    const waiting = opened();
    session.become('READY');
    assert.equal(await waiting, session);
  });

  it('fails with what the session failed with', async () => {
    const waiting = opened();
    session.become('ERROR');
    session.emit('error', new AvatarError('CAPACITY', 'full'));
    await assert.rejects(waiting, { code: 'CAPACITY' });
  });

  it('is over where the session ends, or another one takes its place', async () => {
    const ended = opened();
    session.become('ENDED');
    await assert.rejects(ended, { code: 'ABORTED' });
    session.state = 'CREATING';
    const replaced = opened();
    given.abort();
    await assert.rejects(replaced, { code: 'ABORTED' });
  });

  it('does not wait for what has happened before', async () => {
    session.state = 'READY';
    assert.equal(await opened(), session);
    session.state = 'ERROR';
    await assert.rejects(opened(), { code: 'API_REQUEST_FAILED' });
    session.state = 'ENDED';
    await assert.rejects(opened(), { code: 'ABORTED' });
    session.state = 'CREATING';
    given.abort();
    await assert.rejects(opened(), { code: 'ABORTED' });
  });
});
