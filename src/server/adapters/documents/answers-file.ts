import { complaintOf } from '../../complaint.js';
import { resolveLinks } from './markdown.js';

/** A question in several wordings, and what to say to it. */
export interface SpokenAnswer {
  wordings: string[];
  /** Markdown: its links can be opened from the transcript. */
  answer: string;
}

const complain = complaintOf('createDocumentReply');

/**
 * Reads a Markdown file of answers: a heading of the second level is a question, the list below it has other wordings of it, and what
 * follows is said.
 * @param url Where the file is, for links that are relative to it.
 * @throws {AvatarError} `INVALID_CONFIGURATION`: a question has no answer, or there is no question.
 */
export function readAnswers(text: string, url?: string): SpokenAnswer[] {
  const [, ...entries] = `\n${text.replace(/\r\n?/g, '\n')}`.split(/\n##\s+(?=\S)/);
  if (entries.length === 0) complain('answers', 'a Markdown file with a heading "## Question?" for each answer');
  return entries.map((entry) => readEntry(entry, url));
}

function readEntry(entry: string, url: string | undefined): SpokenAnswer {
  const [question = '', ...lines] = entry.split('\n');
  const wordings = [question.trim()];
  const [first = ''] = lines.filter((line) => line.trim() !== '');
  const isListed = /^[-*+]\s/.test(first);
  let at = lines.findIndex((line) => line.trim() !== '' && !(isListed && /^(?:[-*+]|\s)\s/.test(line)));
  if (at < 0) at = lines.length;
  for (const line of lines.slice(0, at)) {
    if (/^[-*+]\s/.test(line)) wordings.push(line.slice(2).trim());
    else if (line.trim() !== '') wordings.push(`${wordings.pop() ?? ''} ${line.trim()}`);
  }
  const answer = lines.slice(at).join('\n').trim();
  if (answer === '') complain(`answers: "${question.trim()}"`, 'followed by what to say');
  return { wordings, answer: resolveLinks(answer, url) };
}
