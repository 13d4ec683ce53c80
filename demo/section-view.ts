interface Section {
  heading: string;
  text: string;
  url: string;
}

/** Shows a section of the documentation on the page, as text alone. @throws {Error} There is none of that name. */
export async function showSection(view: HTMLElement, path: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`/documentation?section=${encodeURIComponent(path)}`, { signal });
  if (!response.ok) throw new Error(`The documentation has no ${path}.`);
  const { heading, text, url } = (await response.json()) as Section;
  const title = document.createElement('h2');
  title.textContent = heading;
  const link = document.createElement('a');
  link.textContent = 'Read on';
  link.href = url;
  view.replaceChildren(title, ...blocksOf(text), link);
  view.hidden = false;
  view.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  return `The page shows “${heading}”.`;
}

/** Of Markdown: paragraphs, and what is code or a table as it is written. */
function blocksOf(markdown: string): HTMLElement[] {
  return markdown
    .split(/(^```[\s\S]*?^```$)|\n{2,}/m)
    .filter(Boolean)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const isCode = block.startsWith('```');
      const element = document.createElement(isCode || block.trimStart().startsWith('|') ? 'pre' : 'p');
      element.textContent = isCode ? block.replace(/^```.*\n|\n```$/g, '') : wordsOf(block);
      if (element.localName === 'pre') element.tabIndex = 0; // It scrolls.
      return element;
    });
}

function wordsOf(block: string): string {
  return block
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
}
