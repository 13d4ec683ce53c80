import { MADE_OF, type Marked } from './settings.js';

export const markOf = (element: Element): unknown => (element as Element & Marked)[MADE_OF];

export function mark(element: Element, value: unknown): void {
  (element as Element & Marked)[MADE_OF] = value;
}
