import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';

import { MARKS } from '../../src/element/conversation/actions/built-in/allowed-actions.js';
import { findImports } from './snippets.js';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

/** What may stand in the HTML of a page. */
export interface PageVocabulary {
  attributes: ReadonlySet<string>;
  slots: ReadonlySet<string>;
  events: ReadonlySet<string>;
  /** Of buttons. */
  commands: ReadonlySet<string>;
  /** In `dist/cdn`. */
  files: ReadonlySet<string>;
}

interface Named {
  name: string;
}

interface Declaration {
  tagName?: string;
  attributes: Named[];
  slots: Named[];
  events: Named[];
}

/** What HTML itself has on every element, as far as the pages use it. */
const GLOBAL = ['id', 'class', 'slot', 'lang', 'dir', 'title', 'hidden', 'style'];

/** What answers may do with, as the elements of a page say themselves. */
const MARKED: readonly string[] = Object.values(MARKS);

/** Those of HTML that the pages need. */
const TAGS = [
  'a',
  'body',
  'button',
  'dialog',
  'form',
  'h1',
  'head',
  'html',
  'iframe',
  'img',
  'input',
  'label',
  'link',
  'meta',
  'p',
  'script',
  'section',
  'style',
  'title',
];

export async function readPageVocabulary(root: string): Promise<PageVocabulary> {
  const { modules } = JSON.parse(await readFile(join(root, 'dist/custom-elements.json'), 'utf8')) as {
    modules: { declarations: Declaration[] }[];
  };
  const element = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === 'kaltura-avatar');
  if (!element) throw new Error('dist/custom-elements.json has no kaltura-avatar');
  const commands = await readFile(join(root, 'src/element/controllers/commands.ts'), 'utf8');
  const names = (list: Named[]): Set<string> => new Set(list.map(({ name }) => name));
  return {
    attributes: names(element.attributes),
    slots: names(element.slots),
    events: names(element.events),
    commands: new Set([...commands.matchAll(/^ {2}'(--[\w-]+)':/gm)].map(([, name = '']) => name)),
    files: new Set(await readdir(join(root, 'dist/cdn'))),
  };
}

/** The scripts within a piece of HTML. */
export function findScripts(html: string): string[] {
  return elementsOf(html)
    .filter(({ tagName, attrs }) => tagName === 'script' && !attrs.some(({ name }) => name === 'src'))
    .map(({ childNodes }) => childNodes.map((node) => ('value' in node ? node.value : '')).join(''));
}

/** @param language Of pages as they are, or of templates for a framework that bundles what they import. */
export function findHtmlFaults(html: string, language: string, words: PageVocabulary): string[] {
  const faults: string[] = [];
  const elements = elementsOf(html, (code) => faults.push(code));
  const ids = elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'id').map(({ value }) => value));
  // That takes a bundler, or an import map.
  if (language === 'html')
    for (const { specifier } of findScripts(html).flatMap(findImports))
      if (/^[\w@]/.test(specifier)) faults.push(`import '${specifier}'`);
  for (const { tagName, attrs } of elements) {
    if (tagName !== 'kaltura-avatar' && !TAGS.includes(tagName)) faults.push(`<${tagName}>`);
    for (const { name, value } of attrs)
      if (!isKnown(tagName, name, value, words, ids) && !isOfAnalytics(tagName, name, attrs))
        faults.push(`<${tagName} ${name}="${value}">`);
  }
  return faults;
}

function isKnown(tag: string, name: string, value: string, words: PageVocabulary, ids: string[]): boolean {
  if (name === 'slot') return words.slots.has(value);
  if (name === 'command') return words.commands.has(value);
  if (name === 'commandfor') return ids.includes(value) || ids.length === 0;
  if (name === 'src' && tag === 'iframe') return isEmbedPage(value, words);
  if ((name === 'src' || name === 'href') && /kaltura-avatar[\w.-]*\.(?:js|css)$/.test(value))
    return words.files.has(value.split('/').at(-1) ?? '');
  if (tag === 'kaltura-avatar') {
    // Svelte's `onavatar-error={…}` and Angular's `(avatar-error)="…"`.
    const event = /^(?:on(.+)|\((.+)\))$/.exec(name);
    return GLOBAL.includes(name) || words.attributes.has(name) || words.events.has(event?.[1] ?? event?.[2] ?? '');
  }
  if (tag === 'script' && name.startsWith('data-')) {
    const setting = name.slice('data-'.length);
    return setting === 'kaltura-avatar' || GLOBAL.includes(setting) || words.attributes.has(setting);
  }
  const [, mark] = /^data-avatar-(.+)$/.exec(name) ?? [];
  return mark === undefined || MARKED.includes(mark);
}

/** The script of the analytics has attributes of its own. */
function isOfAnalytics(tag: string, name: string, attrs: Element['attrs']): boolean {
  const src = attrs.find((attribute) => attribute.name === 'src')?.value ?? '';
  return tag === 'script' && src.endsWith('kaltura-avatar.analytics.js') && ['data-to', 'data-texts'].includes(name);
}

function isEmbedPage(src: string, words: PageVocabulary): boolean {
  const { pathname, searchParams } = new URL(src, 'https://page.example');
  return (
    pathname.endsWith('/embed') &&
    [...searchParams.keys()].every((name) => GLOBAL.includes(name) || words.attributes.has(name))
  );
}

function elementsOf(html: string, onFault?: (code: string) => unknown): Element[] {
  const elements: Element[] = [];
  const visit = (node: Node): void => {
    if (!('tagName' in node)) return;
    elements.push(node);
    node.childNodes.forEach(visit);
  };
  const options = onFault ? { onParseError: ({ code }: { code: string }): void => void onFault(code) } : {};
  const tree = /^<!doctype/i.test(html) ? parse(html, options) : parseFragment(html, options);
  tree.childNodes.forEach(visit);
  return elements;
}
