// After tsc: does with the element's modules what is done with the files for script tags. Bundlers leave style sheets and templates
// alone, for they are texts: what is newer than the oldest browsers would reach them, and comments and indentation every page.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withSmallStyles } from './minify-styles.js';
import { withoutIndentation } from './minify-templates.js';

const folder = fileURLToPath(new URL('../dist/element', import.meta.url));

for (const name of await readdir(folder, { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const file = join(folder, name);
  const code = await readFile(file, 'utf8');
  const small = withoutIndentation(name.endsWith('.styles.js') ? withSmallStyles(code, file) : code);
  if (small !== code) await writeFile(file, small);
}
