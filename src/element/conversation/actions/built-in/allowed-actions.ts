import { AvatarError } from '../../../../core/errors.js';
import { isRecord } from '../../../../core/json-reader.js';
import { parseUrl } from '../../../../core/parse-url.js';

/**
 * Things of the page, by names that a model can choose from and visitors are told: CSS selectors. A list of selectors names each by
 * itself. `true`: those that the page's own elements say, such as `<section data-avatar-highlight="prices">`.
 */
export type AllowedElements = true | readonly string[] | Readonly<Record<string, string>>;

/** What answers may have the page do without code of its own; what is missing stays off. */
export interface AllowedActions {
  /** Scrolls to something on the page, and marks it for a few seconds. */
  highlight?: AllowedElements | undefined;
  /**
   * Goes to pages of this site: in place of selectors paths, in which `*` stands for one part, such as `/products/*`; with `true` the
   * links of the page that are marked by `data-avatar-go-to`. A page of another origin is never gone to.
   */
  goTo?: AllowedElements | undefined;
  /** Writes into fields, but for passwords, hidden ones, files, codes and what is paid with. It sends nothing. */
  fill?: AllowedElements | undefined;
  /** Opens and closes dialogs: elements `<dialog>`. */
  dialog?: AllowedElements | undefined;
  /** Goes to a page in place of the browser, as the router of an application does. Default: the browser does. */
  navigate?: ((url: string) => unknown) | undefined;
}

/** What elements are marked by, and what the words of the attribute `allow-actions` are. */
export const MARKS = {
  highlight: 'highlight',
  goTo: 'go-to',
  fill: 'fill',
  dialog: 'dialog',
} as const satisfies Partial<Record<keyof AllowedActions, string>>;

export type BuiltInKind = keyof typeof MARKS;

const KINDS = Object.keys(MARKS) as BuiltInKind[];

/**
 * @param document In which the selectors and paths are.
 * @throws {AvatarError} `INVALID_CONFIGURATION`
 */
export function readAllowed(allowed: unknown, document: Document): AllowedActions {
  if (typeof allowed === 'string') return readWords(allowed);
  if (!isRecord(allowed)) throw invalid("it should be an object, such as { highlight: ['#prices'] }");
  const unknown = Object.keys(allowed).find((name) => name !== 'navigate' && !KINDS.includes(name as BuiltInKind));
  if (unknown !== undefined) throw invalid(`there is no ${unknown}, but ${KINDS.join(', ')} and navigate`);
  const wrong = KINDS.find((kind) => allowed[kind] !== undefined && !isElements(allowed[kind]));
  if (wrong) throw invalid(`${wrong} should be true, a list of texts, or an object of texts by their names`);
  if (allowed['navigate'] !== undefined && typeof allowed['navigate'] !== 'function')
    throw invalid('navigate should be a function');
  for (const kind of KINDS) assertUsable(kind, allowed[kind], document);
  return allowed;
}

function readWords(words: string): AllowedActions {
  const wanted = words.split(/\s+/).filter(Boolean);
  const unknown = wanted.find((word) => !KINDS.some((kind) => MARKS[kind] === word));
  if (unknown !== undefined) throw invalid(`there is no "${unknown}", but ${Object.values(MARKS).join(', ')}`);
  return Object.fromEntries(KINDS.filter((kind) => wanted.includes(MARKS[kind])).map((kind) => [kind, true]));
}

function assertUsable(kind: BuiltInKind, elements: unknown, document: Document): void {
  const texts = typeof elements === 'object' && elements !== null ? (Object.values(elements) as string[]) : [];
  const isUsable = kind === 'goTo' ? isPath : isSelector;
  const wrong = texts.find((text) => !isUsable(text, document));
  if (wrong !== undefined)
    throw invalid(`"${wrong}" of ${kind} is no ${kind === 'goTo' ? 'page of this site' : 'CSS selector'}`);
}

function isPath(text: string, { baseURI, location }: Document): boolean {
  return parseUrl(text, baseURI)?.origin === location.origin;
}

function isSelector(text: string, document: Document): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}

function isElements(value: unknown): value is AllowedElements {
  if (value === true) return true;
  return (Array.isArray(value) || isRecord(value)) && Object.values(value).every((one) => typeof one === 'string');
}

function invalid(why: string): AvatarError {
  return new AvatarError('INVALID_CONFIGURATION', `allow-actions is not used: ${why}.`);
}
