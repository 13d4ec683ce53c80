import { parseUrl } from '../../../core/parse-url.js';

/** A part of a Markdown document below one heading. */
export interface Section {
  /** Of the document: what it is called, or its first heading. */
  document: string;
  heading: string;
  /** Where it can be read, where that is known. */
  url: string | undefined;
  text: string;
}

/** A Markdown document that answers are looked for in, beside those that were written to be said. */
export interface MarkdownDocument {
  text: string;
  /** How it is called. Default: its heading of the first level. */
  title?: string | undefined;
  /** Where it can be read, for links to its sections. */
  url?: string | undefined;
}

/** Cuts a document at its headings, and leaves out blocks of code. */
export function sectionsOf({ text, title, url }: MarkdownDocument): Section[] {
  const sections: Section[] = [];
  const taken = new Map<string, number>();
  let document = title ?? '';
  let lines: string[] = [];
  let heading = '';
  let anchor = '';
  const close = (): void => {
    const body = lines.join('\n').trim();
    const where = url === undefined ? undefined : anchor === '' ? url : `${url}#${anchor}`;
    if (body !== '') sections.push({ document, heading: heading || document, url: where, text: body });
    lines = [];
  };
  for (const line of withoutCode(text)) {
    const [, marks, name = ''] = /^(#{1,6})\s+(.+?)\s*#*$/.exec(line) ?? [];
    if (marks === undefined) {
      lines.push(line);
      continue;
    }
    close();
    heading = name.replace(/[`*_]/g, '');
    anchor = anchorOf(heading, taken);
    if (marks === '#' && document === '') document = heading;
  }
  close();
  return sections;
}

/** Links that are relative to where a text is are made whole; where that is not known they stay. */
export function resolveLinks(markdown: string, url: string | undefined): string {
  if (url === undefined) return markdown;
  return markdown.replace(/\]\(([^)\s]+)\)/g, (link, target: string) => {
    const whole = parseUrl(target, url);
    return whole ? `](${whole.href})` : link;
  });
}

function withoutCode(text: string): string[] {
  let fence: string | undefined;
  return text.split(/\r?\n/).filter((line) => {
    const [, mark] = /^\s*(```|~~~)/.exec(line) ?? [];
    if (fence === undefined) fence = mark;
    else if (mark === fence) {
      fence = undefined;
      return false;
    }
    return fence === undefined;
  });
}

/** As GitHub names headings in addresses. */
function anchorOf(heading: string, taken: Map<string, number>): string {
  const anchor = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  const before = taken.get(anchor) ?? 0;
  taken.set(anchor, before + 1);
  return before === 0 ? anchor : `${anchor}-${before}`;
}
