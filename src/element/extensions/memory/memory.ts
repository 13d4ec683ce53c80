import { pageAddress } from '../../../core/page-address.js';
import { parseUrl } from '../../../core/parse-url.js';
import { forgetKept, KEPT_SECONDS, keyOf, setKey } from '../../conversation/kept-conversation.js';
import type { AvatarHost } from '../extension.js';
import { readMemory, writeMemory, type Memory } from './memory-file.js';

const PREFIX = 'kaltura-avatar:conversation:';

/** Of the page: only other documents are told by the browser what one has changed in its storage. */
const memories = new Set<{ name: string; host: AvatarHost; forget: () => void }>();

/** What streams in is not written down with each word, in milliseconds. */
const WRITE_AFTER_MS = 250;

/**
 * Shows what was said on an earlier page or visit, and goes on with it: the transcript and the key of the conversation are in the browser.
 * @param signal Aborts when it is not to be kept any more.
 */
export function keepConversation(host: AvatarHost, signal: AbortSignal): void {
  const { transcriptLog, ownerDocument } = host;
  const page = ownerDocument.defaultView;
  const { keepConversation: keep } = host;
  if (keep === 'page') return;
  const name = nameOf(host);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const storage = (): Storage | undefined => {
    try {
      return keep === 'visit' ? page?.sessionStorage : page?.localStorage;
    } catch {
      return undefined; // Sandboxed frames and strict browsers have none: then each page begins anew.
    }
  };
  /** Whether there is something that another tab can forget. */
  let isWritten = false;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { entries } = transcriptLog;
    const memory: Memory | undefined =
      entries.length === 0 ? undefined : { key: keyOf(host), until: Date.now() + KEPT_SECONDS[keep] * 1000, entries };
    writeMemory(storage(), name, memory);
    isWritten = memory !== undefined;
  };
  const onChange = (): void => {
    // What is forgotten is gone at once.
    if (transcriptLog.entries.length === 0) {
      void forgetKept(host);
      write();
      for (const other of memories) if (other.name === name && other.host !== host) other.forget();
    } else timer ??= setTimeout(write, WRITE_AFTER_MS);
  };
  const recall = (): void => {
    const memory = readMemory(storage(), name, Date.now());
    if (!memory) return;
    setKey(host, memory.key);
    isWritten = true;
    for (const entry of memory.entries) transcriptLog.add({ ...entry, isEarlier: true });
  };
  /** Another tab, or another avatar of the page, has forgotten it. */
  const forget = (): void => {
    setKey(host, undefined);
    if (transcriptLog.entries.length > 0) transcriptLog.clear();
  };
  const onStorage = ({ key, newValue, storageArea }: StorageEvent): void => {
    // Without a key all of it was cleared.
    const isForgotten = key === null || (key === name && newValue === null);
    if (isForgotten && storageArea === storage()) forget();
  };
  /** A page that was left, and is shown again as it was, was told of nothing meanwhile. */
  const onShown = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && isWritten && !readMemory(storage(), name, Date.now())) forget();
  };

  // Who has begun to talk before this was loaded goes on with that.
  if (transcriptLog.entries.length > 0) onChange();
  else recall();
  host.remarks.isRecalled = true;
  host.requestUpdate();
  transcriptLog.onChange(onChange, { signal });
  page?.addEventListener('storage', onStorage, { signal });
  page?.addEventListener('pageshow', onShown, { signal });
  const memory = { name, host, forget };
  memories.add(memory);
  signal.addEventListener('abort', () => memories.delete(memory), { once: true });
  page?.addEventListener('pagehide', () => timer && write(), { signal });
  host.addEventListener('avatar-consent', ({ given }) => given || transcriptLog.clear(), { signal });
  signal.addEventListener('abort', () => timer && write(), { once: true });
}

/** By the backend that knows the conversation; without what may be secret in an address, its query. */
function nameOf({ sessionEndpoint, id }: AvatarHost): string {
  const url = sessionEndpoint === null ? undefined : parseUrl(sessionEndpoint, pageAddress());
  return PREFIX + (url ? url.origin + url.pathname : id);
}
