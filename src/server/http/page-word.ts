import { isRecord, type JsonReader } from '../../core/json-reader.js';
import { ACTION_NAME, MOST_ACTIONS } from '../../core/speech/reply-pieces.js';
import { textBytes } from '../../core/text-bytes.js';
import { badRequest, RequestProblem } from '../request-problem.js';
import type { ToldResult } from '../speech/awaited-results.js';
import type { OfferedAction, PageActionsRule, PageWord } from '../speech/page-word.js';

/** What a page tells of itself, in bytes of JSON. */
export const LARGEST_CONTEXT = 4096;

/** What pages tell of their actions, in bytes of JSON, unless `pageActions.maxBytes` says otherwise; and at most. */
export const DEFAULT_ACTIONS_BYTES = 8192;
export const MOST_ACTIONS_BYTES = 16_384;

/** What came of the actions of one answer, in bytes of JSON. */
export const LARGEST_RESULTS = 8192;

const LONGEST_DESCRIPTION = 500;
const LONGEST_ERROR = 500;

/**
 * What the page says along with a message. Actions that the operator does not let be offered are left out.
 * @throws {RequestProblem} 400, 413
 */
export function readPageWord(reader: JsonReader, pageActions: PageActionsRule | undefined): PageWord {
  return {
    ...(reader.has('context') ? { context: readContext(reader.value('context')) } : {}),
    ...(pageActions && reader.has('actions') ? { actions: readActions(reader.value('actions'), pageActions) } : {}),
  };
}

/** What came of the actions of the answer before; undefined where the page tells of none. @throws {RequestProblem} 400, 413 */
export function readResults(reader: JsonReader, pageActions: PageActionsRule | undefined): ToldResult[] | undefined {
  if (!pageActions || !reader.has('results')) return undefined;
  const results = listOf('results', reader.value('results'));
  if (results.length === 0) badRequest('results', 'a list with something in it');
  assertSize('What came of the actions', results, LARGEST_RESULTS);
  return results.map((result, at) => {
    const { id, value, error } = recordOf(`results[${at}]`, result);
    if (typeof id !== 'string') return badRequest(`results[${at}].id`, 'the id of the action');
    if (error !== undefined && (typeof error !== 'string' || error.length > LONGEST_ERROR))
      return badRequest(`results[${at}].error`, `a text of at most ${LONGEST_ERROR} characters`);
    return { id, ...(value === undefined ? {} : { value }), ...(error === undefined ? {} : { error }) };
  });
}

function readContext(value: unknown): Readonly<Record<string, unknown>> {
  const context = recordOf('context', value);
  assertSize('The context', context, LARGEST_CONTEXT);
  return context;
}

function readActions(value: unknown, { allow, maxBytes = DEFAULT_ACTIONS_BYTES }: PageActionsRule): OfferedAction[] {
  const actions = listOf('actions', value);
  assertSize('What the page tells of its actions', actions, maxBytes);
  return actions.map(readAction).filter(({ name }, at, all) => {
    const isFirst = all.findIndex((other) => other.name === name) === at;
    return isFirst && (allow?.includes(name) ?? true);
  });
}

function readAction(value: unknown, at: number): OfferedAction {
  const { name, description, parameters } = recordOf(`actions[${at}]`, value);
  if (typeof name !== 'string' || !ACTION_NAME.test(name))
    return badRequest(`actions[${at}].name`, '1 to 48 letters, digits, hyphens and underscores');
  if (typeof description !== 'string' || description.length > LONGEST_DESCRIPTION)
    return badRequest(`actions[${at}].description`, `a text of at most ${LONGEST_DESCRIPTION} characters`);
  const schema = recordOf(`actions[${at}].parameters`, parameters);
  if (schema['type'] !== 'object') return badRequest(`actions[${at}].parameters.type`, '"object"');
  return { name, description, parameters: schema };
}

function listOf(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length > MOST_ACTIONS)
    return badRequest(name, `a list of at most ${MOST_ACTIONS}`);
  return value;
}

function recordOf(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : badRequest(name, 'a JSON object');
}

function assertSize(what: string, value: unknown, most: number): void {
  if (textBytes(JSON.stringify(value)) > most)
    throw new RequestProblem(413, `${what} is too large: at most ${most} bytes of JSON.`, { code: 'INVALID_INPUT' });
}
