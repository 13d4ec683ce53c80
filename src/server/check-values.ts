import type { Complain, JsonReader } from '../core/json-reader.js';

/** One of a few words, or nothing. */
export function checkOneOf(complain: Complain, name: string, value: unknown, allowed: readonly string[]): void {
  const isAllowed = value === undefined || allowed.some((one) => one === value);
  if (!isAllowed) complain(name, allowed.map((one) => `'${one}'`).join(' or '));
}

/** A function, or nothing. */
export function checkFunction<Hook>(complain: Complain, name: string, hook: Hook | undefined): Hook | undefined {
  if (hook !== undefined && typeof hook !== 'function') complain(name, 'a function');
  return hook;
}

/** An object that has these methods, or nothing. */
export function checkMethods<Part extends object>(
  complain: Complain,
  name: string,
  part: Part | undefined,
  methods: readonly (keyof Part & string)[],
): Part | undefined {
  if (part === undefined) return undefined;
  const missing = methods.find((method) => typeof part[method] !== 'function');
  if (missing !== undefined) complain(name, `an object with ${methods.join(', ')}; ${missing} is missing`);
  return part;
}

/** A whole number above 0, or nothing. */
export function positiveInteger(complain: Complain, reader: JsonReader, name: string): number | undefined {
  const value = reader.optionalNumber(name);
  if (value !== undefined && (!Number.isSafeInteger(value) || value <= 0)) complain(name, 'a whole number above 0');
  return value;
}
