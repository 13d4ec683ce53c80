import browserslist from 'browserslist';
import { browserslistToTargets, Features, transform } from 'lightningcss';
import type { Plugin } from 'vite';

/** A style sheet of the element: all of what stands between css` and `, where the compiler puts a space. */
const SHEET = /(?<=\bcss ?`)[^`]*(?=`)/g;

/** The oldest browsers that the element is for: nesting is undone for them, and plain values before newer ones stay. */
const targets = browserslistToTargets(browserslist());

/** Takes comments and white space from the element's style sheets, which are texts to those who make scripts smaller. */
export function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    transform: {
      filter: { id: /\.styles\.ts$/ },
      handler: withSmallStyles,
    },
  };
}

export function withSmallStyles(code: string, filename: string): string {
  return code.replaceAll(SHEET, (sheet) => minify(sheet, filename));
}

function minify(sheet: string, filename: string): string {
  if (sheet.includes('${')) throw new Error(`${filename} should hold nothing but CSS`);
  const { code } = transform({
    filename,
    code: Buffer.from(sheet),
    minify: true,
    targets,
    // What would stand in for it does not follow the color-scheme of the page.
    exclude: Features.LightDark,
  });
  return code.toString().replaceAll('\\', '\\\\');
}
