import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { PROFILES } from '../../src/simulator/profiles/profiles.js';
import { SpeechTurns } from '../../src/simulator/sessions/speech-turns.js';
import { settled } from '../support/manual-clock.js';
import { FakeStage, FakeSynthesis, ManualTimers, silentClip } from '../support/simulator-fakes.js';

describe('SpeechTurns', () => {
  let clock: ManualTimers;
  let stage: FakeStage;
  let synthesis: FakeSynthesis;
  let turns: SpeechTurns;

  beforeEach(() => {
    clock = new ManualTimers();
    stage = new FakeStage();
    synthesis = new FakeSynthesis();
    turns = new SpeechTurns({ stage, synthesize: synthesis.synthesize, clock, profile: PROFILES.documented });
  });

  const say = (turnId: string, text: string, isFinal = true): void => turns.addText({ turnId, text, isFinal });
  const states = (): Record<string, string> => Object.fromEntries(turns.status().map(({ id, state }) => [id, state]));
  const playThrough = (clipId: string): void => {
    turns.clipStarted(clipId);
    turns.clipFinished(clipId);
  };

  it('says a turn from queued through speaking to said', async () => {
    say('t1', 'Hello.');
    assert.deepEqual(states(), { t1: 'queued' });
    await synthesis.answer();
    turns.clipStarted('clip-1');
    assert.deepEqual(states(), { t1: 'speaking' });
    turns.clipFinished('clip-1');
    assert.deepEqual(turns.status(), [{ id: 't1', text: 'Hello.', state: 'said' }]);
    assert.equal(clock.timers, 0);
  });

  it('joins tokens into words and sentences before they are synthesised', async () => {
    for (const token of ['Hel', 'lo wor', 'ld. How', ' are you']) say('t1', token, false);
    assert.deepEqual(synthesis.texts, ['Hello world.']);
    say('t1', '?');
    await synthesis.answerAll();
    assert.deepEqual(synthesis.texts, ['Hello world.', 'How are you?']);
  });

  it('does not take a number for the end of a sentence', () => {
    say('t1', 'It costs 3.', false);
    say('t1', '50 in all, I am told, and that is the end of', false);
    assert.deepEqual(synthesis.texts, []);
  });

  it('begins a long sentence at the end of a clause', () => {
    say('t1', 'When the long winter had gone at last and spring came, the', false);
    assert.deepEqual(synthesis.texts, ['When the long winter had gone at last and spring came,']);
  });

  it('leaves out what nobody could pronounce', async () => {
    say('t1', '... !');
    await settled();
    assert.deepEqual(synthesis.texts, []);
    assert.deepEqual(states(), { t1: 'said' });
  });

  it('synthesises the next piece while the first one plays, but not all of a long text', async () => {
    say('t1', 'One. Two. Three. Four. Five.');
    await synthesis.answerAll();
    assert.deepEqual(synthesis.texts, ['One.', 'Two.', 'Three.']);
    assert.deepEqual(stage.played, ['clip-1', 'clip-2', 'clip-3']);
    playThrough('clip-1');
    await synthesis.answerAll();
    assert.deepEqual(synthesis.texts, ['One.', 'Two.', 'Three.', 'Four.']);
  });

  it('keeps the order in which turns first appeared, however their texts are mixed', async () => {
    say('t1', 'One.', false);
    say('t2', 'Two.');
    say('t1', ' Three.');
    await synthesis.answerAll();
    playThrough('clip-1');
    assert.deepEqual(states(), { t1: 'speaking', t2: 'queued' });
    playThrough('clip-2');
    assert.deepEqual(states(), { t1: 'said', t2: 'queued' });
    assert.deepEqual(stage.played, ['clip-1', 'clip-2', 'clip-3']);
  });

  it('lets a turn sound only after the one before it was played', async () => {
    say('t1', 'One.');
    say('t2', 'Two.');
    await synthesis.answerAll();
    assert.deepEqual(stage.played, ['clip-1']);
    playThrough('clip-1');
    assert.deepEqual(stage.played, ['clip-1', 'clip-2']);
  });

  it('makes the next turns wait for a turn that is not final, and never for longer than 5 s without text', async () => {
    say('t1', 'One. ', false);
    say('t2', 'Two.');
    clock.advance(4000);
    say('t1', 'Three', false);
    await synthesis.answerAll();
    playThrough('clip-1');
    clock.advance(4999);
    assert.deepEqual(stage.played, ['clip-1']);
    clock.advance(1);
    await synthesis.answerAll();
    playThrough('clip-2');
    assert.deepEqual(stage.played, ['clip-1', 'clip-2', 'clip-3']);
    assert.deepEqual(states(), { t1: 'said', t2: 'queued' });
  });

  it('finds room for a turn that goes on after later turns were made ready', async () => {
    say('t1', 'One. ', false);
    say('t2', 'A. B. C. D. E.');
    await synthesis.answerAll();
    say('t1', 'Two.');
    await synthesis.answerAll();
    assert.equal(synthesis.texts.at(-1), 'Two.');
    assert.deepEqual(states(), { t1: 'queued', t2: 'queued' });
  });

  it('closes a turn by an empty last text', async () => {
    say('t1', 'One.', false);
    say('t1', '');
    await synthesis.answerAll();
    playThrough('clip-1');
    assert.deepEqual(states(), { t1: 'said' });
  });

  it('plays audio in its turn, after the text that came before it', async () => {
    say('t1', 'One', false);
    turns.addClip('t1', silentClip());
    turns.addClip('t2', silentClip());
    assert.deepEqual(stage.played, []);
    await synthesis.answer();
    assert.deepEqual(stage.played, ['clip-1', 'clip-2']);
    playThrough('clip-1');
    playThrough('clip-2');
    assert.deepEqual(stage.played, ['clip-1', 'clip-2', 'clip-3']);
  });

  it('counts a clip without sound as said', async () => {
    say('t1', 'One.');
    await synthesis.answer(silentClip(0));
    assert.deepEqual(states(), { t1: 'said' });
    assert.deepEqual(stage.played, []);
  });

  it('interrupts all turns at once, and drops what is synthesised too late', async () => {
    say('t1', 'One. Two.');
    say('t2', 'Three', false);
    await synthesis.answer();
    await turns.interrupt();
    await synthesis.answer();
    assert.deepEqual(states(), { t1: 'interrupted', t2: 'interrupted' });
    assert.deepEqual(stage.played, ['clip-1']);
    assert.equal(stage.flushes, 1);
    assert.equal(clock.timers, 0);
  });

  it('speaks on at once after an interrupt, though an old synthesis is still under way', async () => {
    say('t1', 'One.');
    await turns.interrupt();
    say('t2', 'Two.');
    assert.deepEqual(synthesis.texts, ['One.', 'Two.']);
    await synthesis.answer();
    assert.deepEqual(stage.played, []);
    await synthesis.answer();
    assert.deepEqual(stage.played, ['clip-1']);
    assert.deepEqual(states(), { t1: 'interrupted', t2: 'queued' });
  });

  it('can be interrupted twice, and when nothing is said', async () => {
    await turns.interrupt();
    say('t1', 'One.');
    await turns.interrupt();
    await turns.interrupt();
    assert.deepEqual(states(), { t1: 'interrupted' });
  });

  it('ignores a clip that ends after the interrupt', async () => {
    say('t1', 'One.');
    await synthesis.answer();
    await turns.interrupt();
    turns.clipFinished('clip-1');
    assert.deepEqual(states(), { t1: 'interrupted' });
  });

  it('begins a new turn with the same id once the first is over', async () => {
    say('t1', 'One.');
    await turns.interrupt();
    say('t1', 'Two.');
    assert.deepEqual(
      turns.status().map(({ text, state }) => [text, state]),
      [
        ['One.', 'interrupted'],
        ['Two.', 'queued'],
      ],
    );
  });

  it('fails only the turn whose synthesis failed', async () => {
    say('t1', 'One. Two.');
    say('t2', 'Three.');
    await synthesis.answer(new Error('The voice died.'));
    await synthesis.answerAll();
    playThrough('clip-1');
    assert.deepEqual(turns.status(), [
      { id: 't1', text: 'One. Two.', state: 'failed', error: 'The voice died.' },
      { id: 't2', text: 'Three.', state: 'said' },
    ]);
  });

  it('fails a turn that the stage does not take', async () => {
    stage.playError = new Error('No stage.');
    say('t1', 'One.');
    await synthesis.answer();
    assert.deepEqual(states(), { t1: 'failed' });
  });

  it('remembers the latest turns only', () => {
    for (let turn = 0; turn < 150; turn += 1) say(`t${turn}`, '!');
    assert.equal(turns.status().length, 100);
    assert.equal(turns.status().at(-1)?.id, 't149');
  });

  describe('as the live service has been seen to do', () => {
    beforeEach(() => {
      turns = new SpeechTurns({ stage, synthesize: synthesis.synthesize, clock, profile: PROFILES.live });
    });

    it('makes a turn of each recording, whatever turn it names', () => {
      for (const id of ['t1', 't1', 't1']) turns.addClip(id, silentClip());
      assert.deepEqual(
        turns.status().map(({ id, state }) => [id, state]),
        Array.from({ length: 3 }, () => ['t1', 'queued']),
      );
      assert.deepEqual(stage.played, ['clip-1']);
      playThrough('clip-1');
      assert.deepEqual(stage.played, ['clip-1', 'clip-2']);
    });

    it('is silenced for the recording that is heard alone: the next one follows', async () => {
      for (const id of ['t1', 't2', 't3']) turns.addClip(id, silentClip());
      turns.clipStarted('clip-1');
      await turns.interrupt();
      assert.deepEqual(states(), { t1: 'interrupted', t2: 'queued', t3: 'queued' });
      assert.deepEqual(stage.played, ['clip-1', 'clip-2']);
      assert.equal(stage.flushes, 1);
    });
  });
});
