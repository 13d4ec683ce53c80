import type { WhepConnection } from '../whep/whep-connection.js';

/** How long a new path may take to bring a picture, in milliseconds. */
const FRAME_AFTER_RESTART_MS = 2000;

/** Looks for a new path; it has helped where pictures come by it. @throws {AvatarError} */
export async function restartIce(whep: WhepConnection, { signal }: { signal: AbortSignal }): Promise<void> {
  await whep.restartIce({ signal });
  await whep.nextFrame({ signal, deadlineMs: FRAME_AFTER_RESTART_MS });
}
