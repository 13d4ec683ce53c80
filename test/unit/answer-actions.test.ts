import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { AnswerActions } from '../../src/element/conversation/actions/answer-actions.js';
import { fitting, type ActionResult } from '../../src/element/conversation/actions/perform.js';
import type { PageActions } from '../../src/element/conversation/actions/page-actions.js';
import type { ConversationHost } from '../../src/element/conversation/conversation-host.js';
import { pageWordOf } from '../../src/element/conversation/page-word.js';
import { createLogJournal } from '../support/backend-harness.js';

describe('what an answer has a page do', () => {
  let told: string[];
  let lines: string[];
  let host: ConversationHost;
  const hostWith = (
    actions: PageActions = {},
    more: Partial<Pick<ConversationHost, 'context' | 'dataset'>> = {},
  ): ConversationHost => {
    const journal = createLogJournal();
    lines = journal.lines;
    told = [];
    const dispatchEvent = (event: Event & { action?: string }): boolean => told.push(event.action ?? '') > 0;
    return { dispatchEvent, actions, dataset: {}, context: null, createLogger: () => journal.logger, ...more } as never;
  };
  beforeEach(() => (host = hostWith()));

  it('is done at once where no words are before it, and else in order as the words are heard', () => {
    const actions = new AnswerActions(host);
    actions.add({ action: 'first', args: {} }, '');
    actions.add({ action: 'second', args: {} }, 'Hello. ');
    actions.add({ action: 'third', args: {} }, 'Hello. How are you?');
    assert.deepEqual(told, ['first']);
    actions.heard(7);
    assert.deepEqual(told, ['first', 'second']);
    actions.over(true);
    assert.deepEqual(told, ['first', 'second', 'third']);
  });

  it('is dropped with words that are not heard', () => {
    const actions = new AnswerActions(host);
    actions.add({ action: 'first', args: {} }, 'Hello. ');
    actions.over(false);
    actions.add({ action: 'second', args: {} }, '');
    actions.heard(100);
    assert.deepEqual(told, []);
  });

  it('is done without a voice where nothing is said', () => {
    const actions = new AnswerActions(host);
    actions.add({ action: 'first', args: {} }, 'Words that are shown alone.');
    actions.end(false);
    assert.deepEqual(told, ['first']);
  });

  it('is no more than sixteen things in an answer, and sixty in a minute', () => {
    let now = 0;
    for (let answer = 0; answer < 6; answer += 1) {
      const actions = new AnswerActions(host, { now: () => now });
      for (let at = 0; at < 100; at += 1) actions.add({ action: 'flood', args: {} }, '');
      if (answer === 0) assert.equal(told.length, 16);
    }
    assert.equal(told.length, 60);
    now = 60_000;
    new AnswerActions(host, { now: () => now }).add({ action: 'flood', args: {} }, '');
    assert.equal(told.length, 61);
    assert.ok(lines.some((line) => line.includes('more than 60 actions a minute')));
  });

  it('is told to the backend once all of it is done: what it gave, or why it failed', async () => {
    host = hostWith({
      count: { description: '', run: () => Promise.resolve({ count: 3 }) },
      fail: {
        description: '',
        run: () => {
          throw new Error('The shop is closed.');
        },
      },
      large: { description: '', run: () => 'x'.repeat(5000) },
    });
    const results = new Promise<readonly ActionResult[]>((onResults) => {
      const actions = new AnswerActions(host, { onResults });
      for (const action of ['count', 'fail', 'large', 'toString'])
        actions.add({ action, args: {}, id: action }, 'Let me see.');
      actions.end(true);
      actions.over(true);
    });
    assert.deepEqual(await results, [
      { id: 'count', value: { count: 3 } },
      { id: 'fail', error: 'The shop is closed.' },
      { id: 'large', error: 'It was done, but what it gave is more than 4000 bytes of JSON.' },
      { id: 'toString', error: 'The page has no such action.' },
    ]);
  });

  it('gives no more than a backend takes', () => {
    const all = fitting(['one', 'two', 'three'].map((id) => ({ id, value: 'x'.repeat(3000) })));
    assert.deepEqual(
      all.map(({ error }) => error === undefined),
      [true, true, false],
    );
  });

  it('is offered with the context of the page, as far as either is small enough', async () => {
    const show = { description: 'Shows it.', run: () => undefined };
    const dataset = { contextProductId: 'shoe-1', other: 'x' } as DOMStringMap;
    assert.deepEqual(await pageWordOf(hostWith({ show }, { dataset, context: { cart: 2 } })), {
      context: { productId: 'shoe-1', cart: 2 },
      actions: [{ name: 'show', description: 'Shows it.', parameters: { type: 'object' } }],
    });
    assert.deepEqual(await pageWordOf(hostWith({}, { context: { note: 'x'.repeat(5000) } })), {});
    assert.match(lines.join(), /avatar\.context has \d+ bytes of JSON and is left out/);
  });
});
