import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createDocumentReply, type DocumentReplyOptions } from '../../src/server/adapters/documents/document-reply.js';

const ANSWERS = `# Our shop

What the guide knows.

## When do you open?

- Opening hours
- At what time can I come
  on a Sunday?

At nine, and on Sundays at ten.
See [our page](hours.html#sunday).

## Can I return my order?
* Refund

Yes, within [thirty days](https://shop.example/returns).
`;

const TERMS = `# Terms

Who we are.

## Shipping

\`\`\`sh
## Not a heading: wombat
\`\`\`

We send parcels by boat to every island.

## Shipping

Bicycles take longer.
`;

function replyOf(options: DocumentReplyOptions): (message: string) => Promise<string> {
  const reply = createDocumentReply(options);
  const context = { sessionId: 'one', history: [], signal: new AbortController().signal };
  return async (message) => (await reply(message, context)) as string;
}

describe('a reply from documents', () => {
  const file = { text: ANSWERS, url: 'https://shop.example/help/answers.md' };
  const ask = replyOf({
    answers: file,
    documents: [{ text: TERMS, url: 'https://shop.example/terms' }],
  });

  it('says the answer to a question, however it is worded', async () => {
    const hours = 'At nine, and on Sundays at ten.\nSee [our page](https://shop.example/help/hours.html#sunday).';
    for (const asked of [
      'When do you open?',
      'what are your OPENING hours',
      'Are you open on sunday?',
      'Openning hour',
    ])
      assert.equal(await ask(asked), hours, asked);
    const refund = 'Yes, within [thirty days](https://shop.example/returns).';
    for (const asked of ['Is a refund possible?', 'I want to return an order', 'returning orders'])
      assert.equal(await ask(asked), refund, asked);
  });

  it('names the section of a document where no answer fits, with a link to it', async () => {
    assert.equal(
      await ask('Do you send parcels to islands?'),
      'I do not know that, but the section “[Shipping](https://shop.example/terms#shipping)” of “Terms” is about it.',
    );
    assert.match(await ask('What about bicycles?'), /terms#shipping-1/);
  });

  it('says that it does not know where nothing is about the question, or where there is none', async () => {
    for (const asked of ['What is the capital of Peru?', 'wombat', '', '?!', 'the of and'])
      assert.equal(await ask(asked), 'I am sorry, I do not know that.', asked);
  });

  it('takes texts of its own for what it does not know', async () => {
    const german = replyOf({
      answers: '## Wann öffnet ihr?\n\n- Öffnungszeiten\n\nUm neun.',
      documents: [{ title: 'AGB', text: 'Zahlung\n\n# Versand\n\nPakete kommen mit der Post.' }],
      unknown: 'Das weiß ich nicht.',
      near: ({ link, document }) => `Siehe ${link} in ${document}.`,
    });
    assert.equal(await german('Offnungszeiten?'), 'Um neun.');
    assert.equal(await german('Kommen Pakete?'), 'Siehe Versand in AGB.');
    assert.equal(await german('Regnet es?'), 'Das weiß ich nicht.');
  });

  it('answers a message of any length in a moment', async () => {
    const before = performance.now();
    await ask('parcel island boat nine sunday '.repeat(20_000));
    await ask('x'.repeat(500_000));
    await ask('ing'.repeat(100_000));
    assert.ok(performance.now() - before < 5000);
  });

  it('says which option is wrong', () => {
    const complaints: [DocumentReplyOptions, RegExp][] = [
      [{}, /answers should be a Markdown file, or documents/],
      [{ answers: 'No heading' }, /answers should be a Markdown file with a heading/],
      [{ answers: '## When?\n\n- At what time?\n' }, /answers: "When\?" should be followed by what to say/],
      [{ documents: ['text'] as never }, /documents should be a list/],
      [{ answers: ANSWERS, minConfidence: 2 }, /minConfidence should be a number from 0 to 1/],
    ];
    for (const [options, message] of complaints)
      assert.throws(() => createDocumentReply(options), { code: 'INVALID_CONFIGURATION', message });
  });
});
