import type { ExtensionRule } from '../controllers/extensions-controller.js';

/** What the element can be extended by, when it is, and where it is loaded from. */
export const EXTENSION_RULES = {} satisfies Record<string, ExtensionRule>;
