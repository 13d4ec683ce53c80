import { isRecord, type Complain } from '../core/json-reader.js';
import { ACTION_NAME } from '../core/speech/reply-pieces.js';
import { MOST_ACTIONS_BYTES } from './http/page-word.js';
import type { PageActions, PageActionsRule } from './speech/page-word.js';

/** Undefined where pages may offer none. */
export function checkPageActions(rule: PageActions | undefined, complain: Complain): PageActionsRule | undefined {
  if (rule === undefined || rule === false) return undefined;
  if (rule === true) return {};
  if (!isRecord(rule)) complain('pageActions', "true, or { allow: ['show-product'], maxBytes: 8192 }");
  const { allow, maxBytes }: Record<string, unknown> = { ...rule };
  const isList = Array.isArray(allow) && allow.every((name) => typeof name === 'string' && ACTION_NAME.test(name));
  if (allow !== undefined && !isList) complain('pageActions.allow', 'a list of names of actions');
  if (maxBytes !== undefined && !(typeof maxBytes === 'number' && maxBytes > 0 && maxBytes <= MOST_ACTIONS_BYTES))
    complain('pageActions.maxBytes', `a number of bytes, at most ${MOST_ACTIONS_BYTES}`);
  return rule;
}
