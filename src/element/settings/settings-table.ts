import type { PropertyDeclaration } from 'lit';

import { parseUrl } from '../../core/parse-url.js';
/** An attribute with its property: how it is read, and which values it takes. */
export interface Setting {
  readonly declaration: PropertyDeclaration;
  /** What the property is without the attribute, and where its value cannot be used. */
  readonly initial: unknown;
  /** The values that can be used, in words. */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

interface Reflection {
  /** Whether the attribute follows the property, for styles to see. */
  reflect?: boolean;
}

const isText = (value: unknown): boolean => value === null || typeof value === 'string';

/** Any text; null without one. */
export function text(expected = 'a text'): Setting {
  return { declaration: { useDefault: true }, initial: null, expected, accepts: isText };
}

/** A URL, absolute or relative to the page; null without one. */
export function url(): Setting {
  return {
    ...text('an http or https URL, or a path on this site'),
    accepts: (value) => value === null || (typeof value === 'string' && isWebUrl(value)),
  };
}

/** A colour of CSS; null without one. An attribute without a value is for its reader to understand. */
export function colour(expected: string, { reflect = false }: Reflection = {}): Setting {
  return {
    ...text(expected),
    declaration: { reflect, useDefault: true },
    accepts: (value) => value === null || (typeof value === 'string' && (value === '' || isColour(value))),
  };
}

/** There or not, as `hidden` and `disabled` are. */
export function flag({ reflect = false }: Reflection = {}): Setting {
  return {
    declaration: { type: Boolean, reflect, useDefault: true },
    initial: false,
    expected: 'true or false',
    accepts: (value) => typeof value === 'boolean',
  };
}

/** A number within bounds. */
export function number({ initial, min, max }: { initial: number | null; min: number; max: number }): Setting {
  return {
    // What is no number stays what it is, for the complaint to show.
    declaration: { converter: (value) => (value === null ? null : toNumber(value)), useDefault: true },
    initial,
    expected: `a number from ${min} to ${max}`,
    accepts: (value) =>
      (value === null && initial === null) || (typeof value === 'number' && value >= min && value <= max),
  };
}

/** One of a few words. */
export function choice(
  [initial, ...others]: readonly [string, ...string[]],
  { reflect = false }: Reflection = {},
): Setting {
  const values = [initial, ...others];
  return {
    declaration: { reflect, useDefault: true },
    initial,
    expected: `one of ${values.join(', ')}`,
    accepts: (value) => values.includes(value as string),
  };
}

function toNumber(value: string): number | string {
  return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
}

function isColour(value: string): boolean {
  // On a server there is nobody to ask.
  return typeof CSS === 'undefined' || CSS.supports('color', value);
}

function isWebUrl(value: string): boolean {
  // As pageAddress() has it, in place: the element's file is full.
  const base = typeof document === 'undefined' ? 'https://localhost' : new Text().baseURI;
  return value.trim() !== '' && /^(https?|data|blob):$/.test(parseUrl(value, base)?.protocol ?? '');
}
