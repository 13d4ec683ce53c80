import { Visitor } from 'vite';

import { parse } from './code-edits.js';

/**
 * The same code in ASCII: a classic script is read in the encoding of its page, which need not be UTF-8.
 * @throws {Error} Where a character stands outside of texts and regular expressions, or an escape would change what it means.
 */
export function toAscii(code: string): string {
  const escaped = code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const [before, after] = [valuesOf(code), valuesOf(escaped)];
  if (before.length !== after.length || before.some((value, index) => value !== after[index]))
    throw new Error('An escape in ASCII would change what the code means');
  return escaped;
}

/** Names, texts and what matches: all that could hold such a character, but for comments. */
function valuesOf(code: string): string[] {
  const values: string[] = [];
  new Visitor({
    Identifier: ({ name }) => void values.push(name),
    TemplateElement: ({ value }) => void values.push(value.cooked ?? ''),
    // String.raw, which shows escapes as they are written.
    TaggedTemplateExpression: ({ tag, quasi }) => {
      if (tag.type === 'MemberExpression') values.push(...quasi.quasis.map(({ value }) => value.raw));
    },
    Literal: (literal) =>
      void values.push('regex' in literal ? unescaped(literal.regex.pattern) : String(literal.value)),
  }).visit(parse(code));
  return values;
}

function unescaped(pattern: string): string {
  return pattern.replace(/\\u([0-9a-f]{4})/gi, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));
}
