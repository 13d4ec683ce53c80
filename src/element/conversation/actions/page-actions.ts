import type { StandardSchema } from './standard-schema.js';

/** Something that a page can do, and that answers may ask for. */
export interface PageAction {
  /** What it does, for a language model: at most 500 characters. */
  description: string;
  /**
   * Its arguments: a JSON Schema of an object, or a Standard Schema such as one of Zod, Valibot or ArkType. Whatever does not fit is
   * refused, which the model is told, and not run. Default: none.
   */
  parameters?: Readonly<Record<string, unknown>> | StandardSchema;
  /** For the model, what a Standard Schema says, as a JSON Schema; needed where its library does not give one itself. */
  jsonSchema?: Readonly<Record<string, unknown>>;
  /**
   * Does it, with what `parameters` made of the arguments. What it gives is told to the model as JSON, and what it throws as the
   * reason why it failed. It has ten seconds, after which `signal` aborts; so it does when the visitor interrupts. A model has
   * written `args`: make neither HTML nor an address of them.
   */
  run: (args: Readonly<Record<string, unknown>>, options: { signal: AbortSignal }) => unknown;
}

/** By their names: 1 to 48 letters, digits, hyphens and underscores each. */
export type PageActions = Readonly<Record<string, PageAction>>;
