import type { Logger } from '../../core/logger.js';
import { MOST_ACTIONS, type ReplyExtra } from '../../core/speech/reply-pieces.js';
import { newTurnId } from '../../core/speech/turn-id.js';
import type { AwaitedAction } from './awaited-results.js';

/** An action, as the page is told of it. */
export interface ToldAction {
  action: string;
  args: Readonly<Record<string, unknown>>;
  /** By which the page tells what came of it, where that is wanted. */
  id?: string;
}

interface ExtrasListeners {
  onAction?: (action: ToldAction) => void;
  onSuggestions?: (suggestions: readonly string[]) => void;
}

/** What an answer has besides its words: a model that gets carried away moves a page so often and no more. */
export class AnswerExtras {
  /** Whether there were any. */
  isAny = false;
  readonly awaited: AwaitedAction[] = [];
  readonly #listeners: ExtrasListeners;
  readonly #logger: Logger;
  #actions = 0;

  constructor(listeners: ExtrasListeners, logger: Logger) {
    this.#listeners = listeners;
    this.#logger = logger;
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
    if (!wantsResult) {
      onAction?.({ action, args });
      return;
    }
    const id = newTurnId();
    this.awaited.push({ id, action });
    onAction?.({ action, args, id });
  }
}
