/** Something that a page can do, and that answers may ask for. */
export interface PageAction {
  /** What it does, for a language model: at most 500 characters. */
  description: string;
  /** Its arguments, as a JSON Schema of an object. Default: none. They are handed to the model, and not checked against it here. */
  parameters?: Readonly<Record<string, unknown>>;
  /**
   * Does it. What it gives is told to the model as JSON, and what it throws as the reason why it failed. It has ten seconds, after
   * which `signal` aborts; so it does when the visitor interrupts. Look at `args` before you use them: a model has written them.
   */
  run: (args: Readonly<Record<string, unknown>>, options: { signal: AbortSignal }) => unknown;
}

/** By their names: 1 to 48 letters, digits, hyphens and underscores each. */
export type PageActions = Readonly<Record<string, PageAction>>;
