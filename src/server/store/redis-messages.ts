import type { Note } from './session-store.js';

/** Before the colon is its place in the order. */
export function messageIn(entry: string): object {
  return parse(entry.slice(entry.indexOf(':') + 1));
}

/** @param noted What the script `noted` gave. */
export function notedIn(noted: unknown): Note | undefined {
  if (!noted) return undefined;
  const [value, ageMs] = noted as [string, number];
  return { value: JSON.parse(value) as unknown, ageMs };
}

export function parse(text: string): object {
  return JSON.parse(text) as object;
}

/** Nothing where there is none. */
export function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value);
}
