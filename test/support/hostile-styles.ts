import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { compile } from 'tailwindcss';

const { resolve } = createRequire(import.meta.url);
const read = (file: string): Promise<string> => readFile(resolve(file), 'utf8');

/** What pages have, each by what a test calls it. */
export async function hostileStyles(): Promise<Record<string, string>> {
  return {
    'Tailwind’s preflight': (await compile(await read('tailwindcss/preflight.css'))).build([]),
    'normalize.css': await read('normalize.css'),
    Bootstrap: await read('bootstrap/dist/css/bootstrap.css'),
    'a root of 62.5 %': 'html { font-size: 62.5% }',
    'a root of 20 px': 'html { font-size: 20px }',
    'deformed text': `body { font: italic small-caps 900 31px/3 cursive; letter-spacing: 4px; word-spacing: 9px; text-transform: uppercase;
      text-indent: 40px; text-align: right; text-shadow: 2px 2px red; white-space: nowrap; word-break: break-all; color: red;
      -webkit-text-stroke: 2px red; -webkit-text-fill-color: lime; text-emphasis: dot; cursor: none; hyphens: auto; tab-size: 1; quotes: none }`,
    'vertical text': 'html, body { writing-mode: vertical-rl; text-orientation: upright }',
    'rules for all elements': `* { position: static; overflow: visible; letter-spacing: 3px; font-size: 9px; line-height: 3; text-shadow: 1px 1px red }
      * { writing-mode: vertical-rl !important; overflow: visible !important; contain: none !important; text-transform: uppercase !important;
          font-family: serif !important; box-sizing: content-box !important; box-shadow: none !important }`,
    'transitions of all elements': '* { transition: all 1s !important }',
    'no animations': '* { transition: none !important; animation: none !important }',
    'media that fit their boxes': `img, video, svg, canvas { display: block; position: static; inset: auto; width: auto; max-width: 100%; height: auto;
      margin: 1em; border: 3px solid; padding: 4px; fill: red }`,
    'buttons and fields of its own': `button, input, textarea, select, [type='range'] { all: unset; display: block; min-height: 70px; width: 100%; font: 9px serif }`,
    'nothing to be selected': '* { -webkit-user-select: none !important; user-select: none !important }',
    'no pointer for what is inside others': 'body { pointer-events: none } body * { pointer-events: none }',
    'text from right to left': 'html { direction: rtl }',
    'a zoom of 1.5': 'html { zoom: 1.5 }',
  };
}
