import type { Logger } from '../../core/logger.js';
import type { Background } from '../background.js';
import { failureReason } from '../failure-reason.js';
import { hashOf } from '../sessions/session-keys.js';
import type { Catalogue, CatalogueAvatar, CatalogueVoice } from './catalogue.js';

/** What everybody may know of an avatar. What the catalogue does not say is missing. */
export interface PublicAvatar {
  avatarId: string;
  name?: string;
  /** A picture of the avatar, near to what the stream shows; with `proxyPictures` relative to where this was answered. */
  imageUrl?: string;
  /** A short film of the avatar, to be shown before it is there; likewise. */
  videoUrl?: string;
  /** The voices that pages may choose from. */
  voices: PublicVoice[];
  /** Whether the backend transcribes what visitors say. Missing: it does not. */
  listens?: true;
  /** Whether the backend answers what visitors say. Missing: it does not. */
  answers?: true;
}

export type PublicVoice = Pick<CatalogueVoice, 'id' | 'name' | 'language'>;

export type PictureKind = 'imageUrl' | 'videoUrl';

/** The facts as they are answered. */
export interface PublicFacts {
  json: string;
  /** Of its ETag. */
  version: string;
  /** Whether the catalogue could be read. */
  isKnown: boolean;
}

export interface PublicFactsOptions {
  catalogue: Pick<Catalogue, 'avatars' | 'voices'>;
  /** The voices that pages may choose; undefined where any will do. */
  voices: readonly string[] | undefined;
  /** Whether what visitors say is transcribed. */
  listens: boolean;
  /** Whether what visitors say is answered. */
  answers: boolean;
  /** Whether pictures and films are fetched by this backend. */
  proxyPictures: boolean;
  logger: Logger;
  background: Background;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Kept so long, in milliseconds: an account's catalogue changes a few times a year. */
const KEPT_MS = 600_000;

/** After a failure it is asked again only so much later, in milliseconds: strangers can cause no more calls than that. */
const RETRY_MS = 60_000;

type ById<Kept> = ReadonlyMap<string, Kept>;

interface Read {
  avatars: ById<CatalogueAvatar>;
  voices: ById<CatalogueVoice>;
}

/** What the account's catalogue says of its avatars, for everybody; the catalogue is read at most every ten minutes. */
export class PublicFactsReader {
  readonly #options: PublicFactsOptions;
  readonly #answers = new Map<string, PublicFacts>();
  #read: Read | undefined;
  #readUntil = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(options: PublicFactsOptions) {
    this.#options = options;
  }

  /** Never rejects: where the catalogue cannot be read, all but the ids is missing. */
  async of(avatarId: string): Promise<PublicFacts> {
    await this.#readInTime();
    const known = this.#answers.get(avatarId);
    if (known) return known;
    const json = JSON.stringify(this.#factsOf(avatarId));
    const facts = { json, version: await hashOf(json), isKnown: this.#read !== undefined };
    // No more of them than the catalogue has: strangers may name any avatar there is.
    if (this.#read?.avatars.has(avatarId)) this.#answers.set(avatarId, facts);
    return facts;
  }

  /** Where the catalogue has it. Never rejects. */
  async addressOf(avatarId: string, kind: PictureKind): Promise<string | undefined> {
    await this.#readInTime();
    return this.#read?.avatars.get(avatarId)?.[kind];
  }

  async #readInTime(): Promise<void> {
    if (this.#options.now() < this.#readUntil) return;
    this.#reading ??= this.#readCatalogue().finally(() => (this.#reading = undefined));
    // What is known already is not waited for: it may be ten minutes old.
    if (this.#read) this.#options.background.keep(this.#reading);
    else await this.#reading;
  }

  async #readCatalogue(): Promise<void> {
    const { catalogue, now, logger } = this.#options;
    try {
      const [avatars, voices] = await Promise.all([catalogue.avatars(), catalogue.voices()]);
      this.#read = { avatars: byId(avatars), voices: byId(voices) };
      this.#answers.clear();
      this.#readUntil = now() + KEPT_MS;
    } catch (error) {
      this.#readUntil = now() + RETRY_MS;
      logger.warn('The catalogue could not be read: pages show no face before the avatar is there', {
        reason: failureReason(error),
      });
    }
  }

  #factsOf(avatarId: string): PublicAvatar {
    const known: Partial<CatalogueAvatar> = this.#read?.avatars.get(avatarId) ?? {};
    const { name } = known;
    const query = `?avatarId=${encodeURIComponent(avatarId)}`;
    const { imageUrl, videoUrl } = this.#options.proxyPictures
      ? {
          imageUrl: known.imageUrl && `avatar/picture${query}`,
          videoUrl: known.videoUrl && `avatar/film${query}`,
        }
      : known;
    return {
      avatarId,
      ...(name === undefined ? {} : { name }),
      ...(imageUrl === undefined ? {} : { imageUrl }),
      ...(videoUrl === undefined ? {} : { videoUrl }),
      voices: this.#voices(),
      ...(this.#options.listens ? { listens: true } : {}),
      ...(this.#options.answers ? { answers: true } : {}),
    };
  }

  #voices(): PublicVoice[] {
    const known: ById<PublicVoice> = this.#read?.voices ?? new Map();
    const offered = this.#options.voices?.map((id) => known.get(id) ?? { id }) ?? [...known.values()];
    return offered.map(({ id, name, language }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
    }));
  }
}

function byId<Kept extends { id: string }>(items: readonly Kept[]): ById<Kept> {
  return new Map(items.map((item) => [item.id, item]));
}
