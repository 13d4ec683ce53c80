import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { createActingReply } from '../../demo/acting-reply.js';
import { readSection } from '../../demo/documentation.js';
import { createProjectReply, readQuestions } from '../../demo/project-reply.js';
import type { Reply } from '../../src/server/speech/hooks.js';

const ACTIONS = ['show-section', 'highlight'].map((name) => ({ name, description: '', parameters: {} }));

describe('the answers of the demo that act', () => {
  let reply: Reply;
  let questions: string[][];
  before(async () => {
    questions = await readQuestions();
    reply = createActingReply(await createProjectReply(), questions);
  });

  const ask = async (message: string, actions = ACTIONS): Promise<unknown[]> => {
    const context = { sessionId: 'one', history: [], signal: new AbortController().signal, actions };
    const pieces: unknown[] = [];
    for await (const piece of reply(message, context) as AsyncIterable<unknown>) pieces.push(piece);
    return pieces;
  };

  it('mark a setting of the page and show the section, before the words that name it', async () => {
    const pieces = await ask('How do captions work?');
    assert.deepEqual(pieces[0], { action: 'highlight', args: { what: 'Captions' } });
    const section = pieces.findIndex(
      (piece) => typeof piece === 'object' && piece !== null && 'args' in piece && piece !== pieces[0],
    );
    assert.deepEqual(pieces[section], { action: 'show-section', args: { section: 'docs/element.md#captions' } });
    assert.match(String(pieces[section + 1]), /Each sentence/);
    assert.deepEqual(pieces.at(-1), {
      suggestions: ['How do I interrupt the avatar?', 'How do I make it say something?'],
    });
  });

  it('have nothing done by a page that has not offered it', async () => {
    const pieces = await ask('How do captions work?', []);
    assert.equal(pieces.filter((piece) => typeof piece === 'string').length, 1);
    assert.ok(!pieces.some((piece) => typeof piece === 'object' && piece !== null && 'action' in piece));
  });

  it('show sections that are there, each of them', async () => {
    const shown: string[] = [];
    for (const [question = ''] of questions)
      for (const piece of await ask(question)) {
        const { action, args } = piece as { action?: string; args?: { section?: string } };
        if (action === 'show-section') shown.push(args?.section ?? '');
      }
    assert.ok(shown.length > 30, `${shown.length} are shown`);
    for (const section of shown) assert.ok((await readSection(section))?.text, section);
  });

  it('show nothing but the documentation', async () => {
    for (const path of [
      'package.json',
      '../package.json',
      'docs/../package.json',
      '.env',
      '',
      'docs/element.md#nowhere',
    ])
      assert.equal(await readSection(path), undefined, path);
  });
});
