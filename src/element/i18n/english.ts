import { en } from './en.js';
import type { Messages } from './messages.js';

/** What is said where there is no other text: all that those parts of the element need that are loaded. */
export const english: Partial<Messages> = { ...en };
