import { AvatarError } from '../core/errors.js';
import type * as Live from './live.js';

/** What a session needs from its first frame on. */
export type LiveCode = typeof Live;

/** @throws {AvatarError} `NETWORK` */
export async function loadLive(): Promise<LiveCode> {
  try {
    return await import('./live.js');
  } catch (cause) {
    throw new AvatarError('NETWORK', 'The avatar’s code could not be loaded. Check the connection and try again.', {
      cause,
    });
  }
}
