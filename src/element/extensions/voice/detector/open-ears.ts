import type { Ears, EarsOptions } from './ears.js';
import { MainThreadEars } from './main-thread-ears.js';
import { RenderingEars } from './rendering-ears.js';

/**
 * Listens in the thread that renders sound; where a bundler or the page's policy has not let the file for it through, on the
 * main thread, which then works for about 1 ms in 32.
 */
export async function openEars(source: AudioNode, options: EarsOptions): Promise<Ears> {
  try {
    return await RenderingEars.open(source, options);
  } catch {
    return new MainThreadEars(source, options);
  }
}
