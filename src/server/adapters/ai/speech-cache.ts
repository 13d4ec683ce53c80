import { hashOf } from '../../sessions/session-keys.js';

/** Keeps texts by keys; for a store outside of this process what was spoken is one, in Base64. */
export interface SpeechCacheStore {
  get: (key: string) => unknown;
  set: (key: string, value: string) => unknown;
}

/** Of what the cache in memory holds at most, in characters of Base64. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** What was used last, so many characters of it. */
export function createMemoryCache(most = MOST_CHARACTERS): SpeechCacheStore {
  const kept = new Map<string, string>();
  let characters = 0;
  const forget = (key: string): void => {
    characters -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  };
  return {
    get: (key) => {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      // Used last: at the end.
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set: (key, value) => {
      forget(key);
      if (value.length > most) return;
      kept.set(key, value);
      characters += value.length;
      for (const oldest of kept.keys()) {
        if (characters <= most) break;
        forget(oldest);
      }
    },
  };
}

/** What was spoken, by a hash of what it was: no text is in a key. A store that fails costs the vendor's call, and no more. */
export class SpeechCache {
  readonly #store: SpeechCacheStore;

  constructor(store: SpeechCacheStore) {
    this.#store = store;
  }

  static async keyOf(parts: readonly (string | null)[]): Promise<string> {
    return `avatar-speech:${await hashOf(JSON.stringify(parts))}`;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const value = await this.#store.get(key);
      return typeof value === 'string' && value !== '' ? fromBase64(value) : undefined;
    } catch {
      return undefined;
    }
  }

  async set(key: string, speech: Uint8Array): Promise<void> {
    try {
      await this.#store.set(key, toBase64(speech));
    } catch {
      // It is made anew the next time.
    }
  }
}

/** So many bytes at a time, a multiple of three: a call takes only so many arguments. */
const STEP = 3 * 8192;

function toBase64(bytes: Uint8Array): string {
  let base64 = '';
  for (let at = 0; at < bytes.length; at += STEP) base64 += btoa(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  return base64;
}

function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
