import { Visitor, type Plugin } from 'vite';

import { apply, parse, type Edit } from './code-edits.js';

/** Takes the indentation from the element's templates: they are texts, which those who make scripts smaller leave alone. */
export function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = withoutIndentation(file.code);
    },
  };
}

export function withoutIndentation(code: string): string {
  const edits: Edit[] = [];
  new Visitor({
    TaggedTemplateExpression: ({ quasi }) => {
      for (const { start, end } of quasi.quasis) {
        const text = code.slice(start, end);
        // One space stays: between words and buttons it is seen.
        if (text.includes('\n')) edits.push({ start, end, text: text.replaceAll(/\n\s*/g, ' ') });
      }
    },
  }).visit(parse(code));
  return apply(code, edits);
}
