import { toAvatarError } from '../../../core/errors.js';
import { logError } from '../../../core/logger.js';
import type { ConversationHost } from '../conversation-host.js';
import type { builtInActions } from './built-in/built-in-actions.js';
import type { PageActions } from './page-actions.js';

let code: { builtInActions: typeof builtInActions } | undefined;

/** Loads what the element can do with its page by itself, where that is allowed. Never rejects: answers do without it. */
export async function loadBuiltIns(host: ConversationHost): Promise<void> {
  if (!host.allowActions || code) return;
  try {
    code = await import('./built-in/built-in-actions.js');
  } catch (cause) {
    host.createLogger().warn('The actions of allow-actions could not be loaded', cause);
  }
}

/** All that the page can do, by name: of its own, and of what it allows the element to do with it. */
export function actionsOf(host: ConversationHost): PageActions {
  return { ...builtInsOf(host), ...host.actions };
}

function builtInsOf(host: ConversationHost): PageActions {
  if (!host.allowActions || !code) return {};
  try {
    return code.builtInActions(host);
  } catch (cause) {
    logError(host.createLogger(), toAvatarError(cause, 'INVALID_CONFIGURATION', 'allow-actions is not used.'));
    return {};
  }
}
