import { violationOf } from '../../core/json-schema.js';
import type { Logger } from '../../core/logger.js';
import { MOST_ACTIONS, type ReplyExtra, type Suggestions } from '../../core/speech/reply-pieces.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { AwaitedAction } from './awaited-results.js';
import type { OfferedAction } from './page-word.js';

/** An action, as the page is told of it. */
export interface ToldAction {
  action: string;
  args: Readonly<Record<string, unknown>>;
  /** By which the page tells what came of it, where that is wanted. */
  id?: string;
  /** Why it is not to be done: its arguments are not what the page has declared. */
  error?: string;
}

/** As much of it as models make use of. */
const LONGEST_REFUSAL = 250;

interface ExtrasListeners {
  onAction?: (action: ToldAction) => void;
  onSuggestions?: (suggestions: Suggestions) => void;
}

/** What an answer has besides its words: a model that gets carried away moves a page so often and no more. */
export class AnswerExtras {
  /** Whether there were any. */
  isAny = false;
  readonly awaited: AwaitedAction[] = [];
  readonly #listeners: ExtrasListeners;
  readonly #logger: Logger;
  readonly #offered: readonly OfferedAction[];
  #actions = 0;

  /** @param offered What the page has declared, by which arguments are checked. */
  constructor(listeners: ExtrasListeners, logger: Logger, offered: readonly OfferedAction[] = []) {
    this.#listeners = listeners;
    this.#logger = logger;
    this.#offered = offered;
  }

  take(extra: ReplyExtra): void {
    this.isAny = true;
    const { onAction, onSuggestions } = this.#listeners;
    if ('suggestions' in extra) {
      onSuggestions?.(extra.suggestions);
      return;
    }
    this.#actions += 1;
    if (this.#actions > MOST_ACTIONS) {
      if (this.#actions === MOST_ACTIONS + 1)
        this.#logger.warn(`An answer has more than ${MOST_ACTIONS} actions; those after that are left out.`);
      return;
    }
    const { action, args = {}, wantsResult } = extra;
    const error = this.#refusalOf(action, args);
    if (error !== undefined) this.#logger.warn('An action is refused: its arguments do not fit', { action });
    if (!wantsResult) {
      if (error === undefined) onAction?.({ action, args });
      return;
    }
    const id = newTurnId();
    this.awaited.push({ id, action });
    onAction?.(error === undefined ? { action, args, id } : { action, args: {}, id, error });
  }

  /** A page's `pattern` is left to the page: here it could take for ever. */
  #refusalOf(action: string, args: Readonly<Record<string, unknown>>): string | undefined {
    const parameters = this.#offered.find(({ name }) => name === action)?.parameters;
    const violation = violationOf(parameters, args, { patterns: false });
    return violation && `The arguments do not fit: ${violation.slice(0, LONGEST_REFUSAL)}.`;
  }
}
