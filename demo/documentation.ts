import { documentPaths, read } from './project-reply.js';

/** A section of the documentation, for the demo's page. */
export interface DocumentedSection {
  heading: string;
  /** Markdown. */
  text: string;
  /** Where it can be read. */
  url: string;
}

/** A section by its path, such as `docs/element.md#captions`; undefined where the documentation has none of that name. */
export async function readSection(path: string): Promise<DocumentedSection | undefined> {
  const [file = '', fragment = ''] = path.split('#');
  if (!(await documentPaths()).includes(file)) return undefined;
  const { text, url = '' } = await read(file);
  const sections = sectionsOf(text);
  const section = sections.find((one) => (fragment === '' ? one.text !== '' : fragmentOf(one.heading) === fragment));
  return section && { ...section, url: fragment === '' ? url : `${url}#${fragment}` };
}

function sectionsOf(markdown: string): Pick<DocumentedSection, 'heading' | 'text'>[] {
  const sections: { heading: string; lines: string[] }[] = [];
  let isCode = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    // In code it is a comment.
    if (!isCode && /^#+ /.test(line)) sections.push({ heading: line.replace(/^#+ /, '').trim(), lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ heading, lines }) => ({ heading, text: lines.join('\n').trim() }));
}

/** As GitHub makes it of a heading. */
function fragmentOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
