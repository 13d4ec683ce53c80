/** `css` literals of Lit, with what they interpolate: none of ours has a template within a template. */
const CSS_LITERAL = /\bcss`((?:[^`\\]|\\.)*)`/gsu;
const INTERPOLATION = /\$\{[^}]*\}/gu;

/**
 * An ESLint processor that shows a module's `css` literals to the rules for CSS, as one style sheet beside the module itself.
 * All that is not CSS is blanked in place, so that what is reported has the line and column of the module.
 */
const processor = {
  meta: { name: 'lit-css', version: '1' },
  supportsAutofix: true,
  /** @param {string} text */
  preprocess(text) {
    const literals = [...text.matchAll(CSS_LITERAL)];
    if (literals.length === 0) return [text];
    let sheet = '';
    for (const { 0: literal, 1: styles, index } of literals) {
      const start = index + literal.indexOf('`') + 1;
      sheet += blank(text.slice(sheet.length, start));
      // A word where a value, a selector or a whole rule was: the parser is a tolerant one.
      sheet += styles.replace(INTERPOLATION, (found) => 'x'.repeat(found.length));
    }
    return [text, { text: sheet, filename: 'styles.css' }];
  },
  /** @param {unknown[][]} messages */
  postprocess: (messages) => messages.flat(),
};

function blank(text) {
  return text.replace(/[^\n]/gu, ' ');
}

/** Functions of colours that the oldest of our browsers lack: a declaration with one is dropped there as a whole. */
const NEWER = new Set(['light-dark', 'color-mix']);

/** Wants a value for older browsers before one with a newer function, or an `@supports` around it. */
const fallbackFirst = {
  meta: {
    type: 'problem',
    languages: ['css/css'],
    schema: [],
    messages: { missing: 'Put a value of “{{property}}” without {{name}}() before this one, for older browsers.' },
  },
  create(context) {
    let asked = 0;
    const blocks = [];
    let declaration;
    return {
      'Atrule[name="supports"]': () => void asked++,
      'Atrule[name="supports"]:exit': () => void asked--,
      Block: () => void blocks.push(new Set()),
      'Block:exit': () => void blocks.pop(),
      Declaration(node) {
        declaration = node;
      },
      'Declaration:exit'(node) {
        declaration = undefined;
        blocks.at(-1)?.add(node.property);
      },
      Function(node) {
        if (!declaration || asked > 0 || !NEWER.has(node.name)) return;
        const { property } = declaration;
        const before = [...(blocks.at(-1) ?? [])];
        // A shorthand gives a value to what it stands for.
        if (before.some((name) => name === property || property.startsWith(`${name}-`))) return;
        context.report({
          loc: node.loc,
          messageId: 'missing',
          data: { property, name: node.name },
        });
      },
    };
  },
};

export const litCss = { processors: { css: processor }, rules: { 'fallback-first': fallbackFirst } };
