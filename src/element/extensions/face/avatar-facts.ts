import { pageAddress } from '../../../core/page-address.js';
import { isHttpUrl, parseUrl } from '../../../core/parse-url.js';
import { backendFetch, type BackendAccess } from '../../backend/backend-fetch.js';

/** How the avatar looks before it is there. */
export interface AvatarLook {
  imageUrl: string;
  /** A short film of it. */
  videoUrl: string | undefined;
}

export interface DescribedAvatar extends BackendAccess {
  readonly avatarId: string | null;
}

/** Where the backend tells of its avatar: beside the sessions. Undefined where the endpoint is not called as ours is. */
export function factsUrl({ sessionEndpoint, avatarId }: DescribedAvatar): string | undefined {
  const url = sessionEndpoint === null ? undefined : parseUrl(sessionEndpoint, pageAddress());
  if (!url || !/\/session\/?$/.test(url.pathname)) return undefined;
  url.pathname = url.pathname.replace(/session\/?$/, 'avatar');
  if (avatarId !== null) url.searchParams.set('avatarId', avatarId);
  return url.href;
}

/** What a backend of ours tells. */
export interface AvatarFacts {
  /** What it is called; undefined where it does not know. */
  name: string | undefined;
  /** How the avatar looks; undefined where it does not know. */
  look: AvatarLook | undefined;
}

/** Undefined where there is no backend of ours. Never rejects: a face is nothing that is needed. */
export async function askForFacts(
  url: string,
  access: BackendAccess,
  signal: AbortSignal,
): Promise<AvatarFacts | undefined> {
  try {
    const answer = await backendFetch(access)(url, { signal });
    if (!answer.ok) return undefined;
    const facts = (await answer.json()) as Partial<
      Record<'avatarId' | 'name' | 'imageUrl' | 'videoUrl', unknown>
    > | null;
    if (typeof facts?.avatarId !== 'string') return undefined;
    const imageUrl = webUrl(facts.imageUrl, url);
    const name = typeof facts.name === 'string' && facts.name.trim() !== '' ? facts.name : undefined;
    return { name, look: imageUrl === undefined ? undefined : { imageUrl, videoUrl: webUrl(facts.videoUrl, url) } };
  } catch {
    return undefined;
  }
}

/** @param base Of a backend that serves its pictures itself they are relative to where it tells of them. */
function webUrl(value: unknown, base: string): string | undefined {
  const url = typeof value === 'string' && value !== '' ? parseUrl(value, base) : undefined;
  return isHttpUrl(url) ? url.href : undefined;
}
