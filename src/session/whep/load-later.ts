import { notLoaded } from '../../core/not-loaded.js';
import type { WhepClient, WhepClientOptions } from '../../core/whep/whep-client.js';
import type * as Later from './later.js';

/** The HTTP side of WHEP, and what is done by it. */
export interface WhepTools extends Pick<
  typeof Later,
  'discover' | 'postOffer' | 'restartIce' | 'trickle' | 'useLinked'
> {
  client: WhepClient;
}

/** @throws {AvatarError} `NETWORK`: the code could not be loaded. */
export type LoadWhepTools = () => Promise<WhepTools>;

export function whepToolsLoader(options: WhepClientOptions): LoadWhepTools {
  let tools: Promise<WhepTools> | undefined;
  const make = ({ WhepClient, ...tasks }: typeof Later): WhepTools => ({ ...tasks, client: new WhepClient(options) });
  return () => (tools ??= loadLater().then(make));
}

/** @throws {AvatarError} `NETWORK` */
export async function loadLater(): Promise<typeof Later> {
  try {
    return await import('./later.js');
  } catch (cause) {
    throw notLoaded('What talks to the media server', cause);
  }
}
