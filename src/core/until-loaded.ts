import { delay } from './delay.js';

/** The wait before the second try, in milliseconds; each further one is half as long again. */
const FIRST_WAIT_MS = 1000;

/**
 * Loads code that nobody has to wait for: tries again until it is there, after a second and then less and less often.
 * @param onFailure Told of the first failure.
 * @throws {AvatarError} `ABORTED`
 */
export async function untilLoaded<Code>(
  load: () => Promise<Code>,
  { onFailure, signal }: { onFailure: (error: unknown) => void; signal?: AbortSignal },
): Promise<Code> {
  for (let wait = FIRST_WAIT_MS; ; wait *= 1.5) {
    try {
      return await load();
    } catch (error) {
      if (wait === FIRST_WAIT_MS) onFailure(error);
    }
    await delay(wait, { signal });
  }
}
