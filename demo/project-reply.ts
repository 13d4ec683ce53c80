import { readdir, readFile } from 'node:fs/promises';

import type { Reply } from 'kaltura-avatar/server';
import { createDocumentReply, type MarkdownDocument } from 'kaltura-avatar/server/documents';

const root = new URL('../', import.meta.url);

/** Where the files can be read, for links. */
export const REPOSITORY = 'https://github.com/kaltura/kaltura-avatar/blob/main/';

/** Answers questions about this project, with no account and no model: from `answers.md`, the README and the docs. */
export async function createProjectReply(): Promise<Reply> {
  return createDocumentReply({
    answers: await read('demo/answers.md'),
    documents: await Promise.all((await documentPaths()).map(read)),
  });
}

/** What the demo answers from, and what it may show. */
export async function documentPaths(): Promise<string[]> {
  const pages = (await readdir(new URL('docs/', root))).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.map((name) => `docs/${name}`), 'src/server/threat-model.md'];
}

/** The questions of `answers.md`, each in all of its wordings. */
export async function readQuestions(): Promise<string[][]> {
  const { text } = await read('demo/answers.md');
  const [, ...entries] = text.split(/^## /m);
  return entries.map((entry) => {
    const [question = '', ...lines] = entry.split('\n');
    return [question, ...lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2))];
  });
}

export async function read(path: string): Promise<MarkdownDocument> {
  return { text: await readFile(new URL(path, root), 'utf8'), url: REPOSITORY + path };
}
