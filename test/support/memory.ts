import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// What --expose-gc does at the start; it holds for contexts that are made from then on.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What this process holds once its garbage is collected, in bytes: what arrays of bytes and blobs keep, and all other objects. */
export async function bytesHeld(): Promise<number> {
  // What is let go of by a callback is garbage only in the round after it.
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
