import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SpeakableText } from '../../src/core/speech/speakable/speakable-text.js';
import type { TextLink } from '../../src/core/speech/text-link.js';
import { locatedLinks } from '../../src/element/conversation/located-links.js';

/** What is said, with each link's words as `[words](url)`. */
function linked(tokens: Iterable<string>): string {
  const links: TextLink[] = [];
  const reader = new SpeakableText({}, undefined, (link) => links.push(link));
  let text = '';
  for (const token of tokens) text += reader.push(token);
  text += reader.end();
  for (const { text: words, url, start } of locatedLinks(text, links).reverse())
    text = `${text.slice(0, start)}[${words}](${url})${text.slice(start + words.length)}`;
  return text;
}

const LINKS: readonly (readonly [given: string, linked: string])[] = [
  ['See [the map](https://x.y/z "Map").', 'See [the map](https://x.y/z).'],
  ['[**Bold** and `code`](http://x.y/a_(b))', '[Bold and code](http://x.y/a_(b))'],
  ['Here it is: [here](https://x.y/?a=1&amp;b=2)', 'Here it is: [here](https://x.y/?a=1&b=2)'],
  ['Not here. Click [here](https://x.y/).', 'Not here. Click [here](https://x.y/).'],
  ['- [one](https://x.y/1)\n- [two](https://x.y/2)', '[one](https://x.y/1).\n[two](https://x.y/2)'],
  ['| A | B |\n|---|---|\n| a | [b](https://x.y/b) |', 'a: [b](https://x.y/b)'],
  ['[text][Ref] and [ref][]\n\n[ref]: https://x.y/r "T"', '[text](https://x.y/r) and [ref](https://x.y/r)'],
  ['Go to <https://x.y/path> or www.a.b/c.', 'Go to [x.y](https://x.y/path) or [a.b](https://www.a.b/c).'],
  ['[عربي](https://x.y/ar) و[中文](https://x.y/zh)。', '[عربي](https://x.y/ar) و[中文](https://x.y/zh)。'],
  ['[![Logo](https://x.y/l.png)](https://x.y/) home', '[Logo](https://x.y/) home'],
];

const NO_LINKS: readonly (readonly [given: string, said: string])[] = [
  ['[a](javascript:alert(1)) b', 'a b'],
  ['[a](data:text/html,x) b', 'a b'],
  ['[a](/relative) b', 'a b'],
  ['[a](https://bank.example@evil.example/) b', 'a b'],
  ['![a picture](https://x.y/p.png) b', 'a picture b'],
  ['[a][unknown] b', 'a b'],
  ['<me@x.org>', 'me@x.org'],
  ['<think>[a](https://x.y)</think>b', 'b'],
  ['```\n[a](https://x.y)\n```\nb', 'b'],
];

describe('The links of a text made speakable', () => {
  for (const [given, expected] of LINKS)
    it(`are found in ${JSON.stringify(given)}, whatever tokens it comes in`, () => {
      assert.equal(linked([given]), expected);
      assert.equal(linked(given), expected);
    });

  for (const [given, said] of NO_LINKS)
    it(`are none in ${JSON.stringify(given)}`, () => {
      assert.equal(linked([given]), said);
      assert.equal(linked(given), said);
    });

  it('stop where a text has no end of them', () => {
    const links: TextLink[] = [];
    const reader = new SpeakableText({}, undefined, (link) => links.push(link));
    for (let i = 0; i < 500; i += 1) reader.push(`[a${i}](https://x.y/${i}) `);
    reader.end();
    assert.equal(links.length, 100);
  });

  it('are left out where the text was cut off before them', () => {
    const links = [
      { text: 'one', url: 'https://x.y/1', after: 0 },
      { text: 'two', url: 'https://x.y/2', after: 5 },
    ];
    assert.deepEqual(locatedLinks('See one and t', links), [{ text: 'one', url: 'https://x.y/1', start: 4 }]);
  });
});
