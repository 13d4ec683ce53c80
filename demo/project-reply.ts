import { readdir, readFile } from 'node:fs/promises';

import type { Reply } from 'kaltura-avatar/server';
import { createDocumentReply, type MarkdownDocument } from 'kaltura-avatar/server/documents';

const root = new URL('../', import.meta.url);

/** Where the files can be read, for links. */
const REPOSITORY = 'https://github.com/kaltura/kaltura-avatar/blob/main/';

/** Answers questions about this project, with no account and no model: from `answers.md`, the README and the docs. */
export async function createProjectReply(): Promise<Reply> {
  const pages = (await readdir(new URL('docs/', root))).filter((name) => name.endsWith('.md'));
  const documents = ['README.md', ...pages.map((name) => `docs/${name}`), 'src/server/threat-model.md'];
  return createDocumentReply({
    answers: await read('demo/answers.md'),
    documents: await Promise.all(documents.map(read)),
  });
}

async function read(path: string): Promise<MarkdownDocument> {
  return { text: await readFile(new URL(path, root), 'utf8'), url: REPOSITORY + path };
}
