import { notLoaded } from '../core/not-loaded.js';
import type * as Live from './live.js';

/** What a session needs from its first frame on. */
export type LiveCode = typeof Live;

/** @throws {AvatarError} `NETWORK` */
export async function loadLive(): Promise<LiveCode> {
  try {
    return await import('./live.js');
  } catch (cause) {
    throw notLoaded('The avatar’s code', cause);
  }
}
