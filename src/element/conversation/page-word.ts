import { toAvatarError } from '../../core/errors.js';
import { logError } from '../../core/logger.js';
import { textBytes } from '../../core/text-bytes.js';
import { schemaOf } from './actions/action-arguments.js';
import { actionsOf, loadBuiltIns } from './actions/built-ins.js';
import type { PageAction } from './actions/page-actions.js';
import type { ConversationHost } from './conversation-host.js';
import { pageFacts } from './page-facts.js';

/** As much as a backend takes, in bytes of JSON. */
const LARGEST_CONTEXT = 4096;
const LARGEST_ACTIONS = 8192;

/** `data-context-product-id` of a page is `productId` in the context. */
const PREFIX = 'context';

/** What the page says along with a message: of itself, and what it can do. */
export async function pageWordOf(host: ConversationHost): Promise<{ context?: unknown; actions?: unknown }> {
  await loadBuiltIns(host);
  const actions = Object.entries(actionsOf(host)).flatMap(([name, action]) => offerOf(host, name, action));
  const context = contextOf(host);
  return {
    ...(Object.keys(context).length > 0 && isSmall(host, 'context', context, LARGEST_CONTEXT) ? { context } : {}),
    ...(actions.length > 0 && isSmall(host, 'actions', actions, LARGEST_ACTIONS) ? { actions } : {}),
  };
}

/** One that cannot be offered is left out, with a word to the page's author: a visitor is answered all the same. */
function offerOf(host: ConversationHost, name: string, action: PageAction): object[] {
  try {
    return [{ name, description: action.description, parameters: schemaOf(name, action) }];
  } catch (cause) {
    // A library throws where it has no JSON Schema for what a schema says.
    const why = `The action ${name} is not offered: its parameters give no JSON Schema.`;
    logError(host.createLogger(), toAvatarError(cause, 'INVALID_CONFIGURATION', why));
    return [];
  }
}

function contextOf(host: ConversationHost): Readonly<Record<string, unknown>> {
  const ofAttributes = Object.entries(host.dataset)
    .filter(([name]) => name.startsWith(PREFIX) && name !== PREFIX)
    .map(([name, value]) => [name.charAt(PREFIX.length).toLowerCase() + name.slice(PREFIX.length + 1), value]);
  const page = pageFacts(host);
  return { ...(page && { page }), ...(Object.fromEntries(ofAttributes) as Record<string, unknown>), ...host.context };
}

/** What is too large is left out, as well. */
function isSmall(host: ConversationHost, name: string, value: unknown, most: number): boolean {
  const bytes = textBytes(JSON.stringify(value));
  if (bytes <= most) return true;
  host
    .createLogger()
    .error(`avatar.${name} has ${bytes} bytes of JSON and is left out: it may have ${most}. Make it smaller.`);
  return false;
}
