import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';

import { AnswerActions } from '../../src/element/conversation/actions/answer-actions.js';
import type { PageAction, PageActions } from '../../src/element/conversation/actions/page-actions.js';
import { perform } from '../../src/element/conversation/actions/perform.js';
import type { StandardResult, StandardSchema } from '../../src/element/conversation/actions/standard-schema.js';
import type { ConversationHost } from '../../src/element/conversation/conversation-host.js';
import { pageWordOf } from '../../src/element/conversation/page-word.js';
import { createLogJournal } from '../support/backend-harness.js';

const JSON_SCHEMA = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };

/** A schema as libraries make them: takes ids of three letters, and makes them small. */
const idSchema = (more: Partial<StandardSchema['~standard']> = {}): StandardSchema => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => {
      const { id } = value as { id?: unknown };
      return typeof id === 'string' && /^\w{3}$/.test(id)
        ? { value: { id: id.toLowerCase() } }
        : { issues: [{ message: 'Three letters, please', path: ['ids', { key: 0 }] }, { message: 'Nothing else' }] };
    },
    ...more,
  },
});

describe('the arguments of an action', () => {
  let lines: string[];
  let told: string[];
  let ran: unknown[];
  const never = new AbortController().signal;
  const hostWith = (actions: PageActions): ConversationHost => {
    const journal = createLogJournal();
    lines = journal.lines;
    const dispatchEvent = (event: Event & { action?: string }): boolean => told.push(event.action ?? '') > 0;
    return { dispatchEvent, actions, dataset: {}, context: null, createLogger: () => journal.logger } as never;
  };
  const show = (more: Partial<PageAction> = {}): PageAction => ({
    description: 'Shows it.',
    parameters: JSON_SCHEMA,
    run: (args) => void ran.push(args),
    ...more,
  });
  beforeEach(() => {
    told = [];
    ran = [];
  });

  it('run it where its JSON Schema has them, and else neither run it nor reach the page, and are refused in words', async () => {
    const host = hostWith({ show: show() });
    assert.deepEqual(await perform(host, { action: 'show', args: { id: 'a' } }, never), { value: 'done' });
    assert.deepEqual(await perform(host, { action: 'show', args: { id: 7 } }, never), {
      error: 'The arguments do not fit: id should be a text.',
    });
    assert.deepEqual([ran, told], [[{ id: 'a' }], ['show']]);
  });

  it('are what a Standard Schema makes of them', async () => {
    const host = hostWith({ show: show({ parameters: idSchema() }) });
    await perform(host, { action: 'show', args: { id: 'ABC' } }, never);
    assert.deepEqual(await perform(host, { action: 'show', args: { id: 'ABCD' } }, never), {
      error: 'The arguments do not fit: ids.0: Three letters, please; Nothing else.',
    });
    assert.deepEqual([ran, told], [[{ id: 'abc' }], ['show']]);
  });

  it('may take time to look at, in which an interrupt drops the action', async () => {
    const dropped = new AbortController();
    const answers: ((result: StandardResult) => void)[] = [];
    const validate = (): Promise<StandardResult> => new Promise((resolve) => answers.push(resolve));
    const host = hostWith({ show: show({ parameters: idSchema({ validate }) }) });
    const outcomes = [never, dropped.signal].map((signal) => perform(host, { action: 'show', args: {} }, signal));
    dropped.abort();
    for (const answer of answers) answer({ value: { id: 'abc' } });
    assert.deepEqual(await Promise.all(outcomes), [{ value: 'done' }, { error: 'It was interrupted.' }]);
    assert.deepEqual([ran, told], [[{ id: 'abc' }], ['show']]);
  });

  it('are told to a model by the JSON Schema that the library gives, or that the page gives beside it', async () => {
    const jsonSchema = { input: ({ target }: { target: string }) => ({ $schema: target, ...JSON_SCHEMA }) };
    const host = hostWith({
      first: show({ parameters: idSchema({ jsonSchema }) }),
      second: show({ parameters: idSchema(), jsonSchema: JSON_SCHEMA }),
    });
    assert.deepEqual((await pageWordOf(host)).actions, [
      { name: 'first', description: 'Shows it.', parameters: { ...JSON_SCHEMA, $schema: 'draft-2020-12' } },
      { name: 'second', description: 'Shows it.', parameters: JSON_SCHEMA },
    ]);
  });

  it('that nobody could check or tell to a model keep the action from being offered, with a word that says what to do', async () => {
    const input = (): never => {
      throw new Error('No JSON Schema of dates');
    };
    const refused: [Partial<PageAction>, RegExp][] = [
      [{ parameters: idSchema() }, /add one beside them, as jsonSchema/],
      [{ parameters: idSchema({ jsonSchema: { input } }) }, /give no JSON Schema/],
      [{ parameters: { properties: { id: { $ref: '#/$defs/id' } } } }, /have \$ref, which is not checked here/],
      [{ parameters: { type: 'string' } }, /not a schema of an object/],
    ];
    for (const [more, words] of refused) {
      assert.deepEqual(await pageWordOf(hostWith({ show: show(more) })), {});
      assert.match(lines.join('\n'), words);
    }
  });

  it('that the backend refuses are told to the model, and run nothing', async () => {
    const host = hostWith({ show: show() });
    const results = await new Promise((onResults) => {
      const actions = new AnswerActions(host, { onResults });
      actions.add({ action: 'show', args: {}, id: '1', error: 'The arguments do not fit: id is missing.' }, '');
      actions.end(false);
    });
    assert.deepEqual(results, [{ id: '1', error: 'The arguments do not fit: id is missing.' }]);
    assert.deepEqual([ran, told], [[], []]);
  });
});
