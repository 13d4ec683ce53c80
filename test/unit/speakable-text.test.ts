import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { packedSentences } from '../../src/simulator/voice/packed-sentences.js';
import { speakableText } from '../../src/simulator/voice/speakable-text.js';

const EXAMPLES: readonly (readonly [why: string, given: string, spoken: string])[] = [
  ['leaves plain English alone', "Dr. Smith's 3.5 apples: $5.99, 50% off!", "Dr. Smith's 3.5 apples: $5.99, 50% off!"],
  ['drops diacritics', 'Ünïcödé ça va? Ångström', 'Unicode ca va? Angstrom'],
  ['writes out letters that no diacritic explains', 'Straße, Łódź, Ærø, ığ', 'Strasse, Lodz, AEro, ig'],
  ['undoes ligatures and full-width letters', 'ﬁne Ｈｅｌｌｏ　１２３', 'fine Hello 123'],
  ['drops emoji, also joined and keycap ones', 'Hi 👋! My 👨‍👩‍👧‍👦 and 1️⃣', 'Hi! My and 1'],
  ['reads other scripts as they are written in Latin letters', 'Привет hello мир', 'privet hello mir'],
  ['reads a syllable of Chinese as a word', '你好，世界。', 'ni hao ,shi jie.'],
  ['reads the vowels that Hindi and Arabic do not write', 'नमस्ते سلام', 'namaste salama'],
  ['lets a sentence begin with a capital, by which the engine hears the border', '好。我 नम। हम', 'hao. Wo nama. Hama'],
  ['finds the words of Thai', 'สวัสดีครับ', 'swasdi khrab'],
  ['reads the vowel that Thai does not write, where a word has no other', 'คน ชม หก', 'khon chom hok'],
  ['reads the vowels that Thai writes before a consonant after it', 'ให้ แผนที่ โมง', 'hai phaenthi mong'],
  ['closes up the space before a mark', 'Bonjour ! Ça va ?', 'Bonjour! Ca va?'],
  ['reads currencies after the amount', 'It costs €5.50 or £3.', 'It costs 5.50 euros or 3 pounds.'],
  ['reads common symbols', 'R&D: a+b = c, 20°C', 'R and D: a plus b equals c, 20 degrees C'],
  ['reads addresses', 'https://x.com or me@x.com', 'x.com or me at x.com'],
  ['drops markup', '**bold** _it_ `code` [link] # head', 'bold it code link head'],
  ['does not speak trademarks', 'Kaltura™ ©2024', 'Kaltura 2024'],
  ['straightens quotes', 'it’s “so”', 'it\'s "so"'],
  ['hears a pause in a dash and a range between numbers', 'yes — no, 2020–2024', 'yes, no, 2020 to 2024'],
  ['keeps fractions apart from whole numbers', '2½ cups', '2 1/2 cups'],
  ['shortens runs of marks', 'Wait… what?!?!?!!!!', 'Wait. What?!'],
  ['forgets invisible characters inside words', 'so\u00ADft\u200Bly', 'softly'],
  ['parts paragraphs, but not lines', 'one\ntwo \r\n\r\n three', 'one two\n\nthree'],
  ['drops control characters', 'a\u0000b\u0007 \u001B[31mc', 'a b 31mc'],
];

describe('speakableText', () => {
  for (const [why, given, spoken] of EXAMPLES) it(why, () => assert.equal(speakableText(given), spoken));

  it('is empty where nothing can be said', () => {
    for (const text of ['', ' \n ', '🎉', '...', '!?', '**', '\uD800']) assert.equal(speakableText(text), '');
  });

  it('breaks up what is no word', () => {
    for (const word of speakableText(`${'x'.repeat(500)} ${'9'.repeat(500)}`).split(' ')) assert.ok(word.length <= 40);
  });

  it('takes time in proportion to the length of a hostile text', () => {
    const startedAt = performance.now();
    for (const part of [' ', '\n', '!', ' !', '😀', ' –', '1.', '€1', '\u0301', '&'])
      speakableText(`${part.repeat(50_000)}x`);
    assert.ok(performance.now() - startedAt < 5000);
  });
});

describe('packedSentences', () => {
  it('keeps a short text whole', () => {
    assert.deepEqual(packedSentences('Dr. Smith is in. Really.', 40), ['Dr. Smith is in. Really.']);
  });

  it('cuts a long text between sentences', () => {
    assert.deepEqual(packedSentences('One is here. Two is there. Three.', 27), [
      'One is here. Two is there.',
      'Three.',
    ]);
  });

  it('cuts a long sentence at a clause, else between words, else where it must', () => {
    assert.deepEqual(packedSentences('first of all, then the rest', 20), ['first of all,', 'then the rest']);
    assert.deepEqual(packedSentences('first of all then the rest', 20), ['first of all then', 'the rest']);
    assert.deepEqual(packedSentences('x'.repeat(25), 10), ['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  });

  it('loses nothing and exceeds nothing', () => {
    const text = 'Well, this is one. Is it? Yes; very much so, I think! '.repeat(40);
    const pieces = packedSentences(text, 100);
    assert.equal(pieces.join(' '), text.trim());
    assert.ok(pieces.every((piece) => piece.length <= 100));
  });

  it('gives nothing for nothing', () => {
    assert.deepEqual(packedSentences('', 10), []);
  });
});
