import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';

import { DUCKED, HANGOVER_MS, TurnTaking } from '../../src/element/extensions/talk/turn-taking.js';
import { isBackchannel, isUnfinished } from '../../src/element/extensions/talk/unfinished.js';
import type { Utterance } from '../../src/element/extensions/voice/utterance.js';

/** Takes turns on a clock that the test moves. */
function stand() {
  const done: string[] = [];
  const state = { isSpeaking: false, isThinking: false, heard: 'When do you open?', nowMs: 0, hangoverMs: 0 };
  const waiting: { atMs: number; go: () => void }[] = [];
  const turns = new TurnTaking({
    isSpeaking: () => state.isSpeaking,
    isAnswering: () => state.isSpeaking || state.isThinking,
    setHangover: (ms) => (state.hangoverMs = ms),
    duck: (factor) => done.push(`volume ${factor}`),
    interrupt: () => done.push('interrupt'),
    send: (_utterance, before) => {
      done.push(before === undefined ? 'send' : `send after “${before}”`);
      return Promise.resolve(state.heard);
    },
    transcribe: () => {
      done.push('transcribe');
      return Promise.resolve(state.heard);
    },
    sendText: (text) => done.push(`say “${text}”`),
    now: () => state.nowMs,
    delay: (ms, { signal } = {}) =>
      new Promise((go, reject) => {
        waiting.push({ atMs: state.nowMs + ms, go });
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  });
  const pass = async (ms: number): Promise<void> => {
    state.nowMs += ms;
    for (const { atMs, go } of waiting) if (atMs <= state.nowMs) go();
    await tick();
  };
  const end = (): Promise<void> => {
    turns.silence();
    const utterance: Utterance = { audio: new Blob(), seconds: 1, speechSeconds: 1, endedAt: state.nowMs };
    return turns.end(utterance);
  };
  return { turns, state, done, pass, end };
}

describe('the turns that visitor and avatar take', () => {
  it('are the visitor’s while the avatar is silent', async () => {
    const { turns, done, pass, end } = stand();
    turns.maybe();
    turns.start();
    await pass(2000);
    await end();
    assert.deepEqual(done, ['send', 'volume 1']);
  });

  it('make the avatar quieter at once, and louder again where it was no voice', () => {
    const { turns, state, done } = stand();
    state.isSpeaking = true;
    turns.maybe();
    turns.misfire();
    assert.deepEqual(done, [`volume ${DUCKED}`, 'volume 1']);
  });

  it('pass to a visitor who goes on to speak, and stay the avatar’s after an “mhm”', async () => {
    for (const [speaksForMs, heard, expected] of [
      [700, 'Stop it, please.', ['interrupt', 'send']],
      [250, 'Mhm.', ['transcribe']],
      [250, '', ['transcribe']],
      [250, 'Stop!', ['transcribe', 'say “Stop!”']],
    ] as const) {
      const { turns, state, done, pass, end } = stand();
      Object.assign(state, { isSpeaking: true, heard });
      turns.maybe();
      turns.start();
      await pass(speaksForMs);
      turns.silence();
      await pass(800);
      await end();
      assert.deepEqual(
        done.filter((what) => !what.startsWith('volume')),
        expected,
      );
      assert.equal(done.at(-1), 'volume 1');
    }
  });

  it('wait longer at the beginning of a sentence and in an unfinished one, and hardly where the avatar speaks', async () => {
    const { turns, state, pass, end } = stand();
    assert.equal(state.hangoverMs, HANGOVER_MS.early);
    turns.start();
    await pass(1000);
    assert.equal(state.hangoverMs, HANGOVER_MS.usual);
    state.heard = 'I would like to know if';
    await end();
    assert.equal(state.hangoverMs, HANGOVER_MS.unfinished);
    turns.start();
    await pass(2000);
    assert.equal(state.hangoverMs, HANGOVER_MS.unfinished);
    state.heard = 'you are open.';
    await end();
    state.isSpeaking = true;
    turns.start();
    assert.equal(state.hangoverMs, HANGOVER_MS.overAvatar);
  });

  it('join what goes on with an unfinished sentence, unless much later', async () => {
    const { turns, state, done, pass, end } = stand();
    state.heard = 'Do you open on Saturday, ';
    turns.start();
    await end();
    await pass(2000);
    turns.start();
    await end();
    await pass(20_000);
    turns.start();
    await end();
    assert.deepEqual(
      done.filter((what) => what.startsWith('send')),
      ['send', 'send after “Do you open on Saturday, ”', 'send'],
    );
  });

  it('stop nothing that is not understood yet: it would be lost', async () => {
    const { turns, state, done, pass, end } = stand();
    let understand: (text: string) => void = () => undefined;
    const parts = { heard: new Promise<string>((resolve) => (understand = resolve)) };
    state.heard = parts.heard as unknown as string;
    turns.start();
    const first = end();
    await tick();
    state.isThinking = true;
    turns.start();
    await pass(600);
    assert.ok(!done.includes('interrupt'));
    understand('When');
    await first;
    await tick();
    assert.ok(done.includes('interrupt'));
  });

  it('are over with the microphone', async () => {
    const { turns, state, done, pass } = stand();
    state.isSpeaking = true;
    turns.start();
    turns.close();
    await pass(5000);
    assert.deepEqual(done, [`volume ${DUCKED}`, 'volume 1']);
  });
});

describe('a sentence', () => {
  it('goes on after a comma, a dash or a word that joins, and is complete with its mark', () => {
    for (const text of ['I would like,', 'Open on Sunday and', 'Ich wüsste gern, ob Sie', 'Nun…', 'Je voudrais que'])
      assert.equal(isUnfinished(text), !text.endsWith('Sie'), text);
    for (const text of ['When do you open?', 'when do you open', 'Yes.', '何時ですか。', ''])
      assert.ok(!isUnfinished(text), text);
  });

  it('is none where it is but a sound of somebody who listens', () => {
    for (const text of ['Mhm.', 'mm', 'Uh-huh', 'ah', 'Oh!', 'Hmm…', '', '…']) assert.ok(isBackchannel(text), text);
    for (const text of ['Stop', 'No.', 'Yes', 'Home', 'um wie viel Uhr?']) assert.ok(!isBackchannel(text), text);
  });
});
