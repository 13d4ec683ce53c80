import { DEFAULT_TIMEOUT_MS, type Fetch } from '../../core/http.js';
import type { Logger } from '../../core/logger.js';
import { parseUrl } from '../../core/parse-url.js';
import { joined } from '../bytes.js';
import { failureReason } from '../failure-reason.js';

/** A picture or film of an avatar. */
export interface AvatarPicture {
  bytes: Uint8Array<ArrayBuffer>;
  /** Such as `image/png`. */
  type: string;
  /** Of its ETag. */
  version: string;
}

export interface AvatarPicturesOptions {
  fetch: Fetch;
  /** Time for each, in milliseconds. Default 15000. */
  timeoutMs?: number | undefined;
  /** The service's, from where they may come without TLS: that of the simulator has none. */
  serviceUrl: string;
  logger: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What a browser shows and runs nothing of: SVG may hold scripts. */
const TYPES = /^(?:image\/(?:png|jpeg|webp|avif|gif)|video\/(?:mp4|webm))$/;

/** Of one, in bytes. */
const LARGEST = 8 * 1024 * 1024;

/** Of all that are kept, in bytes: those that were shown last. */
const MOST_KEPT = 32 * 1024 * 1024;

/** Each of those that are being fetched may take as much memory as the largest does. */
const MOST_AT_ONCE = 4;

/** Kept so long, in milliseconds, before it is looked at again. */
const KEPT_MS = 3_600_000;

/** After a failure it is asked for again only so much later, in milliseconds: strangers can cause no more requests than that. */
const RETRY_MS = 60_000;

interface Kept {
  picture: AvatarPicture | undefined;
  until: number;
}

/** Fetches pictures and films from the addresses that the catalogue has, and keeps them. */
export class AvatarPictures {
  readonly #options: AvatarPicturesOptions;
  /** By their addresses; what was used last is last. */
  readonly #kept = new Map<string, Kept>();
  readonly #fetching = new Map<string, Promise<AvatarPicture | undefined>>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(options: AvatarPicturesOptions) {
    this.#options = options;
  }

  /** @param address One that the catalogue gave. Never rejects: undefined where there is none to be shown. */
  async of(address: string): Promise<AvatarPicture | undefined> {
    const kept = this.#kept.get(address);
    if (kept && this.#options.now() < kept.until) {
      this.#keep(address, kept);
      return kept.picture;
    }
    const fetched =
      this.#fetching.get(address) ?? this.#fetchNew(address).finally(() => this.#fetching.delete(address));
    this.#fetching.set(address, fetched);
    return fetched;
  }

  async #fetchNew(address: string): Promise<AvatarPicture | undefined> {
    const { now, logger } = this.#options;
    if (this.#busy >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
    try {
      const picture = await this.#fetch(address);
      this.#keep(address, { picture, until: now() + KEPT_MS });
      return picture;
    } catch (error) {
      // An older one is better than none.
      const picture = this.#kept.get(address)?.picture;
      this.#keep(address, { picture, until: now() + RETRY_MS });
      logger.warn('A picture of the catalogue could not be fetched', { address, reason: failureReason(error) });
      return picture;
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }

  #keep(address: string, kept: Kept): void {
    this.#kept.delete(address);
    this.#kept.set(address, kept);
    let bytes = 0;
    for (const { picture } of this.#kept.values()) bytes += picture?.bytes.length ?? 0;
    for (const [oldest, { picture }] of this.#kept) {
      if (bytes <= MOST_KEPT) break;
      bytes -= picture?.bytes.length ?? 0;
      this.#kept.delete(oldest);
    }
  }

  async #fetch(address: string): Promise<AvatarPicture> {
    const { fetch, timeoutMs = DEFAULT_TIMEOUT_MS, serviceUrl } = this.#options;
    const url = parseUrl(address);
    if (url?.protocol !== 'https:' && url?.origin !== new URL(serviceUrl).origin) {
      throw new Error('it has no address with https');
    }
    // Where it leads elsewhere, that is no address of the catalogue's.
    const response = await fetch(url.href, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    try {
      if (response.status !== 200) throw new Error(`it was answered with status ${response.status}`);
      const type = response.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';
      if (!TYPES.test(type)) throw new Error('it is no picture that browsers can be handed without care');
      const bytes = await readAtMost(response, LARGEST);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return {
        bytes,
        type,
        version: [...digest.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      };
    } finally {
      void response.body?.cancel().catch(() => undefined);
    }
  }
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(response.headers.get('Content-Length')) > most) throw new Error(`it has more than ${most} bytes`);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > most) throw new Error(`it has more than ${most} bytes`);
      pieces.push(read.value);
    }
  } finally {
    reader.releaseLock();
  }
  return joined(pieces);
}
