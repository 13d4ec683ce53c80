import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TypedEvents } from '../../src/core/typed-events.js';
import type { SessionEvents } from '../../src/session/session-config.js';
import type { SessionSummary, TurnMetrics } from '../../src/session/session-metrics.js';
import { SessionRecord } from '../../src/session/session-record.js';
import { TrackedTurn } from '../../src/session/speech/tracked-turn.js';
import { ManualClock, settled } from '../support/manual-clock.js';

describe('what is kept of a session', () => {
  const begin = (): {
    clock: ManualClock;
    record: SessionRecord;
    turns: TurnMetrics[];
    ends: SessionSummary[];
  } => {
    const clock = new ManualClock();
    const events = new TypedEvents<SessionEvents>((error) => {
      throw error;
    });
    const turns: TurnMetrics[] = [];
    const ends: SessionSummary[] = [];
    events.on('metrics', (turn) => turns.push(turn));
    events.on('sessionEnd', (session) => ends.push(session));
    return { clock, record: new SessionRecord(events, clock.now), turns, ends };
  };

  it('is how long each turn took from when it was asked for', async () => {
    const { clock, record, turns } = begin();
    await clock.advance(1000);
    const turn = new TrackedTurn('one');
    record.follow(turn, 'text');
    await clock.advance(40);
    turn.accept();
    await settled();
    await clock.advance(400);
    turn.begin(clock.now() - 50, true);
    await clock.advance(2000);
    turn.heardMs = 1900;
    turn.settle({ outcome: 'ended' });
    await settled();
    const times = { acceptedAfterMs: 40, heardAfterMs: 390, heardMs: 1900 };
    assert.deepEqual(turns, [{ turnId: 'one', kind: 'text', outcome: 'ended', ...times }]);
  });

  it('is the worst quality of the media, whatever it was afterwards, and how many turns were heard', async () => {
    const { clock, record, ends } = begin();
    for (const quality of ['fair', 'poor', 'good'] as const) record.rate(quality);
    const [heard, unheard] = [new TrackedTurn('heard'), new TrackedTurn('unheard')];
    for (const turn of [heard, unheard]) record.follow(turn, 'text');
    heard.begin(clock.now(), true);
    await clock.advance(90_000);
    for (const turn of [heard, unheard]) turn.settle({ outcome: 'interrupted' });
    record.end('service');
    await settled();
    assert.deepEqual(ends, [{ seconds: 90, turns: 1, reason: 'service', worstQuality: 'poor' }]);
  });
});
