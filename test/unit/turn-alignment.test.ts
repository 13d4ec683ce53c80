import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { VoicePace } from '../../src/core/speech/voice-pace.js';
import { TurnAlignment } from '../../src/session/speech/turn-alignment.js';

function alignmentOf(text: string): TurnAlignment {
  const alignment = new TurnAlignment();
  alignment.add({ text });
  return alignment;
}

/** A pace that was heard, of a voice that was asked to be so fast. */
function learnedPace(speed: number): VoicePace {
  const pace = new VoicePace(speed);
  pace.learn(200, pace.msFor(200));
  return pace;
}

describe('where in its text a turn is', () => {
  it('is set right by a pause that is longer than the one which was taken for the end of the sentence', () => {
    const pace = new VoicePace(1);
    const sentence = 'a'.repeat(40);
    const alignment = alignmentOf(`${sentence}. ${sentence}.`);
    alignment.goesOnAfter(2000, 100, pace);
    assert.ok(pace.msFor(1) < 55, 'the pause within a word was taken for the end of the sentence');
    alignment.goesOnAfter(2900, 250, pace);
    assert.ok(pace.msFor(1) > 60, 'the voice is slower than was thought');
    assert.ok(alignment.lengthMs(pace) > 2 * 2900 - 100, String(alignment.lengthMs(pace)));
  });

  it('is left as it is by a longer pause that fits nothing', () => {
    const pace = new VoicePace(1);
    const alignment = alignmentOf(`${'a'.repeat(40)}. ${'b'.repeat(80)}.`);
    alignment.goesOnAfter(2400, 150, pace);
    const [lengthMs, msPerLetter] = [alignment.lengthMs(pace), pace.msFor(1)];
    alignment.goesOnAfter(6400, 250, pace);
    assert.deepEqual([alignment.lengthMs(pace), pace.msFor(1)], [lengthMs, msPerLetter]);
  });

  it('is not told by a pause that fits no clause well', () => {
    const pace = learnedPace(1);
    const alignment = alignmentOf(`${'a'.repeat(40)}, ${'b'.repeat(80)}.`);
    const lengthMs = alignment.lengthMs(pace);
    alignment.goesOnAfter(1.3 * pace.msFor(40), 150, pace);
    assert.equal(alignment.lengthMs(pace), lengthMs);
    alignment.goesOnAfter(1.05 * pace.msFor(40), 150, pace);
    assert.notEqual(alignment.lengthMs(pace), lengthMs);
  });

  it('is at its end with a shorter silence of a fast voice, and not with that of a slow one that is as long as its pauses', () => {
    const isEndAfter = (speed: number, silentMs: number): boolean => {
      const pace = learnedPace(speed);
      const alignment = alignmentOf('a'.repeat(80));
      return alignment.isEnd(0.85 * alignment.lengthMs(pace), silentMs, pace);
    };
    assert.deepEqual([isEndAfter(2, 100), isEndAfter(1, 100)], [true, false]);
    assert.deepEqual([isEndAfter(1, 150), isEndAfter(0.5, 150)], [true, false]);
    assert.equal(isEndAfter(0.5, 280), true);
  });
});
