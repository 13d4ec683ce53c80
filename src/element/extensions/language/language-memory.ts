import { isRecord } from '../../../core/json-reader.js';
import { KEPT_SECONDS } from '../../conversation/kept-conversation.js';
import type { AvatarHost } from '../extension.js';

/** The same on all pages of the site. */
const NAME = 'kaltura-avatar:language';

type Keeping = Pick<AvatarHost, 'keepConversation' | 'ownerDocument'>;

/** What the visitor has chosen on an earlier page or, where conversations are kept for longer, visit. */
export function recallLanguage(host: Keeping, now = Date.now()): string | undefined {
  try {
    const kept: unknown = JSON.parse(storageOf(host)?.getItem(NAME) ?? 'null');
    if (!isRecord(kept)) return undefined;
    const { language, until } = kept;
    return typeof language === 'string' && typeof until === 'number' && until > now ? language : undefined;
  } catch {
    return undefined; // Nothing that can be used.
  }
}

/** Keeps it for the visit, or for as long as the conversation. */
export function rememberLanguage(host: Keeping, language: string, now = Date.now()): void {
  const { keepConversation: keep } = host;
  const until = now + KEPT_SECONDS[keep === 'page' ? 'visit' : keep] * 1000;
  try {
    storageOf(host)?.setItem(NAME, JSON.stringify({ language, until }));
  } catch {
    // Sandboxed frames and strict browsers have no storage: then each page begins anew.
  }
}

function storageOf({ keepConversation, ownerDocument: { defaultView } }: Keeping): Storage | undefined {
  const isOfVisit = keepConversation === 'page' || keepConversation === 'visit';
  return isOfVisit ? defaultView?.sessionStorage : defaultView?.localStorage;
}
