import type { ConversationHost } from './conversation-host.js';

const WORDS = ['url', 'query', 'hash', 'title', 'language'];

/** As much of a title, and of a URL, as goes along. */
const LONGEST = 500;

type PageHost = Pick<ConversationHost, 'pageContext' | 'ownerDocument' | 'createLogger'>;

/**
 * What `page-context` lets a page tell of itself. Queries and hashes may hold what is the visitor's own, such as the token of a link
 * in a letter, so that they stay here unless each is named.
 */
export function pageFacts(host: PageHost): Readonly<Record<string, string>> | undefined {
  const wanted = host.pageContext?.split(/\s+/).filter(Boolean) ?? [];
  if (wanted.length === 0) return undefined;
  const unknown = wanted.filter((word) => !WORDS.includes(word));
  if (unknown.length > 0)
    host.createLogger().error(`page-context cannot be "${unknown.join(' ')}": it takes ${WORDS.join(', ')}.`);
  const { URL: address, title, documentElement } = host.ownerDocument;
  const facts = {
    url: ['url', 'query', 'hash'].some((word) => wanted.includes(word)) ? urlOf(address, wanted) : '',
    title: wanted.includes('title') ? title : '',
    language: wanted.includes('language') ? documentElement.lang : '',
  };
  const told = Object.entries(facts).filter(([, value]) => value !== '');
  if (told.length === 0) return undefined;
  return Object.fromEntries(told.map(([name, value]) => [name, value.slice(0, LONGEST)]));
}

function urlOf(address: string, wanted: readonly string[]): string {
  const url = new URL(address);
  if (!wanted.includes('query')) url.search = '';
  if (!wanted.includes('hash')) url.hash = '';
  // A page that is opened with them keeps them to itself.
  url.username = '';
  url.password = '';
  return url.href;
}
