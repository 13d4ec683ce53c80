import { isConversationKey } from '../../../core/conversation-key.js';
import { isRecord } from '../../../core/json-reader.js';
import { isHttpUrl, parseUrl } from '../../../core/parse-url.js';
import type { TranscriptEntry, TranscriptLink } from '../../conversation/transcript.js';

/** What is kept of a conversation in the browser. */
export interface Memory {
  /** Of the conversation at its backend. */
  key: string;
  /** Milliseconds since 1970. */
  until: number;
  entries: readonly TranscriptEntry[];
}

/** As much as a visitor reads again; a browser keeps no more than 5 MB for all of a site. */
const MOST_ENTRIES = 100;

/** Undefined where nothing is kept, its time is over, or what is there was not written here. */
export function readMemory(storage: Storage | undefined, name: string, now: number): Memory | undefined {
  let value: unknown;
  try {
    value = JSON.parse(storage?.getItem(name) ?? 'null');
  } catch {
    // Nothing that can be used.
  }
  if (!isRecord(value)) return undefined;
  const { key, until, entries } = value;
  if (typeof until === 'number' && until > now && isConversationKey(key) && Array.isArray(entries))
    return { key, until, entries: entries.flatMap(readEntry) };
  writeMemory(storage, name, undefined);
  return undefined;
}

/** @param memory Undefined: nothing is kept. */
export function writeMemory(storage: Storage | undefined, name: string, memory: Memory | undefined): void {
  try {
    if (!memory) storage?.removeItem(name);
    else storage?.setItem(name, JSON.stringify({ ...memory, entries: memory.entries.slice(-MOST_ENTRIES) }));
  } catch {
    // It is full, or refused.
  }
}

function readEntry(value: unknown): TranscriptEntry[] {
  if (!isRecord(value)) return [];
  const { role, text, at, links, turnId, isInterrupted } = value;
  const time = new Date(typeof at === 'string' ? at : NaN);
  if ((role !== 'avatar' && role !== 'visitor') || typeof text !== 'string' || Number.isNaN(time.getTime())) return [];
  return [
    {
      ...{ role, text, at: time },
      ...(Array.isArray(links) ? { links: links.flatMap(readLink) } : {}),
      ...(typeof turnId === 'string' ? { turnId } : {}),
      ...(isInterrupted === true ? { isInterrupted } : {}),
    },
  ];
}

/** Whoever can write there must not make the avatar's words lead anywhere else. */
function readLink(value: unknown): TranscriptLink[] {
  if (!isRecord(value)) return [];
  const { text, url, start } = value;
  const isLink = typeof text === 'string' && typeof url === 'string' && typeof start === 'number';
  return isLink && isHttpUrl(parseUrl(url)) ? [{ text, url, start }] : [];
}
