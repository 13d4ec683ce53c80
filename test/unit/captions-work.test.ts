import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { splitCaptions } from '../../src/element/extensions/captions/caption-texts.js';
import { CaptionTimeline } from '../../src/element/extensions/captions/caption-timeline.js';
import { VoicePace } from '../../src/core/speech/voice-pace.js';
import { charactersRead } from '../support/characters-read.js';

const SAMPLES = {
  English: 'It was a day like all of them, and nobody thought of it any more. ',
  'English without an end': 'word and word ',
  Chinese: '今天天气很好，我们一起去公园散步，然后回家吃饭。',
  'Chinese without a mark': '今天天气很好我们一起去公园散步然后回家吃饭',
  Thai: 'วันนี้อากาศดีมากเราไปเดินเล่นในสวนสาธารณะด้วยกันแล้วกลับบ้านไปกินข้าว',
  Hindi: 'आज मौसम बहुत अच्छा है और हम सब बगीचे में घूमने जा रहे हैं। ',
  'a word without end': 'x',
};

const sized = (sample: string, length: number): string =>
  sample.repeat(Math.ceil(length / sample.length)).slice(0, length);

const started = (text: string): CaptionTimeline => {
  const timeline = new CaptionTimeline(new VoicePace(1), 0);
  timeline.setText(text, 0);
  return timeline;
};

describe('the work that captions are', () => {
  for (const [name, sample] of Object.entries(SAMPLES)) {
    it(`grows as a text does: ${name}`, () => {
      const [short, long] = [1000, 10_000].map((length) => charactersRead(() => splitCaptions(sized(sample, length))));
      assert.ok((long ?? NaN) < 15 * (short ?? NaN), `${short}, then ${long}`);
    });

    it(`is nothing while one of them is heard, and one of its lines where the next begins: ${name}`, () => {
      const timeline = started(sized(sample, 5000));
      let heard = 0;
      const read = charactersRead(() => {
        for (let now = 0; now < 30_000; now += 100) timeline.advance(now);
        heard = timeline.captions.findIndex((caption) => caption === timeline.current);
      });
      assert.ok(heard >= 3, String(heard));
      assert.equal(read, 0);
    });

    it(`is the new end alone where a text grows: ${name}`, () => {
      const text = sized(sample, 10_000);
      const timeline = started(text);
      const grown = text + sample.slice(0, 3);
      const read = charactersRead(() => timeline.setText(grown, 100));
      assert.ok(read > 0 && read < text.length, String(read));
      assert.equal(timeline.captions.at(-1)?.to, grown.length);
    });
  }

  it('leaves what streams in cut as what is there at once', () => {
    for (const sample of [
      SAMPLES.English,
      SAMPLES.Chinese,
      SAMPLES.Hindi,
      'Oh! See No. 5 of it. Dr. Who? Well… yes. ',
    ]) {
      const text = sized(sample, 600);
      const timeline = started('');
      for (let length = 1; length <= text.length; length++) timeline.setText(text.slice(0, length), -1);
      assert.deepEqual(
        timeline.captions.map((caption) => caption.text),
        splitCaptions(text).map((caption) => caption.text),
      );
    }
  });
});

describe('what is seen as one letter', () => {
  const TEXTS = {
    'a family': '👨‍👩‍👧‍👦',
    'a flag': '🇩🇪',
    'a skin tone': '👍🏽',
    'a keycap': '1️⃣',
    'marks on a letter': 'e\u0301\u0323',
    'a syllable of Thai': 'ที่',
    'a syllable of Tamil': 'நி',
    'a letter of many marks': `Z${'\u0301'.repeat(50)}`,
  };
  const lettersOf = (text: string): Set<number> =>
    new Set(Array.from(new Intl.Segmenter().segment(text), ({ index }) => index).concat(text.length));
  const assertWhole = (text: string): void => {
    const letters = lettersOf(text);
    const captions = splitCaptions(text);
    assert.ok(captions.length > 1);
    for (const { to } of captions) assert.ok(letters.has(to), `${to} in ${text}`);
    assert.equal(captions.map((caption) => caption.text).join(''), text);
  };

  for (const [name, letter] of Object.entries(TEXTS)) {
    it(`is never cut: ${name}`, () => assertWhole(letter.repeat(100)));

    it(`is never cut by a browser that knows no segments: ${name}`, (test) => {
      const { Segmenter } = Intl;
      const text = letter.repeat(100);
      const letters = lettersOf(text);
      Reflect.deleteProperty(Intl, 'Segmenter');
      test.after(() => Object.assign(Intl, { Segmenter }));
      const captions = splitCaptions(text);
      assert.ok(captions.length > 1);
      for (const { to } of captions) assert.ok(letters.has(to), `${to} in ${text}`);
    });
  }
});
