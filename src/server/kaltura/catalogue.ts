import { resolveBaseUrl } from '../../core/base-url.js';
import type { ControlClientOptions } from '../../core/control-client.js';
import { AvatarError } from '../../core/errors.js';
import { requestJson } from '../../core/http.js';
import { isRecord, JsonReader, protocolComplaint, type Complain } from '../../core/json-reader.js';
import { isHttpUrl, parseUrl } from '../../core/parse-url.js';
import type { CallOptions } from '../../core/session-control.js';
import type { KsSource } from '../sessions/ks-source.js';

/** An avatar that sessions can be opened with. What the catalogue does not say of one is missing. */
export interface CatalogueAvatar {
  /** What create takes as `avatarId`: 24 hexadecimal digits. */
  id: string;
  name?: string;
  genderPresentation?: string;
  ageGroup?: string;
  /** A picture of the avatar, near to what the stream shows. */
  imageUrl?: string;
  /** A short film of the avatar, to be shown while it connects. */
  videoUrl?: string;
}

/** A voice that avatars can have. */
export interface CatalogueVoice {
  /** What create takes as `voiceId`. */
  id: string;
  name?: string;
  description?: string;
  /** Such as `en-US`. */
  language?: string;
  /** A recording of the voice. */
  sampleUrl?: string;
}

/** A page of this many items stays well below what is read of an answer. */
const PAGE_SIZE = 50;

/** A catalogue that does not come to an end is left. */
const MOST_ITEMS = 5000;

const complain: Complain = protocolComplaint('The catalogue');

type ItemType = 'Visual' | 'Voice';

/** The avatars and voices of a Kaltura account: `catalog-item` beside the Control API, asked with the KS that opens sessions. */
export class Catalogue {
  readonly #ks: KsSource;
  readonly #service: ControlClientOptions;
  readonly #url: string;

  /** @param service Whose fetch is one for secrets. */
  constructor(ks: KsSource, service: ControlClientOptions) {
    this.#ks = ks;
    this.#service = service;
    this.#url = new URL('../catalog-item/list', `${resolveBaseUrl(service)}/`).href;
  }

  /** @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `PROTOCOL` and those of every request. */
  async avatars(options: CallOptions = {}): Promise<CatalogueAvatar[]> {
    return (await this.#list('Visual', options)).map(avatarOf);
  }

  /** @throws {AvatarError} `INVALID_CONFIGURATION`, `UNAUTHORIZED`, `PROTOCOL` and those of every request. */
  async voices(options: CallOptions = {}): Promise<CatalogueVoice[]> {
    return (await this.#list('Voice', options)).map(voiceOf);
  }

  async #list(type: ItemType, { signal }: CallOptions): Promise<JsonReader[]> {
    return this.#ks.use(async (ks) => {
      const items: JsonReader[] = [];
      for (;;) {
        const body = { filter: { typeEqual: type }, pager: { offset: items.length, limit: PAGE_SIZE } };
        const page = await this.#page(ks, body, signal);
        const objects = page.value('objects');
        const total = page.optionalNumber('totalCount') ?? 0;
        if (!Array.isArray(objects)) complain('objects', 'a list');
        items.push(...objects.filter(isRecord).map((object) => new JsonReader(object, complain)));
        if (objects.length === 0 || items.length >= total) return items;
        if (items.length > MOST_ITEMS)
          throw new AvatarError('PROTOCOL', `The catalogue has more than ${MOST_ITEMS} items.`);
      }
    });
  }

  async #page(ks: string, body: object, signal: AbortSignal | undefined): Promise<JsonReader> {
    const { fetch, timeoutMs } = this.#service;
    const call = {
      purpose: 'the catalogue',
      url: this.#url,
      headers: { 'Content-Type': 'application/json', Authorization: `KS ${ks}` },
      body: JSON.stringify(body),
      signal,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
    return new JsonReader(await requestJson(call, fetch), complain);
  }
}

function avatarOf(item: JsonReader): CatalogueAvatar {
  const visual = attributesOf(item, 'visual');
  return {
    id: item.string('itemId'),
    ...textOf(visual, 'name'),
    ...textOf(visual, 'genderPresentation'),
    ...textOf(visual, 'ageGroup'),
    ...urlOf(item, 'imageUrl', 'imageUrl'),
    ...urlOf(item, 'loadingVideo', 'videoUrl'),
  };
}

function voiceOf(item: JsonReader): CatalogueVoice {
  const voice = attributesOf(item, 'voice');
  return {
    id: item.string('itemId'),
    ...textOf(voice, 'name'),
    ...textOf(voice, 'description'),
    ...textOf(voice, 'language'),
    ...urlOf(item, 'voiceSampleUrl', 'sampleUrl'),
  };
}

function attributesOf(item: JsonReader, kind: string): Record<string, unknown> {
  const attributes = item.value('attributes');
  const fields = isRecord(attributes) ? attributes[kind] : undefined;
  return isRecord(fields) ? fields : {};
}

/** Facts are for people to read: one that is no text is left out, and spoils none of the others. */
function textOf<Name extends string>(fields: Record<string, unknown>, name: Name): Partial<Record<Name, string>> {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<Name, string>) : {};
}

function urlOf<Name extends string>(item: JsonReader, field: string, name: Name): Partial<Record<Name, string>> {
  const value = item.value(field);
  const url = typeof value === 'string' ? parseUrl(value) : undefined;
  return isHttpUrl(url) ? ({ [name]: url.href } as Record<Name, string>) : {};
}
