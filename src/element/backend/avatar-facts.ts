import { isHttpUrl, parseUrl } from '../../core/parse-url.js';
import { backendFetch, type BackendAccess } from './backend-fetch.js';
import { besideSessions } from './beside-sessions.js';

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
  const url = besideSessions(sessionEndpoint, 'avatar');
  if (avatarId !== null) url?.searchParams.set('avatarId', avatarId);
  return url?.href;
}

/** What a backend of ours tells. */
export interface AvatarFacts {
  /** What it is called; undefined where it does not know. */
  name: string | undefined;
  /** How the avatar looks; undefined where it does not know. */
  look: AvatarLook | undefined;
  /** Whether it writes down what visitors say. */
  listens: boolean;
  /** Whether it answers what visitors say. */
  answers: boolean;
}

/** What is being asked for, by its URL: several parts of an element ask as it is shown. */
const asked = new Map<string, Promise<AvatarFacts | undefined>>();

/** Undefined where there is no backend of ours. Never rejects: a face is nothing that is needed. */
export function factsOf(url: string, access: BackendAccess): Promise<AvatarFacts | undefined> {
  const facts = asked.get(url) ?? ask(url, access).finally(() => asked.delete(url));
  asked.set(url, facts);
  return facts;
}

async function ask(url: string, access: BackendAccess): Promise<AvatarFacts | undefined> {
  try {
    const answer = await backendFetch(access)(url, {});
    if (!answer.ok) return undefined;
    const facts = (await answer.json()) as Partial<
      Record<'avatarId' | 'name' | 'imageUrl' | 'videoUrl' | 'listens' | 'answers', unknown>
    > | null;
    if (typeof facts?.avatarId !== 'string') return undefined;
    const imageUrl = webUrl(facts.imageUrl, url);
    const name = typeof facts.name === 'string' && facts.name.trim() !== '' ? facts.name : undefined;
    const listens = facts.listens === true;
    return {
      name,
      listens,
      answers: facts.answers === true,
      look: imageUrl === undefined ? undefined : { imageUrl, videoUrl: webUrl(facts.videoUrl, url) },
    };
  } catch {
    return undefined;
  }
}

/** @param base Of a backend that serves its pictures itself they are relative to where it tells of them. */
function webUrl(value: unknown, base: string): string | undefined {
  const url = typeof value === 'string' && value !== '' ? parseUrl(value, base) : undefined;
  return isHttpUrl(url) ? url.href : undefined;
}
