/** What pages send holds texts and numbers, and nothing within that is deeper than this. */
const DEEPEST = 16;

/** What is no longer than this costs little, however deep it is, in UTF-16 units. */
const SHORT = 1000;

// Of `"`, `\`, `[`, `]`, `{` and `}`.
const QUOTE = 34;
const BACKSLASH = 92;
const OPENS_LIST = 91;
const CLOSES_LIST = 93;
const OPENS_OBJECT = 123;
const CLOSES_OBJECT = 125;

/**
 * As `JSON.parse`, of what is not nested deeply: that costs a hundred times as much as other JSON of the same length.
 * @throws {SyntaxError}
 */
export function parseShallowJson(text: string): unknown {
  if (text.length > SHORT && isDeep(text)) throw new SyntaxError('JSON that is nested too deeply');
  return JSON.parse(text) as unknown;
}

function isDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) isInString = !isInString;
    else if (isInString) at += unit === BACKSLASH ? 1 : 0;
    else if (unit === OPENS_LIST || unit === OPENS_OBJECT) depth += 1;
    else if (unit === CLOSES_LIST || unit === CLOSES_OBJECT) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
