import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { pageFacts } from '../../src/element/conversation/page-facts.js';
import { createLogJournal } from '../support/backend-harness.js';

const { lines, logger } = createLogJournal();
const factsFor = (pageContext: string | null, more: object = {}): unknown =>
  pageFacts({
    pageContext,
    createLogger: () => logger,
    ownerDocument: {
      URL: 'https://me:secret@shop.example/bikes/7?token=abc#prices',
      title: 'Bikes',
      documentElement: { lang: 'de' },
      ...more,
    } as unknown as Document,
  });

describe('what a page tells of itself', () => {
  it('is nothing unless it is asked for', () => {
    assert.equal(factsFor(null), undefined);
    assert.equal(factsFor(' '), undefined);
  });

  it('is what is named: of the URL neither the query, nor the hash, nor a password', () => {
    assert.deepEqual(factsFor('url'), { url: 'https://shop.example/bikes/7' });
    assert.deepEqual(factsFor('title\n language'), { title: 'Bikes', language: 'de' });
    assert.deepEqual(factsFor('url query'), { url: 'https://shop.example/bikes/7?token=abc' });
    assert.deepEqual(factsFor('url query hash'), { url: 'https://shop.example/bikes/7?token=abc#prices' });
  });

  it('leaves out what there is not, and shortens what is long', () => {
    assert.deepEqual(factsFor('title language', { title: 'x'.repeat(600), documentElement: { lang: '' } }), {
      title: 'x'.repeat(500),
    });
  });

  it('says in the log which words it does not know', () => {
    assert.deepEqual(factsFor('title cookies'), { title: 'Bikes' });
    assert.match(lines.at(-1) ?? '', /page-context cannot be "cookies": it takes url, query, hash, title, language\./);
  });
});
