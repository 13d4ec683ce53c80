/** An action that a page offers, and that the operator lets be offered to a model. */
export interface OfferedAction {
  name: string;
  /** What it does: the page's word. */
  description: string;
  /** Its arguments: a JSON Schema of an object. */
  parameters: Readonly<Record<string, unknown>>;
}

/** What came of an action that the answer before wanted to know of. */
export interface ActionResult {
  action: string;
  /** As the page tells it. */
  value?: unknown;
  /** Why nothing came of it, in its place. */
  error?: string | undefined;
}

/**
 * What the page says along with a message. Whoever talks to the avatar can say it, too: it is the word of neither you nor, to be
 * sure, your page.
 */
export interface PageWord {
  /** What the page tells of itself and its visitor: at most 4096 bytes of JSON. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** What it can do, of what `pageActions` lets be offered. */
  actions?: readonly OfferedAction[] | undefined;
}

/** Which actions pages may offer to the `reply` hook. */
export interface PageActionsRule {
  /** Their names. Default: any. */
  allow?: readonly string[] | undefined;
  /** All that a page tells of its actions, in bytes of JSON; at most 16384. Default 8192. */
  maxBytes?: number | undefined;
}

export type PageActions = boolean | PageActionsRule;
