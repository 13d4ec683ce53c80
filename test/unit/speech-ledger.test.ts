import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { AvatarError } from '../../src/core/errors.js';
import type { TrackedTurn } from '../../src/session/speech/tracked-turn.js';
import { VoicePace } from '../../src/core/speech/voice-pace.js';
import { TurnLedger } from '../../src/session/speech/turn-ledger.js';
import { settled } from '../support/manual-clock.js';

/** What a voice of 58 ms a letter says in so many milliseconds. */
const textOf = (ms: number): string => 'a'.repeat(Math.round(ms / 58));

interface Stage {
  turns: TurnLedger;
  log: string[];
  /** Takes a turn whole. */
  say: (name: string, ms: number) => TrackedTurn;
  /** Lets time pass, speaking or in silence. */
  pass: (ms: number, isSpeaking: boolean) => Promise<void>;
  now: () => number;
}

/** As the detector tells it: with readings each 50 ms, and the end 700 ms after the last sound. */
function stage(): Stage {
  let now = 0;
  let heardLastAt = 0;
  let isHeard = false;
  const log: string[] = [];
  const turns = new TurnLedger(new VoicePace(1));
  const follow = (turn: TrackedTurn): TrackedTurn => {
    void turn.started.then(
      () => log.push(`${turn.id} started ${now}`),
      (error: unknown) => log.push(`${turn.id} not started: ${(error as AvatarError).code}`),
    );
    void turn.finished.then(({ outcome }) => log.push(`${turn.id} ${outcome} ${now}`));
    return turn;
  };
  return {
    turns,
    log,
    now: () => now,
    say: (name, ms) => {
      const turn = follow(turns.open(name));
      turns.take(turn, { text: textOf(ms) }, now, now, now);
      return turn;
    },
    pass: async (ms, isSpeaking) => {
      for (const until = now + ms; now < until;) {
        if (isSpeaking) {
          if (!isHeard) turns.heardStart(now);
          isHeard = true;
          heardLastAt = now;
        } else if (isHeard && now - heardLastAt >= 700) {
          isHeard = false;
          turns.heardEnd(heardLastAt, now);
        }
        turns.tick(now, isHeard ? heardLastAt : undefined);
        await settled();
        now += 50;
      }
    },
  };
}

describe('the turn that is being said', () => {
  it('starts and ends with the sound, however long it was thought to be', async () => {
    for (const factor of [0.4, 1, 2.5]) {
      const { say, pass, log } = stage();
      say('a', 2100);
      await pass(500, false);
      await pass(2100 * factor, true);
      await pass(800, false);
      assert.deepEqual(log, ['a started 500', `a ended ${500 + Math.ceil((2100 * factor) / 50) * 50 + 650}`]);
    }
  });

  it('goes on after a pause while more of it comes', async () => {
    const { turns, pass, log, now } = stage();
    const turn = turns.open('a');
    turns.take(turn, { text: textOf(1400) }, 0, 0, Infinity);
    await pass(1400, true);
    await pass(1000, false);
    turns.take(turn, { text: textOf(1400) }, now(), now(), now());
    void turn.finished.then(({ outcome }) => log.push(`${outcome} ${now()}`));
    await pass(1000, false);
    assert.deepEqual(log, []);
    await pass(1400, true);
    await pass(800, false);
    assert.deepEqual(log, ['ended 5450']);
  });

  it('is not over with a sound that was heard before its last part can have been said', async () => {
    const { turns, pass, log, now } = stage();
    const turn = turns.open('a');
    turns.take(turn, { text: textOf(1400) }, 0, 0, Infinity);
    await pass(1400, true);
    turns.take(turn, { text: textOf(2800) }, now(), now(), now());
    void turn.finished.then(({ outcome }) => log.push(`${outcome} ${now()}`));
    await pass(2000, false);
    assert.deepEqual(log, []);
    await pass(2800, true);
    await pass(800, false);
    assert.deepEqual(log, ['ended 6850']);
  });

  it('counts as over where its last part is never heard', async () => {
    const { turns, pass, now } = stage();
    const turn = turns.open('a');
    turns.take(turn, { text: textOf(1400) }, 0, 0, Infinity);
    await pass(1400, true);
    turns.take(turn, { text: textOf(2800) }, now(), now(), now());
    await pass(7000, false);
    assert.equal(turn.isSettled, true);
    assert.equal((await turn.finished).outcome, 'ended');
  });

  it('fails where it is never heard, after its length and some patience', async () => {
    const { say, pass, log, turns } = stage();
    const turn = say('a', 2100);
    await pass(17_000, false);
    assert.deepEqual(log, []);
    await pass(500, false);
    assert.equal((await turn.finished).error?.code, 'TIMEOUT');
    await turn.accepted;
    assert.equal(turns.isExpecting, false);
  });

  it('counts as whole when no more of it comes for a while, though it was never called final', async () => {
    const { turns, pass, log, now } = stage();
    const turn = turns.open('a');
    void turn.finished.then(({ outcome }) => log.push(outcome));
    turns.take(turn, { text: textOf(700) }, 0, 0, 5000);
    await pass(700, true);
    await pass(3000, false);
    assert.deepEqual(log, []);
    await pass(7000, false);
    assert.deepEqual(log, ['ended']);
    await turn.accepted;
    assert.ok(now() > 0);
  });
});

describe('several turns', () => {
  it('are each told where there is a pause between', async () => {
    const { say, pass, log } = stage();
    say('a', 2100);
    say('b', 700);
    say('c', 2100);
    for (const ms of [2100, 700, 2100]) {
      await pass(ms, true);
      await pass(900, false);
    }
    assert.deepEqual(log, [
      'a started 0',
      'a ended 2750',
      'b started 3000',
      'b ended 4350',
      'c started 4600',
      'c ended 7350',
    ]);
  });

  /** Follows speech with silences, each at a time and for so many milliseconds, by readings each 25 ms. */
  const follow = async (turns: TurnLedger, silences: readonly (readonly [at: number, ms: number])[], until: number) => {
    let heardAt = 0;
    turns.heardStart(0);
    for (let now = 0; now <= until; now += 25) {
      if (!silences.some(([at, ms]) => now >= at && now < at + ms)) heardAt = now;
      turns.tick(now, heardAt, now - heardAt);
      await settled();
    }
  };

  it('are told apart by a short silence where the first should end, and not by one that is part of a word', async () => {
    const { turns, say } = stage();
    const [first, second] = [say('a', 2800), say('b', 2800)];
    await follow(turns, [[2350, 75]], 2800);
    assert.equal(first.isSettled, false);
    await follow(turns, [[2850, 175]], 3025);
    assert.equal(first.isSettled, true);
    assert.ok(Math.abs((second.startedAt ?? 0) - 3025) <= 25, String(second.startedAt));
  });

  it('are told apart where the first was overdue when nobody could listen for a second', async () => {
    const { turns, say } = stage();
    const [first, second] = [say('a', 2000), say('b', 4000)];
    await follow(turns, [], 2300);
    assert.equal(first.isSettled, false);
    turns.tick(3300, 3300);
    assert.equal(first.isSettled, true);
    assert.equal(second.startedAt, 2800);
  });

  it('are told apart by their lengths where there is none, in order', async () => {
    const { say, pass, log } = stage();
    say('a', 2100);
    say('b', 2800);
    say('c', 1400);
    await pass(6300, true);
    await pass(800, false);
    assert.deepEqual(
      log.map((line) => line.replace(/ \d+$/, '')),
      ['a started', 'a ended', 'b started', 'b ended', 'c started', 'c ended'],
    );
    const endOf = (name: string): number => Number(log.find((line) => line.startsWith(`${name} ended`))?.split(' ')[2]);
    assert.ok(Math.abs(endOf('a') - 2100) < 700, log.join());
    assert.ok(Math.abs(endOf('b') - 4900) < 1000, log.join());
    assert.equal(endOf('c'), 6950);
  });

  it('are all told by the end of the sound where the voice is faster than was thought', async () => {
    const { say, pass, log } = stage();
    say('a', 2800);
    say('b', 2100);
    await pass(3850, true);
    await pass(800, false);
    assert.deepEqual(
      log.map((line) => line.replace(/ \d+$/, '')),
      ['a started', 'a ended', 'b started', 'b ended'],
    );
  });

  it('never stay unsettled, and end in order, whatever is heard', async () => {
    for (const heard of [[], [300], [9000], [500, 500, 500, 500, 500, 500], [6000, 100]]) {
      const { say, pass, log } = stage();
      const turns = ['a', 'b', 'c'].map((name) => say(name, 2100));
      for (const ms of heard) {
        await pass(ms, true);
        await pass(1500, false);
      }
      await pass(40_000, false);
      assert.deepEqual(
        turns.map(({ isSettled }) => isSettled),
        [true, true, true],
        log.join(),
      );
      const ends = log.filter((line) => /ended|failed/.test(line)).map((line) => line.charAt(0));
      assert.deepEqual(ends, ['a', 'b', 'c']);
    }
  });

  it('are told in the order in which they came to the service', async () => {
    const { turns, say, pass, log } = stage();
    const late = turns.open('late');
    say('first', 1400);
    turns.take(late, { text: textOf(1400) }, 0, 0, 0);
    void late.finished.then(() => log.push('late ended'));
    await pass(1400, true);
    await pass(1000, false);
    assert.deepEqual(log.at(-1), 'first ended 2050');
    await pass(1400, true);
    await pass(1000, false);
    assert.equal(log.at(-1), 'late ended');
  });

  it('are told apart the better, the longer the voice is heard', async () => {
    const error = async (learns: boolean): Promise<number> => {
      const { say, pass, log, now } = stage();
      const slow = 1.6;
      for (let i = 0; learns && i < 4; i++) {
        say(`lesson ${i}`, 4200);
        await pass(4200 * slow, true);
        await pass(1000, false);
      }
      const from = now();
      say('a', 4200);
      say('b', 4200);
      await pass(8400 * slow, true);
      await pass(1000, false);
      const end = Number(log.find((line) => line.startsWith('a ended'))?.split(' ')[2]);
      return Math.abs(end - from - 4200 * slow * 1.25);
    };
    assert.ok((await error(true)) < (await error(false)) / 4);
  });
});

describe('turns that are over before their time', () => {
  it('settle as interrupted, all at once', async () => {
    const { turns, say, log } = stage();
    say('a', 2100);
    say('b', 2100);
    turns.interrupt();
    await settled();
    assert.deepEqual(log.sort(), [
      'a interrupted 0',
      'a not started: ABORTED',
      'b interrupted 0',
      'b not started: ABORTED',
    ]);
    assert.equal(turns.isExpecting, false);
  });

  it('are still listened to where the service has taken something of them, so that what follows is told right', async () => {
    const { turns, say, pass, log } = stage();
    const cut = turns.open('cut');
    turns.take(cut, { text: textOf(1400) }, 0, 0, Infinity);
    turns.abandon(cut, { outcome: 'interrupted' }, 0);
    assert.equal(cut.isSettled, true);
    say('next', 1400);
    await pass(1400, true);
    await pass(1000, false);
    assert.deepEqual(log, []);
    await pass(1400, true);
    await pass(1000, false);
    assert.deepEqual(log, ['next started 2400', 'next ended 4450']);
  });

  it('are dropped with another session, but for what it is still to be sent', async () => {
    const { turns, say, pass, log, now } = stage();
    say('taken', 2100);
    const half = turns.open('half');
    turns.take(half, { text: textOf(1400) }, 0, 0, Infinity);
    const waiting = turns.open('waiting');
    turns.loseTaken();
    turns.listenFrom(now(), false);
    await settled();
    assert.deepEqual(log, ['taken not started: ABORTED', 'taken interrupted 0']);
    assert.deepEqual([half.isSettled, waiting.isSettled], [false, false]);
    turns.take(half, { text: textOf(700) }, now(), now(), now());
    await pass(700, true);
    await pass(800, false);
    assert.equal(half.isSettled, true);
    assert.equal(half.text, textOf(1400) + textOf(700));
  });
});
