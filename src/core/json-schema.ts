import { isRecord } from './json-reader.js';

type Schema = Readonly<Record<string, unknown>>;

export interface CheckOptions {
  /**
   * Whether `pattern` is looked at: of a schema that somebody else has written, an expression may take for ever. Default true.
   */
  patterns?: boolean;
}

type Violation = string | undefined;
type Rule = (wanted: unknown, value: unknown, path: string, schema: Schema, options: CheckOptions) => Violation;

const TYPES: Readonly<Record<string, { words: string; is: (value: unknown) => boolean }>> = {
  string: { words: 'a text', is: (value) => typeof value === 'string' },
  number: { words: 'a number', is: (value) => Number.isFinite(value) },
  integer: { words: 'a whole number', is: (value) => Number.isInteger(value) },
  boolean: { words: 'true or false', is: (value) => typeof value === 'boolean' },
  object: { words: 'an object', is: isRecord },
  array: { words: 'a list', is: (value) => Array.isArray(value) },
  null: { words: 'null', is: (value) => value === null },
};

/** What says nothing of which values are right, or (`format`) need not be looked at. */
const ANNOTATIONS = new Set([
  ...['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'example', 'format'],
  ...['deprecated', 'readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType'],
]);

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** A rule for numbers, or for how many there are of something. */
const bound =
  (measure: (value: unknown) => number | undefined, holds: (size: number, wanted: number) => boolean, words: string) =>
  (wanted: unknown, value: unknown, path: string): Violation => {
    const size = measure(value);
    if (size === undefined || !isNumber(wanted) || holds(size, wanted)) return undefined;
    return `${path} should ${words.replace('#', String(wanted))}`;
  };

const numberOf = (value: unknown): number | undefined => (isNumber(value) ? value : undefined);
const lengthOf = (value: unknown): number | undefined =>
  typeof value === 'string' ? Array.from(value).length : undefined;
const countOf = (value: unknown): number | undefined => (Array.isArray(value) ? value.length : undefined);

const RULES: Readonly<Record<string, Rule>> = {
  type: (wanted, value, path) => {
    const kinds = [wanted].flat().map((name) => TYPES[String(name)]);
    return kinds.some((kind) => kind?.is(value))
      ? undefined
      : `${path} should be ${kinds.map((kind) => kind?.words).join(' or ')}`;
  },
  enum: (wanted, value, path) =>
    Array.isArray(wanted) && !wanted.some((one) => isSame(one, value))
      ? `${path} should be one of ${wanted.map((one) => JSON.stringify(one)).join(', ')}`
      : undefined,
  const: (wanted, value, path) => (isSame(wanted, value) ? undefined : `${path} should be ${JSON.stringify(wanted)}`),
  required: (wanted, value, path) => {
    const missing = isRecord(value) && [wanted].flat().find((name) => !Object.hasOwn(value, String(name)));
    return typeof missing === 'string' ? `${at(path, missing)} is missing` : undefined;
  },
  properties: (wanted, value, path, _schema, options) =>
    isRecord(wanted) && isRecord(value)
      ? first(
          Object.keys(wanted).filter((name) => Object.hasOwn(value, name)),
          (name) => violationOf(wanted[name], value[name], options, at(path, name)),
        )
      : undefined,
  additionalProperties: (wanted, value, path, { properties }, options) => {
    if (!isRecord(value)) return undefined;
    const others = Object.keys(value).filter((name) => !(isRecord(properties) && Object.hasOwn(properties, name)));
    return first(others, (name) =>
      wanted === false ? `${at(path, name)} is not known` : violationOf(wanted, value[name], options, at(path, name)),
    );
  },
  items: (wanted, value, path, _schema, options) =>
    Array.isArray(value)
      ? first([...value.keys()], (index) => violationOf(wanted, value[index], options, `${path}[${index}]`))
      : undefined,
  pattern: (wanted, value, path, _schema, { patterns = true }) =>
    patterns && typeof value === 'string' && typeof wanted === 'string' && !new RegExp(wanted, 'u').test(value)
      ? `${path} should match ${wanted}`
      : undefined,
  minimum: bound(numberOf, (size, wanted) => size >= wanted, 'be at least #'),
  maximum: bound(numberOf, (size, wanted) => size <= wanted, 'be at most #'),
  exclusiveMinimum: bound(numberOf, (size, wanted) => size > wanted, 'be more than #'),
  exclusiveMaximum: bound(numberOf, (size, wanted) => size < wanted, 'be less than #'),
  multipleOf: bound(numberOf, (size, wanted) => isWhole(size / wanted), 'be a multiple of #'),
  minLength: bound(lengthOf, (size, wanted) => size >= wanted, 'have at least # characters'),
  maxLength: bound(lengthOf, (size, wanted) => size <= wanted, 'have at most # characters'),
  minItems: bound(countOf, (size, wanted) => size >= wanted, 'have at least # items'),
  maxItems: bound(countOf, (size, wanted) => size <= wanted, 'have at most # items'),
  allOf: (wanted, value, path, _schema, options) =>
    first([wanted].flat(), (one) => violationOf(one, value, options, path)),
  anyOf: (wanted, value, path, _schema, options) => {
    const violations = [wanted].flat().map((one) => violationOf(one, value, options, path));
    return violations.includes(undefined) ? undefined : violations.join(', or ');
  },
  oneOf: (wanted, value, path, _schema, options) => {
    const violations = [wanted].flat().map((one) => violationOf(one, value, options, path));
    const fitting = violations.filter((one) => one === undefined).length;
    if (fitting > 1) return `${path} should be one thing alone of several that it is`;
    return fitting === 1 ? undefined : violations.join(', or ');
  },
};

/**
 * Why a value is not what a JSON Schema describes, in words for the model or the person that wrote the value; undefined where it
 * is. Looks at the keywords that `unknownKeyword` knows, and at no others.
 * @param path What the value is called.
 */
export function violationOf(
  schema: unknown,
  value: unknown,
  options: CheckOptions = {},
  path = '',
): string | undefined {
  if (schema === false) return `${path || 'it'} should not be there`;
  if (!isRecord(schema)) return undefined;
  return first(Object.keys(RULES), (keyword) =>
    Object.hasOwn(schema, keyword)
      ? RULES[keyword]?.(schema[keyword], value, path || 'it', schema, options)
      : undefined,
  );
}

/** A keyword of a JSON Schema that values are not checked by, such as `$ref`; undefined where there is none. */
export function unknownKeyword(schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined;
  const unknown = Object.keys(schema).find((keyword) => !Object.hasOwn(RULES, keyword) && !ANNOTATIONS.has(keyword));
  if (unknown !== undefined) return unknown;
  const { properties, additionalProperties, items, allOf, anyOf, oneOf } = schema;
  const inner = [
    isRecord(properties) ? Object.values(properties) : [],
    additionalProperties,
    items,
    allOf,
    anyOf,
    oneOf,
  ];
  return first(inner.flat(), unknownKeyword);
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

const at = (path: string, name: string): string => (path === 'it' || path === '' ? name : `${path}.${name}`);

/** As whole as numbers of 64 bits can tell: 0.3 / 0.1 is 2.9999999999999996. */
const isWhole = (quotient: number): boolean => Math.abs(quotient - Math.round(quotient)) < 1e-9;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
