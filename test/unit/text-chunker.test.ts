import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import fc from 'fast-check';

import { LONGEST_CHUNK, splitLongText, TextChunker, type TextChunk } from '../../src/core/speech/text-chunker.js';

function chunksOf(pieces: string[]): TextChunk[] {
  const chunker = new TextChunker();
  const chunks: TextChunk[] = [];
  const takeAll = (): void => {
    for (let chunk = chunker.take(); chunk; chunk = chunker.take()) chunks.push(chunk);
  };
  for (const piece of pieces) {
    chunker.push(piece);
    takeAll();
  }
  chunker.end();
  takeAll();
  return chunks;
}

const textsOf = (pieces: string[]): string[] => chunksOf(pieces).map(({ text }) => text);
/** As a language model gives it. */
const tokensOf = (text: string): string[] => text.match(/\s*\S{1,4}|\s+$/gu) ?? [];
const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

const ANSWER =
  'Good morning! The museum opens at 9.30 in the summer, and Dr. Weber will be glad to show you round. ' +
  'There are three floors. On the first you find the paintings. On the second, the old maps of the city are kept. ' +
  'The third is closed until June. Do you want me to book a ticket for you, or would you rather look around first?';

for (const isThere of [true, false]) {
  describe(`the chunks of a text, ${isThere ? 'with' : 'without'} Intl.Segmenter`, () => {
    const segmenter = { ...Object.getOwnPropertyDescriptor(Intl, 'Segmenter') };
    before(() => {
      if (!isThere) Reflect.deleteProperty(Intl, 'Segmenter');
    });
    after(() => Object.defineProperty(Intl, 'Segmenter', segmenter));

    it('end where sentences end, the first one early and the later ones larger', () => {
      const [first = '', ...later] = textsOf(tokensOf(ANSWER));
      assert.equal(first, 'Good morning! ');
      assert.ok(later.length >= 3 && later.length <= 5, JSON.stringify(later));
      for (const text of later) assert.match(text, /[.?] ?$/);
      assert.ok(
        later.slice(0, -1).every(({ length }) => length >= 40),
        JSON.stringify(later),
      );
    });

    it('begin with a clause where the first sentence is long', () => {
      const text =
        'Well, if you ask me about the weather of the coming week, which nobody can know, I should say that it rains.';
      assert.equal(textsOf(tokensOf(text))[0], 'Well, if you ask me about the weather of the coming week, ');
    });

    it('begin after some words where the first sentence is long and has no clauses', () => {
      const [first = ''] = textsOf(tokensOf(`${words(60)}.`));
      assert.ok(first.length > 60 && first.length <= 120, first);
      assert.match(first, /\d $/);
    });

    it('do not end at abbreviations, initials, numbers and the items of a list', () => {
      const text = 'Ask Dr. Smith or J. Doe at 3.5 km, e.g. Monday. Then come.';
      assert.deepEqual(textsOf(tokensOf(text)), ['Ask Dr. Smith or J. Doe at 3.5 km, e.g. Monday. ', 'Then come.']);
      assert.equal(textsOf(tokensOf('1. Open the box. 2. Close it.'))[0], '1. Open the box. ');
    });

    for (const sentence of [
      'The U.S. government and Mr. Ng met on Jan. 3 at 9 a.m. in the St. James Hall. ',
      'It costs 3.50 or 1,234.75 euros at shop.example.com and at No. 7. ',
      'See https://example.com/search?q=cats&page=2 or write to a.b@example.com! ',
      'Wait… what did “Dr. No” say? ',
    ]) {
      it(`do not end inside “${sentence.trim()}”`, () => {
        const chunker = new TextChunker();
        // The first one may begin at a clause; this is how later ones are cut.
        chunker.push('Hello! So');
        assert.equal(chunker.take()?.text, 'Hello! ');
        for (const token of tokensOf(` ${sentence}`)) {
          chunker.push(token);
          const { text } = chunker.take('slow') ?? {};
          assert.ok(text === undefined || text.trimEnd() === `So ${sentence}`.trimEnd(), text);
        }
        chunker.push('And');
        const { text = `So ${sentence}` } = chunker.take('slow') ?? {};
        assert.equal(text.trim(), `So ${sentence}`.trim());
      });
    }

    it('end at “No.” where it is an answer, and at sentences of scripts without spaces', () => {
      assert.deepEqual(textsOf(['No. It opens at nine on every day of the week.']).slice(0, 1), ['No. ']);
      assert.deepEqual(textsOf(['今日は晴れです。明日は雨が降るでしょう。']).slice(0, 1), ['今日は晴れです。']);
      assert.deepEqual(textsOf(['नमस्ते। आप कैसे हैं? मैं ठीक हूँ।']).slice(0, 1), ['नमस्ते। ']);
    });

    it('mark the last one as final, and only that, whatever ends the text', () => {
      for (const end of ['', ' ', '\n\n', ' \n ', '…', ' 🙂', ' ***', '\n—\n']) {
        const chunks = chunksOf([...tokensOf(ANSWER), end]);
        assert.deepEqual(
          chunks.map(({ isFinal }) => isFinal),
          chunks.map((_, i) => i === chunks.length - 1),
          JSON.stringify(end),
        );
      }
    });

    it('cut very long sentences between words', () => {
      const text = `${words(500)}.`;
      const texts = textsOf([text]);
      assert.equal(texts.join(''), text);
      for (const chunk of texts) assert.ok(chunk.length <= LONGEST_CHUNK, String(chunk.length));
      assert.ok(texts.slice(0, -1).every((chunk) => chunk.endsWith(' ')));
    });

    it('never cut a character that takes several code units, in a word without end', () => {
      for (const before of ['', 'a', 'ab']) {
        const texts = splitLongText(before + '😀'.repeat(700));
        assert.ok(texts.length > 1);
        for (const text of texts) assert.doesNotMatch(text, /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
      }
    });

    it('keep a text as it is, however it comes', () => {
      const piece = fc.oneof(
        fc.constantFrom('Hello. ', 'and so on, ', '\n\n', ' ', '?', 'Dr. ', '3.5', '「はい。」', '👩‍👩‍👧', 'x'.repeat(700)),
        fc.lorem({ maxCount: 30, mode: 'words' }),
        fc.string({ unit: 'grapheme' }),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
          const text = pieces.join('');
          const chunks = chunksOf(pieces);
          assert.equal(
            chunks
              .map((chunk) => chunk.text)
              .join('')
              .trim(),
            text.trim(),
          );
          assert.ok(chunks.every((chunk) => chunk.text.trim() !== '' && chunk.text.length <= LONGEST_CHUNK));
          assert.equal(chunks.filter(({ isFinal }) => isFinal).length, text.trim() === '' ? 0 : 1);
          assert.equal(chunks.at(-1)?.isFinal ?? true, true);
        }),
        { numRuns: 300 },
      );
    });
  });
}

describe('a text on its way', () => {
  it('grows into one chunk while nobody takes any', () => {
    const chunker = new TextChunker();
    chunker.push('Good morning! How are you');
    assert.equal(chunker.take()?.text, 'Good morning! ');
    for (const token of tokensOf(' today? I hope that you have slept well. The sun is up. Let me tell you of the sea'))
      chunker.push(token);
    assert.equal(chunker.take('slow')?.text, 'How are you today? I hope that you have slept well. The sun is up. ');
    assert.equal(chunker.take('slow'), undefined);
  });

  it('keeps short sentences for the next chunk, unless its reader is impatient', () => {
    const chunker = new TextChunker();
    chunker.push('One. Two. Three. Fo');
    assert.equal(chunker.take()?.text, 'One. ');
    assert.equal(chunker.take(), undefined);
    assert.equal(chunker.take('slow')?.text, 'Two. Three. ');
  });

  it('gives a whole sentence, though it may be the last one, once its source is quiet, and marks the end later', () => {
    const chunker = new TextChunker();
    chunker.push('Let me look that up for you. ');
    assert.equal(chunker.take(), undefined);
    assert.deepEqual(chunker.take('quiet'), { text: 'Let me look that up for you. ', isFinal: false });
    assert.equal(chunker.take('stalled'), undefined);
    chunker.end();
    assert.deepEqual(chunker.take(), { text: '', isFinal: true });
    assert.equal(chunker.take(), undefined);
  });

  for (const [open, isEverWhole] of [
    ['The U.S. ', true],
    ['It opens at 9 a.m. ', true],
    ['It costs 3.', true],
    ['See https://example.com/search?', true],
    ['Write to me@example.', true],
    ['Hello there', false],
    ['Well, ', false],
  ] as const) {
    it(`waits for the rest of “${open}” while its source is quiet${isEverWhole ? ', but not for ever' : ''}`, () => {
      const chunker = new TextChunker();
      chunker.push(open);
      assert.equal(chunker.take('quiet'), undefined);
      assert.equal(chunker.take('stalled')?.text, isEverWhole ? open : undefined);
    });
  }

  it('keeps families and flags together', () => {
    const family = '👩‍👩‍👧‍👦';
    const texts = splitLongText(family.repeat(200));
    assert.ok(texts.length > 1);
    for (const text of texts) assert.equal(text.replaceAll(family, ''), '');
  });

  it('is not looked through again for every character that comes', (context) => {
    const segment = context.mock.method(Intl.Segmenter.prototype, 'segment');
    const chunker = new TextChunker();
    for (let count = 0; count < 500; count += 1) {
      chunker.push('a');
      assert.equal(chunker.take('slow'), undefined);
      assert.equal(chunker.take('slow'), undefined);
    }
    assert.ok(segment.mock.callCount() < 80, `${segment.mock.callCount()} times`);
  });

  it('is cut in time that grows no faster than the text', () => {
    const text = `${words(40)}. `.repeat(500);
    const [short, long] = [text.slice(0, text.length / 8), text].map((each) => {
      const began = performance.now();
      splitLongText(each);
      chunksOf([each]);
      return performance.now() - began;
    });
    assert.ok((long ?? 0) < 30 * (short ?? 0) + 100, `${short} ms for an eighth, ${long} ms for all`);
  });
});

describe('a long text', () => {
  it('is not cut where it fits into a request', () => {
    assert.deepEqual(splitLongText(ANSWER), [ANSWER]);
  });

  it('is cut where sentences end', () => {
    const texts = splitLongText(ANSWER.repeat(4));
    assert.ok(texts.length >= 3);
    for (const text of texts.slice(0, -1)) assert.match(text, /[.?] ?$/);
  });
});
