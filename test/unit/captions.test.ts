import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TypedEvents } from '../../src/core/typed-events.js';
import { splitCaptions } from '../../src/element/extensions/captions/caption-texts.js';
import { CaptionTimeline } from '../../src/element/extensions/captions/caption-timeline.js';
import { SpeechFollower } from '../../src/element/extensions/captions/speech-follower.js';
import { VoicePace } from '../../src/core/speech/voice-pace.js';
import { expectedOf } from '../../src/element/conversation/expected-speech.js';
import { Transcript } from '../../src/element/conversation/transcript.js';
import type { SessionEvents } from '../../src/session/session-config.js';
import { TrackedTurn } from '../../src/session/speech/tracked-turn.js';
import { ManualClock, settled } from '../support/manual-clock.js';

const textsOf = (text: string): string[] => splitCaptions(text).map((caption) => caption.text);

describe('captions of a text', () => {
  it('are its sentences', () => {
    assert.deepEqual(textsOf('Good morning, everybody. Shall we begin now?  We have a lot to do!'), [
      'Good morning, everybody.',
      'Shall we begin now?',
      'We have a lot to do!',
    ]);
  });

  it('leave abbreviations and the shortest exclamations where they are', () => {
    assert.deepEqual(textsOf('Ask Dr. Miller about it. Oh! That is what I thought.'), [
      'Ask Dr. Miller about it.',
      'Oh! That is what I thought.',
    ]);
  });

  it('are no longer than two lines, and end at clauses or words', () => {
    const clauses =
      'Today I would like to show you what this service can do for your team, and how you set it up for your own site.';
    assert.deepEqual(textsOf(clauses), [
      'Today I would like to show you what this service can do for your team,',
      'and how you set it up for your own site.',
    ]);
    const words = textsOf('a word and '.repeat(30).trim() + '.');
    assert.ok(
      words.every(({ length }) => length <= 80 && length >= 50),
      words.join('|'),
    );
    assert.ok(words.every((text) => /(?:^| )(?:a|word|and)\.?$/.test(text)));
    assert.equal(words.join(' '), 'a word and '.repeat(30).trim() + '.');
  });

  it('are cut in texts without spaces, and narrower where letters are wide', () => {
    assert.deepEqual(textsOf('你好。今天天气很好。'), ['你好。今天天气很好。']);
    const long = textsOf('今天天气很好我们一起去公园散步吧'.repeat(5));
    assert.ok(long.every(({ length }) => length <= 40));
    assert.equal(long.join('').length, 80);
    assert.equal(textsOf('x'.repeat(200)).join(''), 'x'.repeat(200));
  });

  it('know where they are in the text, and which end a sentence', () => {
    const text = '  One sentence is here. Another one comes after it.\n';
    for (const caption of splitCaptions(text)) assert.equal(text.slice(caption.from, caption.to).trim(), caption.text);
    assert.deepEqual(
      splitCaptions(`${'word '.repeat(30)}end.`).map(({ endsSentence }) => endsSentence),
      [false, true],
    );
    assert.deepEqual(splitCaptions(' \n'), []);
  });
});

/** 40 letters and a full stop, which take 2668 ms at the average pace. */
const SENTENCE = 'This sentence is as long as all of them.';
const TEXT = `${SENTENCE} ${SENTENCE} ${SENTENCE}`;
const LENGTH_MS = new VoicePace(1).msFor(46);

describe('the timeline of captions', () => {
  const timeline = (text = TEXT, pace = new VoicePace(1)): CaptionTimeline => {
    const made = new CaptionTimeline(pace, 1000);
    made.setText(text, 1000);
    return made;
  };
  const learnedPace = (speed = 1): VoicePace => {
    const pace = new VoicePace(speed);
    pace.learn(46, pace.msFor(46));
    return pace;
  };
  const indexOf = (captions: CaptionTimeline): number =>
    captions.current ? captions.captions.indexOf(captions.current) : -1;

  it('begins with the speech and plans one caption after the other', () => {
    const captions = timeline(TEXT, learnedPace());
    assert.equal(indexOf(captions), 0);
    const starts = captions.captions.map(({ startMs }) => startMs);
    const ends = captions.captions.map(({ endMs }) => endMs);
    assert.equal(starts[0], 1000);
    assert.deepEqual(starts.slice(1), ends.slice(0, -1));
    assert.ok(Math.abs((starts[1] ?? NaN) - 1000 - LENGTH_MS) < 500);
  });

  it('goes on when a pause tells where the next sentence begins, sooner or later than estimated', () => {
    const captions = timeline();
    captions.pause(400, 3000);
    assert.equal(indexOf(captions), 1);
    captions.advance(3000 + 0.9 * LENGTH_MS);
    assert.equal(indexOf(captions), 1);
    captions.pause(400, 3000 + 0.95 * LENGTH_MS);
    assert.equal(indexOf(captions), 2);
    assert.deepEqual(
      captions.captions.map(({ startMs }) => startMs),
      [1000, 3000, 3000 + 0.95 * LENGTH_MS],
    );
  });

  it('goes by the estimate where no pause is heard', () => {
    const captions = timeline(TEXT, learnedPace());
    for (let now = 1000; now < 1000 + 1.3 * LENGTH_MS; now += 100) captions.advance(now);
    assert.equal(indexOf(captions), 1);
    for (let now = 4000; now < 1000 + 2.3 * LENGTH_MS; now += 100) captions.advance(now);
    assert.equal(indexOf(captions), 2);
  });

  it('waits longer for the pause between sentences while it is not known how fast the voice is', () => {
    const captions = timeline();
    captions.advance(1000 + 1.35 * LENGTH_MS);
    assert.equal(indexOf(captions), 0);
    captions.advance(1000 + 1.45 * LENGTH_MS);
    assert.equal(indexOf(captions), 1);
  });

  it('waits longer for the pauses of a slow voice, which are longer', () => {
    const lengthMs = learnedPace(0.5).msFor(46);
    const captions = timeline(TEXT, learnedPace(0.5));
    captions.advance(1000 + 1.25 * lengthMs);
    assert.equal(indexOf(captions), 0);
    captions.advance(1000 + 1.35 * lengthMs);
    assert.equal(indexOf(captions), 1);
  });

  it('takes a long pause of a slow voice for one between sentences, not for sound that is late', () => {
    const lengthMs = learnedPace(0.5).msFor(46);
    const captions = timeline(TEXT, learnedPace(0.5));
    captions.pause(1000, 1000 + 0.75 * lengthMs);
    assert.equal(indexOf(captions), 1);
  });

  it('takes no short pause within a sentence for its end', () => {
    const captions = timeline();
    captions.pause(200, 2000);
    captions.pause(100, 1000 + LENGTH_MS);
    assert.equal(indexOf(captions), 0);
    captions.pause(200, 1000 + LENGTH_MS);
    assert.equal(indexOf(captions), 1);
  });

  it('counts sound that comes late as no speech', () => {
    const captions = timeline();
    captions.pause(2450, 1000 + LENGTH_MS + 2000);
    assert.equal(indexOf(captions), 1);
    captions.advance(1000 + 1.8 * LENGTH_MS + 2000);
    assert.equal(indexOf(captions), 1);
  });

  it('learns the pace of the voice from the sentences heard', () => {
    const pace = new VoicePace(1);
    const captions = timeline(TEXT, pace);
    captions.pause(400, 1000 + 1.3 * LENGTH_MS);
    const slower = pace.msFor(46) / LENGTH_MS;
    assert.ok(slower > 1.1 && slower < 1.3, String(slower));
  });

  it('takes into account how fast the voice was asked to speak', () => {
    const [slow, fast] = [timeline(TEXT, new VoicePace(0.5)), timeline(TEXT, new VoicePace(2))];
    assert.ok((slow.captions[1]?.startMs ?? 0) - 1000 > 3 * ((fast.captions[1]?.startMs ?? 0) - 1000));
  });

  it('takes text that streams in, also into the caption at hand', () => {
    const captions = timeline('This begins ');
    captions.setText('This begins and ends.', 1500);
    assert.deepEqual([captions.current?.text, captions.captions.length], ['This begins and ends.', 1]);
    captions.setText('This begins and ends. Then comes another sentence.', 9000);
    assert.deepEqual([captions.current?.text, captions.current?.startMs], ['Then comes another sentence.', 9000]);
  });

  it('shows nothing in a long silence, and goes on with the next sentence after it', () => {
    const captions = timeline();
    captions.fallSilent(1000 + LENGTH_MS);
    captions.advance(9000);
    assert.equal(indexOf(captions), -1);
    captions.goOn(10_000);
    assert.deepEqual([indexOf(captions), captions.captions[1]?.startMs], [1, 10_000]);
  });

  it('closes the open caption and drops the later ones at its end, and knows what was heard', () => {
    const captions = timeline();
    captions.pause(400, 1000 + LENGTH_MS);
    const now = 1000 + 1.5 * LENGTH_MS;
    captions.advance(now);
    const heard = captions.heardText(now);
    assert.ok(heard.startsWith(`${SENTENCE} This sentence`) && heard.length < 70, heard);
    captions.end(now);
    assert.deepEqual([captions.captions.length, captions.current, captions.captions[1]?.endMs], [2, undefined, now]);
  });
});

describe('speech that is followed', () => {
  const stage = ({ isSeen = true } = {}) => {
    const clock = new ManualClock();
    let looks = 0;
    const events = new TypedEvents<SessionEvents>((error) => {
      throw error;
    });
    const on: SpeechFollowerSession['on'] = (name, listener, options) => events.on(name, listener, options);
    const session = { isSpeaking: false, turns: [], on };
    const transcript = new Transcript();
    const lifetime = new AbortController();
    const shown: string[] = [];
    const follower = new SpeechFollower({
      session,
      signal: lifetime.signal,
      transcript,
      pace: new VoicePace(1),
      isSeen: () => isSeen,
      onChange: () => {
        looks++;
        const text = follower.current?.text ?? '-';
        if (shown.at(-1) !== text) shown.push(text);
      },
      onFinish: () => undefined,
      now: clock.now,
      delay: clock.delay,
    });
    const hear = async (isHeard: boolean): Promise<void> => {
      session.isSpeaking = isHeard;
      events.emit(isHeard ? 'speakingStart' : 'speakingEnd');
      await settled();
    };
    const pause = async (ms: number): Promise<void> => {
      events.emit('speakingPause', ms);
      await settled();
    };
    const pass = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 50) await clock.advance(50);
    };
    const open = (id: string, text = ''): TrackedTurn => {
      const turn = new TrackedTurn(id);
      events.emit('turn', turn);
      if (text) turn.add({ text }, clock.now());
      return turn;
    };
    const written = () =>
      transcript.entries.map(({ role, text, turnId, isInterrupted = false }) => [role, text, turnId, isInterrupted]);
    return { clock, transcript, follower, lifetime, shown, hear, pause, pass, open, written, looks: () => looks };
  };
  type SpeechFollowerSession = ConstructorParameters<typeof SpeechFollower>[0]['session'];

  it('enters the transcript when it is heard, and grows there', async () => {
    const { clock, hear, pass, open, written } = stage();
    const turn = open('one', 'It begins here. ');
    await pass(500);
    assert.deepEqual(written(), []);
    turn.begin(clock.now(), true);
    await hear(true);
    assert.deepEqual(written(), [['avatar', 'It begins here.', 'one', false]]);
    turn.add({ text: 'And it goes on.' }, clock.now());
    await pass(100);
    assert.deepEqual(written(), [['avatar', 'It begins here. And it goes on.', 'one', false]]);
    turn.settle({ outcome: 'ended' });
    await pass(1500);
    assert.equal(clock.sleepers, 0);
  });

  it('keeps its links in the transcript, also those of which the address comes last', async () => {
    const { clock, transcript, hear, pass, open } = stage();
    const turn = open('one', 'See the map and ');
    turn.links.push({ text: 'the map', url: 'https://x.y/map', after: 0 });
    turn.begin(clock.now(), true);
    await hear(true);
    const linksOf = (): unknown => transcript.entries[0]?.links;
    assert.deepEqual(linksOf(), [{ text: 'the map', url: 'https://x.y/map', start: 4 }]);
    turn.add({ text: 'the list.' }, clock.now());
    await pass(100);
    turn.links.push({ text: 'the list', url: 'https://x.y/list', after: 16 });
    turn.settle({ outcome: 'ended' });
    await pass(1500);
    assert.deepEqual(linksOf(), [
      { text: 'the map', url: 'https://x.y/map', start: 4 },
      { text: 'the list', url: 'https://x.y/list', start: 16 },
    ]);
  });

  it('is looked after once a second where nobody sees it, and tells of each caption all the same', async () => {
    const looksAndShown = async (isSeen: boolean): Promise<[number, string[]]> => {
      const { clock, hear, pass, open, shown, looks } = stage({ isSeen });
      open('one', `${TEXT} Another one comes here. And that is it.`).begin(clock.now(), true);
      await hear(true);
      await pass(10_000);
      return [looks(), shown];
    };
    const [seen, unseen] = [await looksAndShown(true), await looksAndShown(false)];
    assert.deepEqual(unseen[1], seen[1]);
    assert.ok(seen[0] > 90 && unseen[0] < 20, `${seen[0]}, unseen ${unseen[0]}`);
  });

  it('is shown to its last sentence where it was said faster than estimated', async () => {
    const { clock, hear, pass, open, written, shown } = stage();
    const turn = open('one', 'The first sentence of all. The second one after it. The third one is the last.');
    turn.begin(clock.now(), true);
    await hear(true);
    await pass(600);
    turn.settle({ outcome: 'ended' });
    await hear(false);
    await pass(3000);
    assert.deepEqual(shown, [
      'The first sentence of all.',
      'The second one after it.',
      'The third one is the last.',
      '-',
    ]);
    assert.deepEqual([written().length, written()[0]?.[3], clock.sleepers], [1, false, 0]);
  });

  it('gives way to what is said next, also before all of it was shown', async () => {
    const { clock, hear, pass, open, written, follower } = stage();
    const [first, second] = [open('one', TEXT), open('two', 'Here is another turn.')];
    first.begin(clock.now(), true);
    await hear(true);
    await pass(500);
    first.settle({ outcome: 'ended' });
    second.begin(clock.now(), true);
    await settled();
    assert.equal(follower.current?.text, 'Here is another turn.');
    assert.deepEqual(written(), [
      ['avatar', TEXT, 'one', false],
      ['avatar', 'Here is another turn.', 'two', false],
    ]);
  });

  it('keeps what was heard of it when it is interrupted', async () => {
    const { clock, hear, pass, open, written, follower } = stage();
    const turn = open('one', TEXT);
    turn.begin(0, true);
    await hear(true);
    await pass(1400);
    turn.settle({ outcome: 'interrupted' });
    await settled();
    const [[, text, , isInterrupted] = []] = written();
    assert.equal(isInterrupted, true);
    assert.ok(
      typeof text === 'string' && SENTENCE.startsWith(text) && text.length > 10 && text.length < 36,
      String(text),
    );
    assert.deepEqual([follower.current, clock.sleepers], [undefined, 0]);
  });

  it('is not shown where it was never heard', async () => {
    const { open, written, shown } = stage();
    open('one', TEXT).settle({ outcome: 'failed' });
    await settled();
    assert.deepEqual([written(), shown], [[], []]);
  });

  it('that no turn of the page asked for is what was expected', async () => {
    const { transcript, hear, pass, written, shown } = stage();
    expectedOf(transcript).add('This is the answer of the backend.', { turnId: 'reply' });
    await hear(true);
    await pass(2300);
    await hear(false);
    assert.deepEqual(written(), [['avatar', 'This is the answer of the backend.', 'reply', false]]);
    assert.deepEqual(shown, ['This is the answer of the backend.', '-']);
    await hear(true);
    assert.equal(written().length, 1);
  });

  it('is found where it is expected only when it is heard already, and streams in', async () => {
    const { transcript, hear, pass, written } = stage();
    await hear(true);
    await pass(300);
    const reply = expectedOf(transcript).add('This is the answer', { isWhole: false });
    await pass(300);
    reply.text += ' of the backend. It is long.';
    reply.isWhole = true;
    await pass(200);
    assert.deepEqual(written(), [['avatar', 'This is the answer of the backend. It is long.', undefined, false]]);
  });

  it('leaves what is expected for after the turns of the page', async () => {
    const { clock, transcript, hear, pass, open, written } = stage();
    expectedOf(transcript).add('This comes second, from the backend.');
    const turn = open('one', SENTENCE);
    turn.begin(clock.now(), true);
    await hear(true);
    await pass(2500);
    turn.settle({ outcome: 'ended' });
    await hear(false);
    await hear(true);
    assert.deepEqual(
      written().map(([, text]) => text),
      [SENTENCE, 'This comes second, from the backend.'],
    );
  });

  it('that follows something else after a short pause alone is what was expected next', async () => {
    const { transcript, hear, pass, pause, written } = stage();
    const cues: string[] = [];
    expectedOf(transcript).add(SENTENCE);
    await hear(true);
    await pass(1000);
    expectedOf(transcript).add('And this is what came of it.', {
      cues: { heard: () => cues.push('heard'), over: (isHeard) => cues.push(`over ${isHeard}`) },
    });
    await pause(200);
    assert.deepEqual([written().length, cues], [1, []]);
    await pass(1600);
    await pause(300);
    assert.deepEqual(
      written().map(([, text, , isInterrupted]) => [text, isInterrupted]),
      [
        [SENTENCE, false],
        ['And this is what came of it.', false],
      ],
    );
    await pass(2700);
    await hear(false);
    assert.deepEqual([cues[0], cues.at(-1)], ['heard', 'over true']);
  });

  it('that was heard without any pause after something else is what was expected next, in its time', async () => {
    const { transcript, hear, pass, written } = stage();
    const cues: string[] = [];
    expectedOf(transcript).add(TEXT);
    await hear(true);
    await pass(1000);
    expectedOf(transcript).add('And this is it.', {
      cues: { heard: () => undefined, over: (isHeard) => cues.push(`over ${isHeard}`) },
    });
    // Less than what lets the next one begin without a sign, with the time until an end is told.
    await pass(1.2 * 3 * LENGTH_MS);
    await hear(false);
    await pass(3000);
    assert.deepEqual(
      written().map(([, text, , isInterrupted]) => [text, isInterrupted]),
      [
        [TEXT, false],
        ['And this is it.', false],
      ],
    );
    assert.deepEqual(cues, ['over true']);
  });

  it('that was stopped in the middle is over after a silence, or when something else is expected', async () => {
    const { transcript, hear, pass, written } = stage();
    expectedOf(transcript).add(TEXT);
    await hear(true);
    await pass(1500);
    await hear(false);
    expectedOf(transcript).add('A new answer, which is short.');
    await hear(true);
    await pass(100);
    await hear(false);
    await pass(6000);
    const [first, second] = written();
    assert.deepEqual([first?.[3], second?.[3], written().length], [true, true, 2]);
    assert.ok(String(first?.[1]).length < SENTENCE.length);
  });

  it('ends with its session', async () => {
    const { clock, lifetime, hear, open, written } = stage();
    open('one', TEXT).begin(0, true);
    await hear(true);
    lifetime.abort();
    await settled();
    assert.deepEqual([clock.sleepers, written()[0]?.[3]], [0, true]);
  });
});

describe('the transcript', () => {
  const entry = (text: string) => ({ role: 'visitor' as const, text, at: new Date(0) });

  it('tells of each change until the listening ends', () => {
    const transcript = new Transcript();
    const listening = new AbortController();
    const told: string[] = [];
    transcript.onChange(() => told.push(transcript.entries.map(({ text }) => text).join()), listening);
    const hello = entry('Hello');
    transcript.add(hello);
    transcript.update(hello, { text: 'Hello there' });
    transcript.update(hello, { text: 'unknown by now' });
    listening.abort();
    transcript.clear();
    assert.deepEqual(told, ['Hello', 'Hello there']);
    assert.deepEqual(transcript.entries, []);
  });

  it('keeps the latest 500', () => {
    const transcript = new Transcript();
    for (let i = 0; i < 503; i++) transcript.add(entry(String(i)));
    assert.deepEqual([transcript.entries.length, transcript.entries[0]?.text], [500, '3']);
  });
});
