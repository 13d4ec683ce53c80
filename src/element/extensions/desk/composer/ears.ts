import { factsOf, factsUrl } from '../../../backend/avatar-facts.js';
import type { AvatarHost } from '../../extension.js';
import { canRecognise } from './recognition.js';

/** Who writes down what visitors say: the page's backend, or the browser itself. */
export type Ears = 'backend' | 'browser';

/** Never rejects; undefined where nobody can. */
export async function earsOf(host: AvatarHost): Promise<Ears | undefined> {
  const url = factsUrl(host);
  const facts = url === undefined ? undefined : await factsOf(url, host);
  if (facts?.listens) return 'backend';
  return canRecognise() ? 'browser' : undefined;
}
