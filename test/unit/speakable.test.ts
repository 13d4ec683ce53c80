import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { SpeakableText, toSpeakable, type SpeakableOptions } from '../../src/core/speech/speakable/speakable-text.js';

function inTokens(tokens: Iterable<string>, options?: SpeakableOptions): string[] {
  const text = new SpeakableText(options);
  return [...[...tokens].map((token) => text.push(token)), text.end()];
}

const MARKDOWN: readonly (readonly [given: string, said: string])[] = [
  ['## Hours\n- **Mon**: 9–5 ✅\n- `code` and _more_\n', 'Hours.\nMon: 9–5.\ncode and more'],
  ['[Map](https://x.y/z "The map") is there.', 'Map is there.'],
  ['[Wiki](https://x.y/a_(b)) and [ref][1] and ![a cat](cat.png)', 'Wiki and ref and a cat'],
  ['***both*** and **bold** and *it* and __b__ and ~~no~~', 'both and bold and it and b and no'],
  ['**Note. This is it.** Next.', 'Note. This is it. Next.'],
  ['这是**重点**内容。再来', '这是重点内容。再来'],
  ['Title\n===\nText', 'Title.\nText'],
  ['### Closed ###\nText', 'Closed.\nText'],
  ['> quoted\n> more\n\nText', 'quoted\nmore\n\nText'],
  ['> [!NOTE]\n> Be careful.', 'Be careful.'],
  ['他说**“好”**。**重点：**请看', '他说“好”。重点：请看'],
  ['แปลว่า**“ดี”**ครับ', 'แปลว่า“ดี”ครับ'],
  ['שלום **עולם**! مرحبا **بكم**.', 'שלום עולם! مرحبا بكم.'],
  ['http://user:secret@shop.example/a is the shop.', 'shop.example is the shop.'],
  ['Go to www.example.com/hours now.', 'Go to example.com now.'],
  ['- a\n  ```js\n  x()\n  ```\n- b', 'a.\nb'],
  ['[![Logo](a.png)](https://x.y) here', 'Logo here'],
  ['A note[^a] here.\n\n[^a]: The note\n    goes on.\n\nAfter it.', 'A note here.\n\nAfter it.'],
  ['Above\n\n---\n\nBelow', 'Above\n\nBelow'],
  ['1. Open it\n2. Close it\n\nDone.', '1. Open it.\n2. Close it.\n\nDone.'],
  ['- [ ] to do\n- [x] done', 'to do.\ndone'],
  ['- one\n  - two\n    - three', 'one.\ntwo.\nthree'],
  ['- 你好\n- 再见\n', '你好。\n再见'],
  [
    '| Day | Open | Close |\n|---|:-:|--:|\n| Mon | 9 | 5 |\n| Tue | 10 | |\n\nBye.',
    'Mon: Open 9, Close 5.\nTue: Open 10.\n\nBye.',
  ],
  ['| Day | Hours |\n| --- | --- |\n| Mon | 9–5 |', 'Mon: 9–5'],
  [
    'Day | Open | Close\n---|:-:|--:\nMon | 9 | 5\nTue|10|\n- | 11 | 6\n\nBye.',
    'Day – Open – Close.\nMon: Open 9, Close 5.\nTue: Open 10.\n-: Open 11, Close 6.\n\nBye.',
  ],
  ['Our hours:\nDay | Hours |\n:-- | --- |\nMon | 9–5 |\nBye.', 'Our hours:\nDay – Hours.\nMon: 9–5.\nBye.'],
  ['**Day** | Hours\n- | -\n**Mon** | `9`', 'Day – Hours.\nMon: 9'],
  ['> Day | Hours\n> --- | ---\n> Mon | 9', 'Day – Hours.\nMon: 9'],
  ['| Day | Hours |\n--- | ---\nMon | 9', 'Mon: 9'],
  ['Use `ls | wc` | `cat`\nThen go.', 'Use ls | wc | cat\nThen go.'],
  ['No. | Name\n--- | ---\n1 | Ann', 'No. – Name.\n1: Ann'],
  ['They are these. See:\n--- | ---\n1 | Ann', 'They are these. See:\n1: Ann'],
  ['Run:\n```js\nfoo()\n```\nDone.', 'Run:\nDone.'],
  ['~~~\nfoo()\n```\n~~~\nDone.', 'Done.'],
  ['```js\nnever closed', ''],
  ['```markdown\n# Hi\n- a\n```', 'Hi.\na'],
  ['Use `a*b` or ``c`d``.', 'Use a*b or c`d.'],
  ['See https://www.example.com/search?q=a. OK', 'See example.com. OK'],
  ['Look (https://example.com/a) at <https://b.org/c>.', 'Look (example.com) at b.org.'],
  ['Open till nine [1]. Then [2][3] more【4:0†a.pdf】.', 'Open till nine. Then more.'],
  ['A note[^1].\n\n[^1]: The note.\n', 'A note.'],
  ['$E = mc^2$ and \\(\\pi r^2\\) and $$\\frac{a}{b}$$', 'E = mc² and π r² and a/b'],
  ['<p>One</p><b>two</b><br>three<!-- no -->', 'One\ntwo\nthree'],
  ['Fish &amp; chips&nbsp;&#8364;5', 'Fish & chips €5'],
  ['\\*not a mark\\*', '*not a mark*'],
  ['Hi 👋 there 👨‍👩‍👧! 1️⃣ 🇩🇪', 'Hi there! 1'],
  ['An answer that breaks off in **bo', 'An answer that breaks off in bo'],
  ['An answer that breaks off in [a link](https://exa', 'An answer that breaks off in a link'],
];

const REASONING: readonly (readonly [given: string, said: string])[] = [
  ['<think>secret plan. And more of it.</think>We open at nine.', 'We open at nine.'],
  ['<THINK>\nsecret\n</THINK>\n\nWe open.', 'We open.'],
  ['<thinking>a<think>b</think>c</thinking>Hello.', 'Hello.'],
  ['Hello. <reasoning effort="high">secret</reasoning> World.', 'Hello. World.'],
  ['Hello.\n<think>never closed', 'Hello.'],
  ['<thi', ''],
  ['<tool_call>{"a": 1}</tool_call>Hello.', 'Hello.'],
  ['◁think▷secret◁/think▷Hello.', 'Hello.'],
  ['[THINK]secret [1] plan[/THINK]Hello.', 'Hello.'],
  ['<seed:think>secret</seed:think>Hello.', 'Hello.'],
  ['<antThinking>secret</antThinking>Hello.', 'Hello.'],
  ['<|begin_of_thought|>secret<|end_of_thought|><|begin_of_solution|>Hello.<|end_of_solution|>', 'Hello.'],
  ['Hello.<|im_end|>', 'Hello.'],
  ['<|channel|>analysis<|message|>secret<|end|><|start|>assistant<|channel|>final<|message|>Hello.', 'Hello.'],
];

/** Of thinking, but not thought. */
const QUOTED: readonly (readonly [given: string, said: string])[] = [
  ['Models think in `<think>` tags. We do not.', 'Models think in <think> tags. We do not.'],
  ['It ends with `</think>`, as usual. See?', 'It ends with </think>, as usual. See?'],
  ['I [think] so. [Think] twice ◁ so ▷.', 'I [think] so. [Think] twice ◁ so ▷.'],
];

const PLAIN = [
  ...['5 * 3 = 15', '5*3 and 2*2', 'snake_case and _private', 'C#', '#1 in sales', '1. May', 'I <3 you', 'a < b > c'],
  ...[
    '$5 or $10',
    'from $5/$10 to 10$',
    'me@example.com',
    'Price 5 €*',
    '*Without tax',
    '~5 min',
    'a == b',
    'x<y and y>z',
  ],
  ...[
    'List<String>',
    'arr[0] = 1',
    'the list [1, 2, 3].',
    '[sic]',
    '【重要】看这里。',
    'مرحبا بكم. نعم',
    'สวัสดีครับ',
    'AT&T',
  ],
  ...[
    '3.14 is pi. 2 ** 3 is 8',
    '10:30 - 11:00',
    'C:\\Users\\me',
    '10% off!',
    '“Quoted.” he said',
    'one\ntwo\n\nthree',
    '-5 degrees',
  ],
  ...['one | two\n-5 | 3', 'P(A | B)\n\n-5', ': | :'],
  ...['>5 people', 'Wait... what?', 'e.g. this', 'a|b', '★★★ ©', "it's 5'10\"", '(a) first', '½ + ¼'],
];

describe('A text made speakable', () => {
  for (const [given, said] of MARKDOWN)
    it(`says ${JSON.stringify(said)} for ${JSON.stringify(given)}`, () => assert.equal(toSpeakable(given), said));
  for (const [given, said] of REASONING)
    it(`keeps to itself what is thought in ${JSON.stringify(given)}`, () => assert.equal(toSpeakable(given), said));
  for (const [given, said] of QUOTED)
    it(`says what only looks like a thought in ${JSON.stringify(given)}`, () => assert.equal(toSpeakable(given), said));
  for (const text of PLAIN) it(`leaves ${JSON.stringify(text)} as it is`, () => assert.equal(toSpeakable(text), text));

  it('is the same, whatever tokens it comes in', () => {
    const texts = [...MARKDOWN, ...REASONING, ...QUOTED].map(([given]) => given).concat(PLAIN);
    for (const text of texts) {
      assert.equal(inTokens(text.split('')).join(''), toSpeakable(text), text);
      assert.equal(inTokens(text.match(/\s?\S+|\s+/g) ?? []).join(''), toSpeakable(text), text);
    }
  });

  it('is the same for an address that is written against a letter with marks', () => {
    const pieces = ['\u03b1\u0313\u0345', 'https://a.b/c '];
    assert.equal(inTokens(pieces).join(''), toSpeakable(pieces.join('')));
  });

  it('is the same for texts nobody thought of, and never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '`',
        '```',
        '\n',
        '\n\n',
        ' ',
        '. ',
        '[',
        '](',
        ')',
        '<b>',
        '<',
        '> ',
        '- ',
        '1. ',
        '# ',
        '|',
        '$',
      ),
      fc.constantFrom(
        '<think>',
        '&amp;',
        'https://a.b/c ',
        '👋',
        '[1]',
        '\\',
        '~~',
        '!',
        '|---|',
        '\n--- | ---\n',
        ' | ',
        '。',
        'word',
        'Two words. ',
      ),
      fc.string({ maxLength: 4, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const whole = toSpeakable(pieces.join(''));
        assert.equal(inTokens(pieces).join(''), whole);
        assert.equal(inTokens(pieces.join('').split('')).join(''), whole);
        assert.ok(whole.length <= pieces.join('').length * 2 + 2);
      }),
      { numRuns: 1500 },
    );
  });

  it('has no marks left of what is marked', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const inline = fc.oneof(
      word,
      word.map((w) => `**${w}**`),
      word.map((w) => `_${w}_`),
      word.map((w) => `\`${w}\``),
      fc.tuple(word, word).map(([a, b]) => `[${a}](https://${b}.com)`),
    );
    const line = fc.array(inline, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));
    const block = fc.oneof(
      line,
      line.map((l) => `## ${l}`),
      line.map((l) => `- ${l}`),
      line.map((l) => `> ${l}`),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        assert.match(toSpeakable(blocks.join('\n\n')), /^[a-z\s.]*$/);
      }),
    );
  });

  it('says blocks of code where that is wanted', () => {
    assert.equal(toSpeakable('Run:\n```js\na*b*c\n```\nDone.', { code: 'say' }), 'Run:\na*b*c.\nDone.');
  });

  it('gives a sentence with its last token, and the words of one where nothing is open', () => {
    const text = new SpeakableText();
    assert.equal(text.push('We open'), 'We open');
    assert.equal(text.push(' at nine.'), ' at nine.');
    assert.equal(text.push(' **Not'), '');
    assert.equal(text.push(' on Sunday**.'), '');
    assert.equal(text.push(' Bye.'), ' Not on Sunday. Bye.');
  });

  it('gives what is before a bar at once, and the rest of its line when the next one tells that it is no table', () => {
    const text = new SpeakableText();
    assert.equal(text.push('Day'), 'Day');
    assert.equal(text.push(' | Hours'), '');
    assert.equal(text.push('\n-'), '');
    assert.equal(text.push('5 degrees'), ' | Hours\n-5 degrees');
  });

  it('does not wait for the end of a line with a bar where a sentence ends behind it', () => {
    const text = new SpeakableText();
    assert.equal(text.push('Run'), 'Run');
    assert.equal(text.push(' a | b.'), ' a');
    assert.equal(text.push(' Then'), ' | b. Then');
  });

  it('gives the rows of a table as they come', () => {
    const text = new SpeakableText();
    assert.equal(text.push('Day | Hours\n--- | ---\n'), 'Day – Hours');
    assert.equal(text.push('Mon | 9\n'), '.\nMon: 9');
    assert.equal(text.push('Tue | '), '');
    assert.equal(text.push('10\n'), '.\nTue: 10');
  });

  it('drops what was held when a thought ends that had no beginning', () => {
    assert.equal(toSpeakable('secret plan.</think>We open at nine.'), 'We open at nine.');
  });

  it('takes no longer for what is made to take long, and holds little of it', { timeout: 60_000 }, () => {
    const size = 300_000;
    const hostile = [
      '*',
      '[',
      '> ',
      '`',
      '<',
      '$',
      '- a\n',
      '![',
      '**a ',
      '\\(',
      '. ',
      '<b ',
      '|',
      'a|',
      '-|',
      'a | b\n',
      '(',
      '&',
      'https://a.b/)',
      '#',
      ' ',
    ];
    const timeOf = (text: string, step: number): number => {
      const reader = new SpeakableText();
      const start = performance.now();
      for (let at = 0; at < text.length; at += step) reader.push(text.slice(at, at + step));
      reader.end();
      return performance.now() - start;
    };
    for (const part of [...hostile, '<think>']) {
      const text = part.repeat(Math.ceil(size / part.length));
      // Many times what it takes on a slow machine; were time quadratic, it would be minutes.
      for (const step of [1, size]) assert.ok(timeOf(text, step) < 20_000, `${part} by ${step}`);
    }
  });
});
