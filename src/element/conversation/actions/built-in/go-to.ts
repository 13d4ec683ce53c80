import { delay } from '../../../../core/delay.js';
import { isHttpUrl, parseUrl } from '../../../../core/parse-url.js';
import { AvatarSpeakingEndEvent } from '../../../events/speaking-end-event.js';
import type { ConversationHost } from '../../conversation-host.js';
import type { Targets } from './targets.js';

/** The page stays until what is being said is over, but no longer than this, in milliseconds. */
const LAST_WORDS_MS = 7000;

/** By then an application has taken over where it does, in milliseconds. */
const TAKEN_OVER_MS = 1000;

const ANY_PART = '[^/?#]+';
/** Servers may take them for a border between parts. */
const HIDDEN_BORDER = /%(?:2f|5c|00)/i;

interface Options {
  signal: AbortSignal;
  navigate: ((url: string) => unknown) | undefined;
}

/**
 * Goes to a page of this site, once the avatar has said what it is saying.
 * @param wanted A name of the list, or a path that fits one with a `*`.
 * @throws {Error} For the model: there is no such page on the list.
 */
export async function goTo(
  host: ConversationHost,
  pages: Targets,
  wanted: string,
  { signal, navigate }: Options,
): Promise<string> {
  const { location } = host.ownerDocument;
  const path = addressOf(host, pages, wanted);
  const url = path ?? linkOf(pages.find(wanted), location).href;
  await lastWords(host, signal);
  if (navigate) await navigate(url);
  // A click, so that the router of an application can take it.
  else if (path === undefined && !click(pages.find(wanted))) return DONE;
  else if (path !== undefined) location.assign(url);
  if (navigate || isSamePage(url, location)) return DONE;
  // What an application takes over itself changes the address alone. Otherwise this page is about to go, with whoever waits in it.
  await delay(TAKEN_OVER_MS, { signal });
  return isSamePage(url, location) ? DONE : new Promise<never>(() => undefined);
}

const DONE = 'The visitor is there now.';

/** Whether a path is one that pages of this site may be gone to by: a name, or what fits a pattern. */
export function addressOf(host: ConversationHost, pages: Targets, wanted: string): string | undefined {
  const { location, baseURI } = host.ownerDocument;
  const listed = pages.textOf(wanted);
  if (listed !== undefined && !listed.includes('*')) return ofThisSite(parseUrl(listed, baseURI), location).href;
  const patterns = pages.names.map((name) => pages.textOf(name)).filter((text) => text?.includes('*'));
  if (patterns.length === 0) return undefined;
  const url = ofThisSite(parseUrl(wanted, baseURI), location);
  // The pattern itself is no page.
  const isAllowed =
    !wanted.includes('*') &&
    patterns.some((pattern) => {
      const allowed = parseUrl(pattern ?? '', baseURI);
      return allowed?.origin === location.origin && expressionOf(pathOf(allowed)).test(pathOf(url));
    });
  if (!isAllowed || HIDDEN_BORDER.test(pathOf(url))) throw notListed();
  return url.href;
}

function linkOf(element: Element, location: Location): HTMLAnchorElement {
  const link = element as HTMLAnchorElement;
  if (link.localName !== 'a' || !link.href || link.download || !['', '_self', '_top'].includes(link.target))
    throw notListed();
  ofThisSite(parseUrl(link.href), location);
  return link;
}

/** Whether the browser follows it by itself. */
function click(link: Element): boolean {
  return link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
}

function ofThisSite(url: URL | undefined, { origin }: Location): URL {
  if (!isHttpUrl(url) || url.origin !== origin || url.username || url.password) throw notListed();
  return url;
}

function isSamePage(url: string, { href }: Location): boolean {
  return url.split('#')[0] === href.split('#')[0];
}

const pathOf = ({ pathname, search, hash }: URL): string => pathname + search + hash;

function expressionOf(path: string): RegExp {
  const literal = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join(ANY_PART)}$`);
}

function notListed(): Error {
  return new Error('That page is not allowed: go to one that is listed.');
}

/** Rejects where the visitor interrupts. */
function lastWords(host: ConversationHost, signal: AbortSignal): Promise<void> {
  if (!host.speaking) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const longest = setTimeout(resolve, LAST_WORDS_MS);
    const over = (settle: () => void) => (): void => {
      clearTimeout(longest);
      settle();
    };
    host.addEventListener(AvatarSpeakingEndEvent.type, over(resolve), { once: true, signal });
    signal.addEventListener(
      'abort',
      over(() => reject(signal.reason as Error)),
      { once: true },
    );
  });
}
